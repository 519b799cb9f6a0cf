"""Figures over months, for charts and for a year's sum: a fixed number of queries whatever is asked."""

from collections.abc import Sequence

from unionhall.organisation import sql
from unionhall.organisation.counting import totals

Trend = dict[int, dict[str, dict[str, int]]]
"""Amounts by unit id, measure and month; every one asked for is there, 0 where nothing was counted."""


def by_month(unit_ids: Sequence[int], measures: Sequence[str], months: Sequence[str], *, own: bool = False) -> Trend:
    """Return flows month by month (for a stock its net change), of units with all below them, or their ``own``."""
    trend: Trend = {unit_id: {measure: dict.fromkeys(months, 0) for measure in measures} for unit_id in unit_ids}
    for unit_id, measure, month, amount in sql.by_month(unit_ids, measures, months, own=own):
        trend[unit_id][measure][month] = int(amount)
    return trend


def levels(unit_id: int, measure: str, months: Sequence[str], *, own: bool = False) -> list[int]:
    """Return a stock at the end of each month, oldest first; ``months`` follow one another up to the present one."""
    level = totals([unit_id], [measure], own=own)[unit_id][measure]
    changes = by_month([unit_id], [measure], months, own=own)[unit_id][measure]
    found = []
    for month in reversed(months):
        found.append(level)
        level -= changes[month]
    return found[::-1]
