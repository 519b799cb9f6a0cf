"""Kept counts: every change appends a delta in its own transaction; a duty folds deltas along the tree.

A *stock* (members now) has one counter a unit and measure; a *flow* (joined in March) one a month. Counters follow
today's tree: a move shifts them. ``MonthCounter`` keeps what a month showed when it was closed, in the tree of that
month. The figures of every measure can be rebuilt from the rows it counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from unionhall.kit import registries
from unionhall.organisation import sql
from unionhall.organisation.models import ClosedMonth, CountDelta, Counter, MonthCounter, Unit
from unionhall.organisation.models.counter import STOCK

FOLDED_AT_ONCE = 50_000
"""Deltas of one folding: about a third of a second."""

Figures = dict[int, dict[str, int]]
"""Amounts by unit id and measure; every unit and measure asked for is there, 0 where nothing was counted."""


def month_of(day: date) -> str:
    """Return the day's month as ``YYYY-MM``."""
    return f"{day:%Y-%m}"


def month_before(month: str) -> str:
    """Return the month before."""
    return month_of(first_day(month) - timedelta(days=1))


def first_day(month: str) -> date:
    """Return the first day of a month."""
    return date.fromisoformat(f"{month}-01")


def last_months(number: int, until: str | None = None) -> list[str]:
    """Return the last so many months in order, the present one (or ``until``) included."""
    months = [until or month_of(timezone.localdate())]
    while len(months) < number:
        months.append(month_before(months[-1]))
    return months[::-1]


def append_delta(unit_id: int, measure: str, amount: int, on: date | None = None) -> None:
    """Count ``amount`` more (or fewer) of a measure at a unit, within the caller's transaction.

    ``on`` is the day of the change, today if not given; ``LookupError`` for a measure that no app declares.
    """
    append_deltas([(unit_id, measure, amount)], on)


def append_deltas(changes: Iterable[tuple[int, str, int]], on: date | None = None) -> None:
    """Count several changes ``(unit id, measure, amount)`` of one day at once; changes by nothing are left out."""
    measures = registries.measures()
    month = month_of(on or timezone.localdate())
    CountDelta.objects.bulk_create(
        CountDelta(unit_id=unit_id, measure=measure, is_flow=measures[measure].is_flow, month=month, amount=amount)
        for unit_id, measure, amount in changes
        if amount
    )


def lock_tree() -> None:
    """Hold the tree still until the transaction ends: folding and changes of the tree exclude each other."""
    root = Unit.objects.unscoped("lock of the tree").filter(parent=None).order_by("pk").select_for_update(no_key=True)
    list(root.values_list("pk"))


def fold_deltas(most: int = FOLDED_AT_ONCE) -> int:
    """Add deltas to the counters of their units and of every unit above; return how many were folded."""
    with transaction.atomic():
        if not CountDelta.objects.exists():
            return 0
        lock_tree()
        return sql.fold(most)


def fold_all() -> None:
    """Fold until nothing is left that was there when it began."""
    while fold_deltas() == FOLDED_AT_ONCE:
        pass


def totals(unit_ids: Sequence[int], measures: Sequence[str], *, own: bool = False, period: str = STOCK) -> Figures:
    """Return the exact figures of units with all below them (or their ``own``), folded or not.

    ``period`` is a month for flows; for a stock a month gives its net change in that month.
    """
    figures: Figures = {unit_id: dict.fromkeys(measures, 0) for unit_id in unit_ids}
    for unit_id, measure, amount in sql.totals(unit_ids, measures, period, own=own):
        figures[unit_id][measure] = int(amount)
    return figures


def territory_totals(unit_ids: Sequence[int], measures: Sequence[str], *, periods: Sequence[str] = (STOCK,)) -> Figures:
    """Return the figures of territories by where units sit; the city's is the same as by affiliation.

    Stocks as of now, or with months as ``periods`` the sum of flows (of a stock the net change) over these months.
    """
    figures: Figures = {unit_id: dict.fromkeys(measures, 0) for unit_id in unit_ids}
    for unit_id, measure, amount in sql.territory_totals(unit_ids, measures, periods):
        figures[unit_id][measure] = int(amount)
    return figures


def monthly(unit_id: int, measure: str, months: Sequence[str]) -> dict[str, int]:
    """Return a figure month by month: a flow's amount, a stock's level at the end of the month.

    Closed months read as they were closed, in the tree of their time; open ones as they stand now.
    """
    closed = set(ClosedMonth.objects.filter(month__in=months).values_list("month", flat=True))
    kept = dict(
        MonthCounter.objects.filter(unit_id=unit_id, measure=measure, month__in=closed).values_list("month", "total")
    )
    return {month: kept.get(month, 0) if month in closed else _open_month(unit_id, measure, month) for month in months}


