"""Reads for the organisation's pages, and for other apps' lists of units."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from unionhall.kit import reach, registries
from unionhall.kit.national import names
from unionhall.organisation import counting
from unionhall.organisation.kind import kind_of, territorial_slugs
from unionhall.organisation.models import Employer, GroupSeat, Office, Place, TreeChange, Unit, WorkingGroup
from unionhall.organisation.models.unit import OPEN_CHANGES, ChangeState, UnitStatus
from unionhall.organisation.permissions import RESTRUCTURE, VIEW, VIEW_EMPLOYERS, VIEW_PLACES

HITS = 20
"""Units that the chooser shows at once."""


def units_within(by: Any, code: str = VIEW.code) -> QuerySet[Unit]:
    """Return the units on which ``by`` may do ``code``, from the top of their reach."""
    return Unit.objects.within_reach(by, code).order_by("path")


def ancestors(unit: Unit, *, inclusive: bool = False) -> QuerySet[Unit]:
    """Return the units from the root down to the unit's parent: their names are no secret to whoever sees the unit."""
    return Unit.objects.unscoped("names of the unions above").above(unit, inclusive=inclusive).order_by("path")


def children(by: Any, unit: Unit) -> QuerySet[Unit]:
    """Return the units directly below that the reader sees, open ones first."""
    return units_within(by).filter(parent=unit).order_by("status", "path")


