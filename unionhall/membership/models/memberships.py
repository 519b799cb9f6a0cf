"""Memberships (会籍) and the log of what happened to them (会籍变化)."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.model import ScopedModel
from unionhall.kit.reach import Reach
from unionhall.membership.models.codes import ChangeReason, ChangeType
from unionhall.membership.models.log import LogManager
from unionhall.membership.models.people import Affiliation, Person
from unionhall.organisation.models import Unit


class MembershipStatus(models.TextChoices):
    """The state of a membership (会籍), which follows from its last event."""

    ACTIVE = "active", pgettext_lazy("membership", "active")
    RETAINED = "retained", _("retained")
    IN_TRANSIT = "in_transit", _("on its way")
    LEFT = "left", pgettext_lazy("membership", "left")
    EXPELLED = "expelled", _("expelled")


COUNTED_STATES = frozenset({MembershipStatus.ACTIVE, MembershipStatus.IN_TRANSIT})
"""A member on the way to another union is counted by the one they come from until the other accepts."""

ENDED_STATES = frozenset({MembershipStatus.LEFT, MembershipStatus.EXPELLED})


NEXT_STATUS: dict[str, frozenset[str]] = {
    MembershipStatus.ACTIVE: frozenset({"retained", "in_transit", "left", "expelled"}),
    MembershipStatus.RETAINED: frozenset({"active", "in_transit", "left", "expelled"}),
    MembershipStatus.IN_TRANSIT: frozenset({"active", "retained"}),
    MembershipStatus.LEFT: frozenset(),
    MembershipStatus.EXPELLED: frozenset(),
}
"""Which state may follow which; who left joins again by a new membership."""


class DateRange(Func):
    """The days of a membership as a range for the constraint against overlaps."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Membership(ScopedModel):
    """One person's membership, from the day of approval to its end; moving changes its union, not the row.

    A membership ends before ``ended_on``: that day may be the first of the next one.
    """

    reach: ClassVar[Reach] = Reach(unit="unit", user="person__user")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=pgettext_lazy("membership", "person")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("union"))
    affiliation = models.ForeignKey(
        Affiliation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("membership", "job"),
    )
    status = models.CharField(
        pgettext_lazy("membership", "state"), max_length=10, choices=MembershipStatus, default=MembershipStatus.ACTIVE
    )
    is_held_in_pool = models.BooleanField(
        _("in the pool"), default=False, help_text=_("Held by the street until the employer has a union.")
    )
    joined_on = models.DateField(_("member since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            models.Index(fields=["unit", "-id"], name="membership_unit_newest"),
            models.Index(fields=["unit", "joined_on"], name="membership_unit_joined"),
            models.Index(
                fields=["unit", "-id"], name="membership_pool", condition=Q(is_held_in_pool=True, ended_on__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MembershipStatus.values), name="membership_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["left", "expelled"], ended_on__isnull=False)
                | (~Q(status__in=["left", "expelled"]) & Q(ended_on__isnull=True)),
                name="membership_end_fits_status",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="membership_one_open_a_person"
            ),
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange(F("joined_on"), F("ended_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.person.member_no}"

    @property
    def journal_label(self) -> str:
        """What the journal calls the membership: the member's name, masked, and number."""
        return f"{self.person.journal_label} {self.person.member_no}"

    def get_absolute_url(self) -> str:
        """Return the desk page of the member."""
        return reverse("membership:member-detail", args=[self.pk])

    @property
    def is_counted(self) -> bool:
        """Whether the union counts the member among its own."""
        return self.status in COUNTED_STATES

    def may_become(self, status: str) -> bool:
        """Say whether ``status`` may follow the present state."""
        return status in NEXT_STATUS[self.status]


class MembershipEvent(ScopedModel):
    """One line of the log of a membership: only ever added."""

    reach: ClassVar[Reach] = Reach(unit="membership__unit", user="membership__person__user")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="events", verbose_name=_("membership"))
    change = models.CharField(pgettext_lazy("membership", "change"), max_length=1, choices=ChangeType)
    reason = models.CharField(_("reason"), max_length=2, choices=ChangeReason, blank=True)
    from_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("from union")
    )
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("to union")
    )
    happened_on = models.DateField(_("day"))
    recorded_at = models.DateTimeField(_("recorded at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )
    application = models.ForeignKey(
        "membership.Application",
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("application"),
    )
    note = models.CharField(pgettext_lazy("membership", "note"), max_length=200, blank=True)

    objects: ClassVar[Any] = LogManager()

    class Meta:
        verbose_name = _("membership event")
        verbose_name_plural = _("membership events")
        indexes = [
            models.Index(fields=["to_unit", "change", "happened_on"], name="event_to_unit_day"),
            models.Index(fields=["from_unit", "change", "happened_on"], name="event_from_unit_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(change__in=ChangeType.values), name="event_change_known"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=ChangeReason.values), name="event_reason_known"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(change=ChangeType.JOIN), name="event_one_join_an_application"
            ),
        ]

    def __str__(self) -> str:
        return f"{ChangeType(self.change).label} {self.happened_on}"