def yearly(unit_id: int, measure: str, year: int) -> int:
    """Return a flow's amount in a year."""
    return sum(monthly(unit_id, measure, [f"{year}-{month:02}" for month in range(1, 13)]).values())


def _open_month(unit_id: int, measure: str, month: str) -> int:
    if registries.measures()[measure].is_flow:
        return totals([unit_id], [measure], period=month)[unit_id][measure]
    level = totals([unit_id], [measure])[unit_id][measure]
    later = [one for one in last_months(12) if one > month]
    return level - sum(totals([unit_id], [measure], period=one)[unit_id][measure] for one in later)


def last_closed_month() -> str | None:
    """Return the last month whose figures are final."""
    return ClosedMonth.objects.order_by("-month").values_list("month", flat=True).first()


def first_open_day() -> date:
    """Return the first day of which a change of the tree may still take effect; or of all time."""
    last = last_closed_month()
    return first_day(month_of(first_day(last) + timedelta(days=31))) if last else date.min


def close_months_before(day: date) -> list[str]:
    """Close every month that ended before this day and is open yet; return them. The caller holds the tree's lock.

    With no month closed before, only the month just before is closed.
    """
    wanted = month_before(month_of(day))
    last = last_closed_month()
    due = [wanted] if last is None else [month for month in last_months(240, wanted) if month > last]
    if due:
        fold_all()
    flows = [code for code, measure in registries.measures().items() if measure.is_flow]
    for month in due:
        ClosedMonth.objects.create(month=month)
        sql.close_month(month, flows)
    return due


@dataclass(frozen=True)
class Difference:
    """A kept figure that is not what the rows say."""

    unit_id: int
    measure: str
    period: str
    kept: int
    right: int
    is_total: bool = False


def differences() -> list[Difference]:
    """Compare every kept figure with the rows it counts, as of one moment; empty when all are right."""
    with transaction.atomic():
        _see_one_moment()
        return [*_wrong_own(), *_wrong_totals()]


def recount() -> list[Difference]:
    """Set every kept figure right from the rows it counts; return what was wrong. The tree stands still meanwhile."""
    with transaction.atomic():
        _see_one_moment()
        lock_tree()
        while sql.fold(FOLDED_AT_ONCE):
            pass
        found = _wrong_own()
        measures = registries.measures()
        CountDelta.objects.bulk_create(
            (
                CountDelta(
                    unit_id=wrong.unit_id,
                    measure=wrong.measure,
                    is_flow=measures[wrong.measure].is_flow,
                    month=wrong.period or month_of(timezone.localdate()),
                    amount=wrong.right - wrong.kept,
                )
                for wrong in found
            ),
            batch_size=1_000,
        )
        while sql.fold(FOLDED_AT_ONCE):
            pass
        found += _wrong_totals()
        sql.correct_totals()
        return found


def _see_one_moment() -> None:
    if len(connection.savepoint_ids) == 0 and not connection.needs_rollback and connection.in_atomic_block:
        sql.see_one_moment()


def _wrong_own() -> list[Difference]:
    kept: dict[tuple[str, int, str], int] = {}
    measures = registries.measures()
    counters = Counter.objects.filter(measure__in=measures).exclude(own=0)
    for measure, unit_id, period, own in counters.values_list("measure", "unit_id", "period", "own").iterator():
        if measures[measure].is_flow or period == STOCK:
            kept[measure, unit_id, period] = own
    for delta in CountDelta.objects.filter(measure__in=measures).iterator():
        key = (delta.measure, delta.unit_id, delta.month if delta.is_flow else STOCK)
        kept[key] = kept.get(key, 0) + delta.amount
    right = {
        (code, unit_id, period): amount
        for code, measure in measures.items()
        for unit_id, period, amount in measure.recount()
    }
    return [
        Difference(key[1], key[0], key[2], kept.get(key, 0), right.get(key, 0))
        for key in sorted(kept.keys() | right.keys())
        if kept.get(key, 0) != right.get(key, 0)
    ]


def _wrong_totals() -> list[Difference]:
    return [
        Difference(unit_id, measure, period, int(kept), int(right), is_total=True)
        for unit_id, measure, period, kept, right in sql.wrong_totals()
    ]
