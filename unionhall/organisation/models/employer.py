"""Whom the unions cover and where they serve: employers and places."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.model import ScopedModel
from unionhall.kit.national.codes import Industry, UnitNature
from unionhall.kit.reach import Reach
from unionhall.kit.scoping import ScopedManager, ScopedQuerySet
from unionhall.organisation.models.unit import Unit


class EmployerQuerySet(ScopedQuerySet):
    """Ways to choose employers."""

    def without_union(self) -> Self:
        """Keep the employers that no union covers."""
        return self.filter(unit__isnull=True)


class EmployerManager(ScopedManager.from_queryset(EmployerQuerySet)):  # type: ignore[misc]
    """The default manager of employers."""


class Employer(ScopedModel):
    """An employer (用人单位), known by its credit code; covered by a union or not yet."""

    reach: ClassVar[Reach] = Reach(unit="counted_at")

    uscc = models.CharField(
        _("credit code"),
        max_length=18,
        unique=True,
        error_messages={"unique": _("An employer with this credit code is in the register already.")},
    )
    name = models.CharField(pgettext_lazy("unit", "name"), max_length=120)
    search_text = models.TextField(editable=False, default="")
    nature = models.CharField(_("nature"), max_length=3, choices=UnitNature.choices, blank=True)
    industry = models.CharField(_("industry"), max_length=1, choices=Industry.choices, blank=True)
    street = models.ForeignKey(
        Unit, models.PROTECT, related_name="employers_on_site", verbose_name=_("place of business")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="employers", verbose_name=_("covering union")
    )
    counted_at = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    """The one unit that counts the employer: the covering union, or the street while there is none."""
    address = models.CharField(_("address"), max_length=200, blank=True)
    staff = models.PositiveIntegerField(_("staff"), default=0)
    women_staff = models.PositiveIntegerField(_("women among the staff"), default=0)
    migrant_staff = models.PositiveIntegerField(_("migrant workers among the staff"), default=0)
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in business"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[EmployerManager] = EmployerManager()

    class Meta:
        verbose_name = _("employer")
        constraints = [
            models.CheckConstraint(
                condition=Q(women_staff__lte=F("staff"), migrant_staff__lte=F("staff")),
                name="employer_parts_within_staff",
                violation_error_message=_("Neither women nor migrant workers can be more than the whole staff."),
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, counted_at=F("street")) | Q(counted_at=F("unit")),
                name="employer_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the employer's page on the desk."""
        return reverse("organisation:employer-detail", args=[self.pk])


class PlaceKind(models.TextChoices):
    """Kinds of places where unions serve."""

    STATION = "station", _("Union service station")
    WORKERS_HOME = "workers_home", _("Workers' home")
    REST_STOP = "rest_stop", _("Rest stop for outdoor workers")
    MOTHERS_ROOM = "mothers_room", _("Mothers' room")
    READING_ROOM = "reading_room", _("Workers' reading room")
    CULTURE_PALACE = "culture_palace", _("Workers' palace of culture")


class Place(ScopedModel):
    """A place where a union serves its members (阵地): not a unit of the tree."""

    reach: ClassVar[Reach] = Reach(unit="unit")

    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    name = models.CharField(pgettext_lazy("unit", "name"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places", verbose_name=_("run by"))
    address = models.CharField(_("address"), max_length=200)
    opening_hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    area = models.PositiveIntegerField(_("area in square metres"), null=True, blank=True)
    is_open = models.BooleanField(pgettext_lazy("place", "open"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("place")
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="place_name_once_a_unit")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the place's page on the desk."""
        return reverse("organisation:place-detail", args=[self.pk])
