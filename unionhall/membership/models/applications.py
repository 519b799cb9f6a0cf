"""Applications for membership (入会申请) and the steps of their review."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.encrypted import EncryptedTextField
from unionhall.kit.masks import mask_id_number, mask_mobile, mask_name
from unionhall.kit.model import Model, ScopedModel
from unionhall.kit.national.codes import (
    Education,
    EmploymentStatus,
    Ethnicity,
    GigCategory,
    IdType,
    Sex,
    SkillLevel,
)
from unionhall.kit.reach import Reach
from unionhall.membership.models.codes import ApplyChannel
from unionhall.membership.models.drives import Drive
from unionhall.membership.models.log import LogManager
from unionhall.membership.models.memberships import Membership
from unionhall.organisation.models import Employer, Unit


class ApplicationStatus(models.TextChoices):
    """The state of an application, from sent in to decided; a draft lives on the applicant's phone."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    UNIT_REVIEW = "unit_review", _("in review by the union")
    STREET_REVIEW = "street_review", _("in review by the street")
    COMMITTEE_REVIEW = "committee_review", _("before the committee")
    RETURNED = "returned", _("returned for correction")
    REJECTED = "rejected", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    APPROVED = "approved", _("approved")
    CARD_ISSUED = "card_issued", _("card issued")
    TRANSFERRED = "transferred", _("moved to the new union")


NEXT_STATES: dict[str, frozenset[str]] = {
    "draft": frozenset({"submitted"}),
    "submitted": frozenset({"unit_review", "street_review"}),
    "unit_review": frozenset({"committee_review", "approved", "returned", "rejected", "withdrawn"}),
    "street_review": frozenset({"committee_review", "approved", "returned", "rejected", "withdrawn"}),
    "committee_review": frozenset({"approved", "returned", "rejected", "withdrawn"}),
    "returned": frozenset({"submitted", "withdrawn", "rejected"}),
    "rejected": frozenset(),
    "withdrawn": frozenset(),
    "approved": frozenset({"card_issued"}),
    "card_issued": frozenset({"transferred"}),
    "transferred": frozenset(),
}
"""Which state may follow which. A refused or withdrawn person applies again by a new application."""

REVIEWABLE_STATES = ("unit_review", "street_review", "committee_review")
OPEN_STATES = ("submitted", *REVIEWABLE_STATES, "returned")
APPROVED_STATES = ("approved", "card_issued", "transferred")
LIVE_STATES = (*OPEN_STATES, *APPROVED_STATES)
"""What the count of submitted applications counts: a withdrawal or a refusal takes it back."""


class StepDecision(models.TextChoices):
    """What a step of an application was."""

    SUBMIT = "submit", _("submitted")
    PASS = "pass", _("passed")
    RETURN = "return", _("returned for correction")
    REJECT = "reject", _("refused")
    WITHDRAW = "withdraw", _("withdrawn")
    ISSUE_CARD = "issue_card", _("card issued")
    MOVE = "move", _("moved to the new union")


