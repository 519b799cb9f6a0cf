"""Persons (个人) and their jobs (任职): kept apart from membership, because people change jobs and rejoin."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.encrypted import EncryptedTextField
from unionhall.kit.masks import mask_id_number, mask_mobile, mask_name
from unionhall.kit.model import ScopedModel
from unionhall.kit.national.codes import (
    Education,
    EmploymentStatus,
    Ethnicity,
    GigCategory,
    HouseholdType,
    IdType,
    PoliticalStatus,
    Sex,
    SkillLevel,
)
from unionhall.kit.reach import Reach
from unionhall.organisation.models import Employer


class Person(ScopedModel):
    """A human being, once: found again by the type and number of the identity paper.

    Officers reach a person only through a membership; a person reaches their own record.
    """

    reach: ClassVar[Reach] = Reach(user="user")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="person",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    member_no = models.CharField(_("member number"), max_length=18, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    search_terms = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("search terms"),
        default=list,
        blank=True,
        help_text=_("Pairs of characters, readings and initials of the name."),
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    birth_date = models.DateField(_("date of birth"))
    id_type = models.CharField(_("identity paper"), max_length=20, choices=IdType, default=IdType.RESIDENT)
    id_number = EncryptedTextField(
        pgettext_lazy("membership", "ID number"), mask=mask_id_number, index="id_number_index"
    )
    id_number_index = models.CharField(max_length=64, editable=False)
    mobile = EncryptedTextField(_("mobile phone"), mask=mask_mobile, index="mobile_index", last4="mobile_last4")
    mobile_index = models.CharField(max_length=64, editable=False)
    mobile_last4 = models.CharField(max_length=4, editable=False)
    ethnicity = models.CharField(_("ethnicity"), max_length=2, choices=Ethnicity, blank=True)
    education = models.CharField(pgettext_lazy("membership", "education"), max_length=20, choices=Education, blank=True)
    skill_level = models.CharField(_("skill level"), max_length=20, choices=SkillLevel, blank=True)
    political_status = models.CharField(_("political status"), max_length=20, choices=PoliticalStatus, blank=True)
    household_type = models.CharField(_("household type"), max_length=20, choices=HouseholdType, blank=True)
    household_place = models.CharField(_("place of household"), max_length=80, blank=True)
    residence = models.CharField(_("residence"), max_length=120, blank=True)
    is_migrant_worker = models.BooleanField(_("migrant worker"), default=False)
    employment_status = models.CharField(
        _("employment"), max_length=20, choices=EmploymentStatus, default=EmploymentStatus.EMPLOYED
    )

    class Meta:
        verbose_name = pgettext_lazy("membership", "person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["name"], name="person_name", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["mobile_last4"], name="person_mobile_last4"),
            GinIndex(fields=["search_terms"], name="person_search_terms"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id_type", "id_number_index"], name="person_once_by_paper"),
            models.UniqueConstraint(fields=["mobile_index"], condition=~Q(mobile_index=""), name="person_mobile_once"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def journal_label(self) -> str:
        """What the journal calls the person: the name, masked."""
        return mask_name(self.name)


class Affiliation(ScopedModel):
    """One job of a person: for an employer on record, one known by name only, or through a platform."""

    reach: ClassVar[Reach] = Reach(user="person__user")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="affiliations", verbose_name=pgettext_lazy("membership", "person")
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, related_name="affiliations", null=True, blank=True, verbose_name=_("employer")
    )
    employer_name = models.CharField(_("employer's name"), max_length=120, blank=True)
    job_title = models.CharField(pgettext_lazy("membership", "job"), max_length=60, blank=True)
    is_dispatched = models.BooleanField(_("dispatched worker"), default=False)
    gig_category = models.CharField(_("new form of work"), max_length=20, choices=GigCategory, blank=True)
    platform_name = models.CharField(_("platform"), max_length=60, blank=True)
    starts_on = models.DateField(pgettext_lazy("membership", "from"))
    ends_on = models.DateField(pgettext_lazy("membership", "until"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("membership", "job")
        verbose_name_plural = pgettext_lazy("membership", "jobs")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="affiliation_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.employer_name or self.platform_name or str(self.get_gig_category_display())
