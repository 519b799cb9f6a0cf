"""What the workbench and the board show: kept counters, read by a fixed number of queries for any number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from unionhall.dashboards.permissions import VIEW_BOARD
from unionhall.kit import reach, registries
from unionhall.kit.registries import Measure
from unionhall.membership.queries.figures import GIG, JOINED, LEFT, MEMBERS, WOMEN
from unionhall.organisation import counting, trends
from unionhall.organisation.kind import territorial_slugs
from unionhall.organisation.models import Unit
from unionhall.organisation.models.unit import UnitQuerySet

UNITS, EMPLOYERS, COVERED = "organisation.units", "organisation.employers", "organisation.covered_employers"
STOCKS = (MEMBERS, WOMEN, GIG, UNITS, EMPLOYERS, COVERED)
FLOWS = (JOINED, LEFT)
IN_ORDER = (MEMBERS, WOMEN, GIG, JOINED, LEFT, UNITS, EMPLOYERS, COVERED)
"""The order of the table's columns."""

CATEGORIES = "members-by-category"
KINDS = "members-by-kind"
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Cell:
    """A figure and the address of the rows that make it (empty where the reader may not open them)."""

    value: int | None
    url: str = ""


@dataclass(frozen=True)
class BoardRow:
    """A unit's line on the board: its figures by measure, this year's flows, and its coverage in percent."""

    unit: Unit
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def in_order(self) -> list[Cell]:
        """Return the figures in the order of the table's columns."""
        return [self.cells[code] for code in IN_ORDER]

    @property
    def members(self) -> Cell:
        """Return the members of today."""
        return self.cells[MEMBERS]

    @property
    def unions(self) -> Cell:
        """Return the units that are not closed."""
        return self.cells[UNITS]

    @property
    def joined(self) -> Cell:
        """Return who joined this year."""
        return self.cells[JOINED]

    @property
    def employers(self) -> Cell:
        """Return the employers in business."""
        return self.cells[EMPLOYERS]

    @property
    def covered(self) -> Cell:
        """Return the employers that a union covers."""
        return self.cells[COVERED]

    @property
    def coverage_note(self) -> str:
        """Return the coverage as a phrase, empty without employers."""
        facts = {"part": self.coverage, "whole": f"{self.employers.value or 0:,}"}
        return "" if self.coverage is None else gettext("%(part)s%% of %(whole)s") % facts

    @property
    def coverage(self) -> float | None:
        """Return covered employers in percent of all, to one decimal; ``None`` without employers."""
        return percentage(self.covered.value, self.employers.value)


def percentage(part: int | None, whole: int | None) -> float | None:
    """Return ``part`` of ``whole`` in percent to one decimal, or ``None`` when there is no whole."""
    return round(100 * (part or 0) / whole, 1) if whole else None


def units_on_board(by: Any) -> UnitQuerySet:
    """Return the active units whose board the reader may see."""
    rows: UnitQuerySet = Unit.objects.within_reach(by, VIEW_BOARD.code)
    return rows.active()


def territories_of(units: UnitQuerySet, unit: Unit) -> UnitQuerySet:
    """Return the territorial federations one level below the unit: a city's districts, a district's streets."""
    return units.filter(parent=unit, kind__in=territorial_slugs())


def this_year() -> list[str]:
    """Return the months of the present year up to now, as ``YYYY-MM``."""
    today = timezone.localdate()
    return [f"{today.year}-{month:02}" for month in range(1, today.month + 1)]


def board_rows(by: Any, units: Sequence[Unit], *, by_territory: bool = False, own: bool = False) -> list[BoardRow]:
    """Return a line for each unit, in the order given; two queries of counters for any number of units.

    Figures take in what is below a unit, by affiliation or ``by_territory``, or are its ``own`` only.
    """
    ids = [unit.pk for unit in units]
    if by_territory:
        stocks = counting.territory_totals(ids, STOCKS)
        flows = counting.territory_totals(ids, FLOWS, periods=this_year())
    else:
        stocks, flows = counting.totals(ids, STOCKS, own=own), _sums(trends.by_month(ids, FLOWS, this_year(), own=own))
    addresses = _RowAddresses(by, ids, by_territory=by_territory)
    return [
        BoardRow(unit, {code: Cell(amount, addresses.of(code, unit.pk)) for code, amount in figures.items()})
        for unit in units
        for figures in [stocks[unit.pk] | flows[unit.pk]]
    ]


def _sums(trend: trends.Trend) -> counting.Figures:
    return {
        unit_id: {code: sum(months.values()) for code, months in measures.items()}
        for unit_id, measures in trend.items()
    }


def breakdown(by: Any, unit: Unit, group: str) -> list[tuple[Measure, Cell]]:
    """Return the parts of one breakdown at a unit with all below it, greatest first, without the empty ones."""
    parts = [measure for measure in registries.measures().values() if measure.group == group]
    figures = counting.totals([unit.pk], [measure.code for measure in parts])[unit.pk]
    addresses = _RowAddresses(by, [unit.pk])
    found = [(measure, Cell(figures[measure.code], addresses.of(measure.code, unit.pk))) for measure in parts]
    return sorted((part for part in found if part[1].value), key=lambda part: -(part[1].value or 0))


@dataclass(frozen=True)
class Growth:
    """Members at the end of each of the last twelve months, and who joined and left in it."""

    months: list[str]
    members: list[int]
    joined: list[int]
    left: list[int]


def growth(unit: Unit, *, own: bool = False) -> Growth:
    """Return a year's growth of a unit with all below it in today's tree, or of its ``own`` members only."""
    months = counting.last_months(MONTHS_SHOWN)
    flows = trends.by_month([unit.pk], FLOWS, months, own=own)[unit.pk]
    joined, left = (list(flows[code].values()) for code in FLOWS)
    return Growth(months, trends.levels(unit.pk, MEMBERS, months, own=own), joined, left)


@dataclass(frozen=True)
class TodoLine:
    """Something that waits for the reader."""

    label: Any
    count: int
    url: str


def todo_lines(by: Any) -> list[TodoLine]:
    """Return what waits for the reader, most first; nothing that is at zero or not theirs to do."""
    lines = [
        TodoLine(todo.label, count, todo.url(by))
        for todo in registries.todo()
        if reach.holds(by, todo.permission) and (count := todo.count(by))
    ]
    return sorted(lines, key=lambda line: -line.count)


class _RowAddresses:
    """The addresses of figures' rows, where this reader may open them; a flow's rows are those of the present year.

    By territory, lists take the unit as ``site``; the log of events is by affiliation only, so flows open nothing.
    """

    def __init__(self, by: Any, unit_ids: Sequence[int], *, by_territory: bool = False) -> None:
        self.by, self.unit_ids, self.by_territory = by, unit_ids, by_territory
        self.allowed: dict[str, set[int]] = {}

    def of(self, code: str, unit_id: int) -> str:
        measure = registries.measures()[code]
        if measure.rows_url is None or unit_id not in self._open_at(measure.rows_permission):
            return ""
        address = measure.rows_url(unit_id)
        if self.by_territory:
            return "" if measure.is_flow else address.replace("?unit=", "?site=", 1)
        return f"{address}&month={timezone.localdate().year}" if measure.is_flow else address

    def _open_at(self, permission: str) -> set[int]:
        if permission not in self.allowed:
            within = Unit.objects.within_reach(self.by, permission).filter(pk__in=self.unit_ids)
            self.allowed[permission] = set(within.values_list("pk", flat=True))
        return self.allowed[permission]
