"""What forbids a change of the tree; asked when it is entered, and again when it is done."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit import registries
from unionhall.kit.refused import Refused
from unionhall.organisation import counting, succession
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState
from unionhall.organisation.operations.units import check_may_hang

OWN_FIGURES = "organisation.units"
"""Figures by which a unit counts itself: they do not keep it from being closed."""


def check_move(unit: Unit, parent: Unit) -> None:
    """Refuse a move that the tree or the kinds forbid."""
    _check_active(unit)
    if unit.parent_id is None:
        raise Refused(_("The city's federation is the root of the tree and cannot be moved."), "UH-3014")
    if unit.contains(parent):
        raise Refused(_("A unit cannot be placed below itself. Choose another union."), "UH-3015", field="parent")
    if unit.parent_id == parent.pk:
        raise Refused(_("The unit belongs to this union already."), "UH-3016", field="parent")
    check_may_hang(unit.kind, parent)


def check_merge(unit: Unit, into: Unit) -> None:
    """Refuse a merger that the tree or the kinds forbid."""
    _check_active(unit)
    _check_active(into)
    if unit.parent_id is None or unit.contains(into):
        raise Refused(_("A unit cannot be merged into itself or into one below it."), "UH-3017", field="into")
    _check_not_awaited(unit)
    succession.check(unit, into)
    for child in Unit.objects.unscoped("children go over to the following unit").filter(parent=unit).active():
        if child.pk != into.pk:
            check_may_hang(child.kind, into)
    covered = Employer.objects.unscoped("employers go over to the following unit").filter(unit__in=[unit, into])
    check_room(into, covered.count())


def check_room(unit: Unit, employers: int) -> None:
    """Refuse more employers than a unit of this kind covers."""
    kind = kind_of(unit.kind)
    if not kind.has_room_for_employers(employers):
        message = _("A unit of the kind “%(kind)s” covers at most %(number)s employers. Choose another union.")
        raise Refused(message % {"kind": kind.label, "number": kind.max_employers or 0}, "UH-3052", field="unit")


def check_close(unit: Unit, retained_at: Unit | None = None) -> None:
    """Refuse to close a unit that something still belongs to, unless a union above keeps the memberships."""
    _check_active(unit)
    below = Unit.objects.unscoped("children of a unit to be closed").filter(parent=unit).active().count()
    if unit.parent_id is None or below:
        count = _("%(number)s units still belong to it. Move, merge or close them first.") % {"number": below}
        raise Refused(count, "UH-3018")
    _check_not_awaited(unit)
    if retained_at is None:
        check_nothing_left(unit)
    else:
        _check_active(retained_at)
        succession.check(unit, retained_at)


def check_split(unit: Unit, parent: Unit, kind: str, children: list[Unit], employers: list[Employer]) -> None:
    """Refuse a split that the kinds forbid, or of what does not belong to the unit."""
    _check_active(unit)
    check_may_hang(kind, parent)
    if any(child.parent_id != unit.pk for child in children):
        raise Refused(_("Only units directly below the divided one can go over."), "UH-3013", field="children")
    if any(employer.unit_id != unit.pk for employer in employers):
        raise Refused(_("Only employers that the divided unit covers can go over."), "UH-3029", field="employers")
    check_room(Unit(kind=kind), len(employers))


def check_nothing_left(unit: Unit) -> None:
    """Refuse while the unit itself still counts anything besides itself, or something waits there."""
    left = left_at(unit)
    if left:
        figures = ", ".join(f"{label} {amount}" for label, amount in left.items())
        message = _("Something still belongs to it: %(figures)s. Merge it into another unit, or move them first.")
        raise Refused(message % {"figures": figures}, "UH-3019")


def left_at(unit: Unit) -> dict[str, str]:
    """Return by label what still belongs to the unit itself; parts of a figure only where the whole is not there."""
    measures = registries.measures()
    stocks = {code: amount for code, amount in stocks_left(unit).items() if amount}
    whole = [code for code in stocks if not measures[code].group]
    named = {str(measures[code].label): f"{stocks[code]:,}" for code in whole or stocks}
    return {str(amount.label): str(amount) for amount in succession.amounts(unit, below=False)} | named


def _check_not_awaited(unit: Unit) -> None:
    """Refuse the end of a unit to which members are going over just now."""
    awaited = TreeChange.objects.unscoped("what goes over to the unit").filter(target=unit, state=ChangeState.RUNNING)
    if awaited.exists():
        message = _("Members of another union are going over to %(name)s. Wait for the end of that.")
        raise Refused(message % {"name": unit.name}, "UH-3028")


def _check_active(unit: Unit) -> None:
    if not unit.is_active:
        raise Refused(_("%(name)s is closed already.") % {"name": unit.name}, "UH-3020")


def stocks_left(unit: Unit) -> dict[str, int]:
    """Return by measure what a unit itself still counts, besides itself."""
    measures = registries.measures()
    codes = [code for code, one in measures.items() if not one.is_flow and not code.startswith(OWN_FIGURES)]
    return counting.totals([unit.pk], codes, own=True)[unit.pk]