class Application(ScopedModel):
    """What a person sent in, as sent; only approval makes or finds the ``Person``, whose record it never overwrites."""

    reach: ClassVar[Reach] = Reach(unit="unit")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications", verbose_name=_("union"))
    drive = models.ForeignKey(
        Drive, models.PROTECT, related_name="applications", null=True, blank=True, verbose_name=_("drive")
    )
    channel = models.CharField(pgettext_lazy("membership", "channel"), max_length=20, choices=ApplyChannel)
    status = models.CharField(pgettext_lazy("membership", "state"), max_length=20, choices=ApplicationStatus)
    is_for_pool = models.BooleanField(_("for the pool"), default=False)
    name = models.CharField(_("name"), max_length=60)
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
    employer = models.ForeignKey(
        Employer, models.PROTECT, related_name="applications", null=True, blank=True, verbose_name=_("employer")
    )
    employer_name = models.CharField(_("employer's name"), max_length=120, blank=True)
    job_title = models.CharField(pgettext_lazy("membership", "job"), max_length=60, blank=True)
    gig_category = models.CharField(_("new form of work"), max_length=20, choices=GigCategory, blank=True)
    platform_name = models.CharField(_("platform"), max_length=60, blank=True)
    employment_status = models.CharField(
        _("employment"), max_length=20, choices=EmploymentStatus, default=EmploymentStatus.EMPLOYED
    )
    is_dispatched = models.BooleanField(_("dispatched worker"), default=False)
    is_migrant_worker = models.BooleanField(_("migrant worker"), default=False)
    ethnicity = models.CharField(_("ethnicity"), max_length=2, choices=Ethnicity, blank=True)
    education = models.CharField(pgettext_lazy("membership", "education"), max_length=20, choices=Education, blank=True)
    skill_level = models.CharField(_("skill level"), max_length=20, choices=SkillLevel, blank=True)
    consent_version = models.CharField(_("version of the consent text"), max_length=20)
    client_key = models.CharField(_("key of the draft"), max_length=64, blank=True)
    drafted_at = models.DateTimeField(_("written at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    is_late = models.BooleanField(_("arrived after the drive's last day"), default=False)
    assisted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("helped by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    membership = models.OneToOneField(
        Membership,
        models.PROTECT,
        related_name="application",
        null=True,
        blank=True,
        verbose_name=_("membership"),
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            models.Index(fields=["unit", "status", "-id"], name="application_queue"),
            models.Index(fields=["drive", "status"], name="application_drive"),
            models.Index(fields=["id_number_index"], name="application_id_number"),
            models.Index(fields=["mobile_index"], name="application_mobile"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ApplicationStatus.values), name="application_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "card_issued", "transferred"]) | Q(decided_at__isnull=False),
                name="application_approval_has_a_moment",
            ),
            models.UniqueConstraint(
                fields=["id_number_index", "mobile_index"],
                condition=Q(status__in=["submitted", "unit_review", "street_review", "committee_review", "returned"]),
                name="application_one_open_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def journal_label(self) -> str:
        """What the journal calls the application: the applicant's name, masked."""
        return mask_name(self.name)

    def get_absolute_url(self) -> str:
        """Return the page on which the application is reviewed."""
        return reverse("membership:application-detail", args=[self.pk])

    def may_become(self, status: str) -> bool:
        """Say whether ``status`` may follow the present state."""
        return status in NEXT_STATES[self.status]

    @property
    def is_reviewable(self) -> bool:
        """Whether a reviewer can decide on it now."""
        return self.status in REVIEWABLE_STATES

    @property
    def is_approved(self) -> bool:
        """Whether it was approved."""
        return self.status in APPROVED_STATES

    @property
    def submitted_month(self) -> date:
        """The first day of the month, in the city's time, in which it was submitted."""
        return localdate(self.submitted_at).replace(day=1)


class ApplicationStep(ScopedModel):
    """One step of an application with its opinion: only ever added."""

    reach: ClassVar[Reach] = Reach(unit="application__unit")

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps", verbose_name=_("application"))
    decision = models.CharField(_("step"), max_length=12, choices=StepDecision)
    from_status = models.CharField(pgettext_lazy("membership", "from"), max_length=20, choices=ApplicationStatus)
    to_status = models.CharField(pgettext_lazy("membership", "to"), max_length=20, choices=ApplicationStatus)
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("membership", "by"),
    )
    happened_at = models.DateTimeField(pgettext_lazy("membership", "at"))

    objects: ClassVar[Any] = LogManager()

    class Meta:
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of applications")

    def __str__(self) -> str:
        return str(StepDecision(self.decision).label)


class ReviewRule(Model):
    """How a union reviews applications: whether its committee decides after the first review."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="review_rule", verbose_name=_("union"))
    is_committee_asked = models.BooleanField(_("the committee decides"), default=False)

    class Meta:
        verbose_name = _("review rule")
        verbose_name_plural = _("review rules")

    def __str__(self) -> str:
        return str(self.unit)
