"""Reads of the drives' pages."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.membership.models import REVIEWABLE_STATES, Application, Drive, DriveStatus
from unionhall.membership.queries.joining import phase_of
from unionhall.organisation.models import Unit

STATES = [("open", _("Open")), ("future", _("Not begun")), ("past", _("Over or closed")), ("all", _("All"))]
RECENT = 10


def drives_in_state(by: Any, state: str) -> QuerySet[Drive]:
    """Return the drives within reach that stand so today; an unknown state means all."""
    today = timezone.localdate()
    is_open = Q(status=DriveStatus.OPEN)
    conditions = {
        "open": is_open & Q(starts_on__lte=today, ends_on__gte=today),
        "future": is_open & Q(starts_on__gt=today),
        "past": Q(status=DriveStatus.CLOSED) | Q(ends_on__lt=today),
    }
    rows = Drive.objects.within_reach(by, "membership.view_drives").select_related("unit")
    return rows.filter(conditions.get(state, Q()))


def with_phase(drives: Iterable[Drive]) -> list[Drive]:
    """Put today's phase on each drive, for its badge."""
    found = list(drives)
    for drive in found:
        drive.phase = phase_of(drive)  # type: ignore[attr-defined]
    return found


def recent_applications(by: Any, drive: Drive) -> list[Application]:
    """Return the last applications of the drive that the reader may see."""
    rows = Application.objects.within_reach(by, "membership.view_applications").filter(drive=drive)
    return list(rows.order_by("-pk")[:RECENT])


def waiting_count(drive: Drive) -> int:
    """Count the applications of one drive that wait for a reviewer."""
    rows = Application.objects.unscoped("a figure of the drive at hand")
    return rows.filter(drive=drive, status__in=REVIEWABLE_STATES).count()


def units_for_drives(by: Any) -> QuerySet[Unit]:
    """Return the active units in which the officer may open a drive, from the top of their reach."""
    return Unit.objects.within_reach(by, "membership.manage_drive").active().order_by("path")
