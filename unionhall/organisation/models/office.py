"""Who speaks for a unit: offices with their terms, and groups that work for a while."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.model import ScopedModel
from unionhall.kit.reach import Reach
from unionhall.kit.scoping import ScopedManager, ScopedQuerySet
from unionhall.organisation.models.unit import Unit


class HeldQuerySet(ScopedQuerySet):
    """Offices and groups are held from a day to a day, unless ended before."""

    def held_on(self, day: date) -> Self:
        """Keep what is held on this day (both ends of the term included) and was not ended before now."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(ended_at__isnull=True) | Q(ended_at__gt=timezone.now()),
            starts_on__lte=day,
        )


class HeldManager(ScopedManager.from_queryset(HeldQuerySet)):  # type: ignore[misc]
    """The default manager of offices and groups."""


class Office(ScopedModel):
    """A post in a unit (职务) held by one person for a term; its reach ends by itself with the term."""

    reach: ClassVar[Reach] = Reach(unit="unit", user="user")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offices", verbose_name=_("unit"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices", verbose_name=_("person"))
    role = models.CharField(_("office"), max_length=30)
    is_full_time = models.BooleanField(_("full-time"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)

    objects: ClassVar[HeldManager] = HeldManager()

    class Meta:
        verbose_name = _("office")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="office_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["unit", "user", "role"],
                condition=Q(ended_at__isnull=True),
                name="office_once",
                violation_error_message=_("This person holds this office here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"

    def is_held_on(self, day: date) -> bool:
        """Say whether the office is held on this day and was not ended before now."""
        in_term = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return in_term and (self.ended_at is None or self.ended_at > timezone.now())


class WorkingGroup(ScopedModel):
    """A group that works on a unit and what is below it for a while (工作专班)."""

    reach: ClassVar[Reach] = Reach(unit="unit")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="working_groups", verbose_name=_("unit"))
    name = models.CharField(pgettext_lazy("unit", "name"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=400, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    ended_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[HeldManager] = HeldManager()

    class Meta:
        verbose_name = _("working group")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="workinggroup_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the group's page on the desk."""
        return reverse("organisation:group-detail", args=[self.pk])


class GroupSeat(ScopedModel):
    """A person's seat in a working group: a duty that reaches as far as the group, and ends with it."""

    reach: ClassVar[Reach] = Reach(unit="group__unit", user="user")

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_seats")
    role = models.CharField(_("duty"), max_length=30)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("seat in a working group")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                condition=Q(ended_at__isnull=True),
                name="groupseat_once",
                violation_error_message=_("This person has a seat in the group already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.group_id}"