def search_units(rows: QuerySet[Unit], typed: str) -> QuerySet[Unit]:
    """Return the units found by name, full pinyin or initials; names that begin with it first, then high up first."""
    units: Any = rows
    found = units.active().matching(names.fold_pinyin(typed) if typed.isascii() else typed)
    starts = Case(
        When(Q(name__istartswith=typed) | Q(short_name__istartswith=typed), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return found.annotate(rank=starts).order_by("rank", "path")[:HITS]


def units_to_choose(by: Any, among: str) -> QuerySet[Unit]:
    """Return the open units that a form may point to, from the top.

    ``among``: "any" of the city, any "territory", "territory-within" the reader's reach, or else those within it.
    """
    rows = units_within(by)
    if among in ("any", "territory"):
        rows = Unit.objects.unscoped("names of unions that a form may point to").order_by("path")
    if among.startswith("territory"):
        rows = rows.filter(kind__in=territorial_slugs())
    return rows.filter(status=UnitStatus.ACTIVE)


def targets_of(unit: Unit) -> QuerySet[Unit]:
    """Return the units that a move or merger may be asked of: any open one that is not the unit or below it."""
    rows = Unit.objects.unscoped("a change may be asked of any union; its leaders answer").order_by("path")
    return rows.filter(status=UnitStatus.ACTIVE).exclude(path__gte=unit.path, path__lt=unit.path_end)


def count_below(unit: Unit) -> int:
    """Return how many open units are below a unit."""
    rows = Unit.objects.unscoped("how much a change carries along").filter(status=UnitStatus.ACTIVE)
    return rows.filter(path__gt=unit.path, path__lt=unit.path_end).count()


def branches(by: Any, unit: Unit | None) -> list[dict[str, Any]]:
    """Return what the tree page shows below a unit (or the tops of the reader's reach), each with its figures."""
    rows = units_within(by)
    if unit is not None:
        rows = rows.filter(parent=unit)
    else:
        parents = units_within(by).filter(pk=OuterRef("parent")).order_by()
        rows = rows.annotate(has_parent=Exists(parents)).filter(has_parent=False)
    found = list(rows.filter(status=UnitStatus.ACTIVE).annotate(number=Count("children")))
    figures = counting.totals([unit.pk for unit in found], ["organisation.units"])
    return [
        {
            "name": unit.name,
            "url": unit.get_absolute_url(),
            "unit": unit,
            "note": kind_of(unit.kind).label,
            "count": figures[unit.pk]["organisation.units"],
            "has_children": unit.number > 0,
        }
        for unit in found
    ]


def stock_figures(unit: Unit, *, own: bool = False) -> list[dict[str, Any]]:
    """Return every app's stocks of a unit with all below it, with the address of their rows; zeros are left out.

    ``own`` takes the unit alone. The parts of a figure (members by category, unions by kind) are the board's to show.
    """
    measures = {code: one for code, one in registries.measures().items() if not one.is_flow and not one.group}
    amounts = counting.totals([unit.pk], list(measures), own=own)[unit.pk]
    return [
        {
            "code": code,
            "label": measure.label,
            "value": amounts[code],
            "unit": measure.unit_of_measure,
            "url": measure.rows_url(unit.pk) if measure.rows_url else "",
        }
        for code, measure in measures.items()
        if amounts[code]
    ]


def officers(by: Any, unit: Unit) -> QuerySet[Office]:
    """Return the offices of a unit that are not over, the holders with them."""
    today = timezone.localdate()
    rows = Office.objects.within_reach(by, VIEW.code).filter(unit=unit, ended_at=None)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("user").order_by("starts_on", "pk")


def past_officers(by: Any, unit: Unit) -> QuerySet[Office]:
    """Return the last twenty offices of a unit that are over."""
    over = Q(ended_at__isnull=False) | Q(ends_on__lt=timezone.localdate())
    rows = Office.objects.within_reach(by, VIEW.code).filter(over, unit=unit)
    return rows.select_related("user").order_by("-starts_on", "-pk")[:20]


def former_names(unit: Unit) -> list[Any]:
    """Return the names that the unit had, newest first."""
    return list(unit.former_names.order_by("-valid_to", "-pk"))


def placements(unit: Unit) -> list[Any]:
    """Return where the unit has hung, newest first."""
    return list(unit.placements.select_related("parent").order_by("-valid_from"))


def employers_of(by: Any, unit: Unit) -> QuerySet[Employer]:
    """Return the first employers that a unit covers, or that sit in it without a union."""
    rows = Employer.objects.within_reach(by, VIEW_EMPLOYERS.code).filter(counted_at=unit)
    return rows.order_by("-staff", "pk")[:10]


def employers_to_split(by: Any, unit: Unit) -> QuerySet[Employer]:
    """Return the employers that a unit covers, by name: all of them, to choose from."""
    return Employer.objects.within_reach(by, VIEW_EMPLOYERS.code).filter(unit=unit).order_by("name", "pk")


def places_of(by: Any, unit: Unit) -> QuerySet[Place]:
    """Return the places that a unit runs."""
    return Place.objects.within_reach(by, VIEW_PLACES.code).filter(unit=unit).order_by("kind", "pk")[:20]


def groups_of(by: Any, unit: Unit) -> QuerySet[WorkingGroup]:
    """Return the working groups of a unit that work today."""
    rows: Any = WorkingGroup.objects.within_reach(by, VIEW.code).filter(unit=unit)
    held: QuerySet[WorkingGroup] = rows.held_on(timezone.localdate()).order_by("ends_on")
    return held


def seats_of(group: WorkingGroup) -> QuerySet[GroupSeat]:
    """Return the open seats of a group that was fetched within reach."""
    rows = GroupSeat.objects.unscoped("seats of a group at hand").filter(group=group, ended_at=None)
    return rows.select_related("user").order_by("role", "pk")


def changes_for(by: Any, *, is_open: bool) -> QuerySet[TreeChange]:
    """Return the changes of the tree that concern the reader's side: of a unit within reach, or towards one."""
    condition = reach.condition(by, RESTRUCTURE.code, Unit)
    reached = Unit.objects.unscoped("sides of a change").filter(condition).order_by().values("pk")
    rows = TreeChange.objects.unscoped("changes of either side").filter(
        Q(unit__in=reached) | Q(unit__parent__in=reached) | Q(target__in=reached)
    )
    rows = rows.filter(state__in=OPEN_CHANGES) if is_open else rows.exclude(state__in=OPEN_CHANGES)
    return rows.select_related("unit__parent", "target", "asked_by", "job").order_by("-pk")


def changes_at(by: Any, unit: Unit) -> QuerySet[TreeChange]:
    """Return the open changes of a unit, and those by which members come to it just now."""
    arriving = Q(target=unit, state=ChangeState.RUNNING)
    return changes_for(by, is_open=True).filter(Q(unit=unit) | arriving)


def changes_to_answer(by: Any) -> QuerySet[TreeChange]:
    """Return the changes that wait for an answer the reader can give."""
    condition = reach.condition(by, RESTRUCTURE.code, Unit)
    reached = Unit.objects.unscoped("sides of a change").filter(condition).order_by().values("pk")
    missing = Q(from_consent_by=None, unit__parent__in=reached) | Q(to_consent_by=None, target__in=reached)
    waiting = TreeChange.objects.unscoped("changes that wait for the reader").filter(missing, state=ChangeState.ASKED)
    return waiting.select_related("unit__parent", "target", "asked_by")


def overdue_terms(by: Any, day: date) -> QuerySet[Unit]:
    """Return the units whose term is over on the day, and which have not elected anew."""
    return units_within(by).filter(status=UnitStatus.ACTIVE, term_ends_on__lt=day)


def units_by_id(by: Any, ids: Sequence[int]) -> dict[int, Unit]:
    """Return the units within reach among these ids."""
    return {unit.pk: unit for unit in units_within(by).filter(pk__in=ids)}
