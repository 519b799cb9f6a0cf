"""Drives (集中入会行动): a unit asks people to join, within a period, by one code on a poster."""

import secrets
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.model import ScopedModel
from unionhall.kit.national.codes import GigCategory
from unionhall.kit.reach import Reach
from unionhall.membership.models.codes import ApplyChannel
from unionhall.organisation.models import Unit


def new_token() -> str:
    """Return a random 128-bit token for the code on the poster."""
    return secrets.token_urlsafe(16)


class DriveStatus(models.TextChoices):
    """A drive is open from its making, until it is closed; it can be reopened."""

    OPEN = "open", pgettext_lazy("membership", "open")
    CLOSED = "closed", pgettext_lazy("membership", "closed")


class Drive(ScopedModel):
    """One drive of a unit, its target and its two counts.

    ``submitted_count`` counts the applications that stand (neither withdrawn nor refused), ``approved_count`` those
    approved; the operations move both in the transaction that moves the application.
    """

    reach: ClassVar[Reach] = Reach(unit="unit")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drives", verbose_name=_("union"))
    name = models.CharField(_("name"), max_length=80)
    target = models.PositiveIntegerField(_("target"), help_text=_("How many people should join."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    channel = models.CharField(
        pgettext_lazy("membership", "channel"), max_length=20, choices=ApplyChannel, default=ApplyChannel.QR_ONSITE
    )
    gig_category = models.CharField(_("kind of work"), max_length=20, choices=GigCategory, blank=True)
    token = models.CharField(
        pgettext_lazy("membership", "token"), max_length=32, unique=True, default=new_token, editable=False
    )
    status = models.CharField(
        pgettext_lazy("membership", "state"), max_length=10, choices=DriveStatus, default=DriveStatus.OPEN
    )
    submitted_count = models.IntegerField(_("submitted"), default=0, editable=False)
    approved_count = models.IntegerField(_("approved"), default=0, editable=False)

    class Meta:
        verbose_name = _("drive")
        verbose_name_plural = _("drives")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DriveStatus.values), name="drive_status_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="drive_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(approved_count__gte=0, submitted_count__gte=F("approved_count")),
                name="drive_counts_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the desk page of the drive."""
        return reverse("membership:drive-detail", args=[self.pk])

    def is_open_on(self, day: date) -> bool:
        """Say whether people may join through the drive on this day."""
        return self.status == DriveStatus.OPEN and self.starts_on <= day <= self.ends_on
