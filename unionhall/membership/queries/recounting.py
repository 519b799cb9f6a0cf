"""Every kept figure of membership counted anew from the rows: what ``unionhall recount`` compares with."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth

from unionhall.membership.models import (
    APPROVED_STATES,
    LIVE_STATES,
    Application,
    ChangeType,
    Membership,
    MembershipEvent,
)
from unionhall.membership.queries.figures import FLOW_OF_CHANGE, stock_filters

Counted = Iterable[tuple[int, str, int]]
WHY = "counting anew"


def stock_counts() -> dict[str, Callable[[], Counted]]:
    """Return for every stock a function that counts it by union."""
    return {measure: _stock(lookups) for measure, lookups in stock_filters()}


def flow_counts() -> dict[str, Callable[[], Counted]]:
    """Return for every monthly figure of the log a function that counts it by union and month."""
    changes: dict[str, list[str]] = {}
    for change, measure in FLOW_OF_CHANGE.items():
        changes.setdefault(measure, []).append(change)
    return {measure: _flow(of_measure) for measure, of_measure in changes.items()}


def submitted() -> Counted:
    """Count the applications that stand by union and the month in which they came in."""
    rows = Application.objects.unscoped(WHY).filter(status__in=LIVE_STATES)
    return _by_month(rows, "unit_id", "submitted_at")


def approved() -> Counted:
    """Count the approved applications by union and the month of their approval."""
    rows = Application.objects.unscoped(WHY).filter(status__in=APPROVED_STATES)
    return _by_month(rows, "unit_id", "decided_at")


def _stock(lookups: dict[str, Any]) -> Callable[[], Counted]:
    def count() -> Counted:
        rows = Membership.objects.unscoped(WHY).filter(**lookups).order_by().values_list("unit_id")
        for unit_id, number in rows.annotate(number=Count("pk")):
            yield unit_id, "", number

    return count


def _flow(changes: list[str]) -> Callable[[], Counted]:
    is_arrival = changes[0] in (ChangeType.JOIN, ChangeType.TRANSFER_IN)

    def count() -> Counted:
        rows = MembershipEvent.objects.unscoped(WHY).filter(change__in=changes)
        rows = rows.exclude(from_unit__isnull=False, from_unit=F("to_unit"))
        return _by_month(rows, "to_unit_id" if is_arrival else "from_unit_id", "happened_on")

    return count


def _by_month(rows: QuerySet[Any], unit: str, moment: str) -> Counted:
    counted = rows.order_by().annotate(month=TruncMonth(moment)).values_list(unit, "month")
    for unit_id, month, number in counted.annotate(number=Count("pk")):
        yield unit_id, f"{month:%Y-%m}", number
