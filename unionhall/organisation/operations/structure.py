"""Asking for a change of the tree: move, merge, close, split, and found on a day to come.

A change needs both sides: whoever leads the union it leaves and whoever leads the union it joins. An office that
reaches both settles it at once; else the change waits for the other side (``changes``). A day that lies ahead is kept
and taken by a duty; none lies before the last closed month.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit import reach
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.organisation import counting
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, TreeChange, Unit
from unionhall.organisation.models.unit import OPEN_CHANGES, ChangeState, ChangeVerb
from unionhall.organisation.operations import applying
from unionhall.organisation.operations.checks import check_close, check_merge, check_move, check_split
from unionhall.organisation.operations.units import check_may_hang
from unionhall.organisation.permissions import FOUND, RESTRUCTURE
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked_text
from unionhall.records.operation import operation


@operation(RESTRUCTURE.code, of="unit", journal=_("Move of %(name)s under %(target)s on %(day)s: %(state)s"))
def move_unit(*, unit: Unit, parent: Unit, by: Actor, effective_on: date | None = None, reason: str = "") -> TreeChange:
    """Move a unit with all below it under another parent, on a day (today by default).

    The change that is returned is done, planned for its day, or waits for the side that ``by`` does not reach.
    """
    check_move(unit, parent)
    return _enter(ChangeVerb.MOVE, unit, parent, by=by, effective_on=effective_on, reason=reason)


@operation(RESTRUCTURE.code, of="unit", journal=_("Merger of %(name)s into %(target)s on %(day)s: %(state)s"))
def merge_units(*, unit: Unit, into: Unit, by: Actor, effective_on: date | None = None, reason: str = "") -> TreeChange:
    """Merge a unit into another: what belongs to it and hangs below it goes over, its offices end, it is closed."""
    check_merge(unit, into)
    return _enter(ChangeVerb.MERGE, unit, into, by=by, effective_on=effective_on, reason=reason)


@operation(RESTRUCTURE.code, of="unit", journal=_("Closing of %(name)s on %(day)s: %(state)s"))
def close_unit(
    *, unit: Unit, by: Actor, reason: str, effective_on: date | None = None, is_retained_above: bool = False
) -> TreeChange:
    """Close a unit that has nothing below it; a reason is needed.

    Refused while anything belongs to it, unless the nearest union above that holds members is to retain the memberships
    (Beijing's rules of 2020); applications, drives and places go there too, employers have no union any more.
    """
    if not reason.strip():
        raise Refused(_("Say why the unit is closed."), "UH-3011", field="reason")
    above = holder_above(unit) if is_retained_above else None
    if is_retained_above and above is None:
        raise Refused(
            _("No union above this one holds members. Merge it into another unit instead."), "UH-3030", field="reason"
        )
    check_close(unit, above)
    return _enter(ChangeVerb.CLOSE, unit, above, by=by, effective_on=effective_on, reason=reason)


@operation(RESTRUCTURE.code, of="parent", journal=_("Split of %(unit)s, founding %(name)s, on %(day)s: %(state)s"))
def split_unit(
    *,
    unit: Unit,
    parent: Unit,
    kind: str,
    name: str,
    by: Actor,
    children: Iterable[Unit] = (),
    employers: Iterable[Employer] = (),
    members: Iterable[str] = (),
    effective_on: date | None = None,
    reason: str = "",
) -> TreeChange:
    """Found a unit below ``parent`` and let what was chosen of another go over to it.

    The parent is the other's own, or the other itself if that is a territory's union: members leave its pool.
    That is units below, employers with all that belongs to them, and single members by the ids that the page offered.
    The change that is returned has the new unit as its target, once its day has come.
    """
    is_below = parent.pk == unit.pk and kind_of(unit.kind).is_territorial
    if unit.parent_id != parent.pk and not is_below:
        raise Refused(_("The new unit is founded beside the old one, under the same union."), "UH-3012")
    moving, covered = list(children), list(employers)
    check_split(unit, parent, kind, moving, covered)
    arguments = {
        "parent": str(parent.pk),
        "kind": kind,
        "name": name.strip(),
        "children": [str(child.pk) for child in moving],
        "employers": [str(employer.pk) for employer in covered],
        "rows": [str(pk) for pk in members],
    }
    change = _enter(ChangeVerb.SPLIT, unit, None, by=by, effective_on=effective_on, reason=reason, arguments=arguments)
    note(change, name=name, unit=unit.name)
    return change


@operation(FOUND.code, of="parent", journal=_("Founding of %(name)s under %(unit)s on %(day)s: %(state)s"))
def plan_founding(
    *,
    parent: Unit,
    kind: str,
    name: str,
    by: Actor,
    founded_on: date,
    territory: Unit | None = None,
    facts: Mapping[str, Any] | None = None,
) -> TreeChange:
    """Let a unit be founded on a day to come."""
    check_may_hang(kind, parent)
    if not name.strip():
        raise Refused(_("Give the unit a name."), "UH-3064", field="name")
    arguments = {
        "kind": kind,
        "name": name.strip(),
        "territory": str(territory.pk) if territory else "",
        "facts": dict(facts or {}),
    }
    change = _enter(ChangeVerb.FOUND, parent, None, by=by, effective_on=founded_on, reason="", arguments=arguments)
    note(change, name=name, unit=parent.name)
    return change


def _enter(
    verb: ChangeVerb,
    unit: Unit,
    target: Unit | None,
    *,
    by: Actor,
    effective_on: date | None,
    reason: str,
    arguments: dict[str, Any] | None = None,
) -> TreeChange:
    """Keep the change with the consents that ``by`` can give, and do it if nothing is missing and its day has come."""
    day = effective_on or timezone.localdate()
    _check_day(unit, day)
    change = TreeChange(
        verb=verb,
        unit=unit,
        target=target,
        effective_on=day,
        state=ChangeState.ASKED,
        reason=masked_text(reason.strip()),
        asked_by_id=by.pk,
        arguments=arguments or {},
    )
    others = TreeChange.objects.unscoped("one open change a unit").filter(unit=unit, state__in=OPEN_CHANGES)
    if verb != ChangeVerb.FOUND and others.exclude(verb=ChangeVerb.FOUND).exists():
        raise Refused(_("Another change of this unit is open. Finish it or take it back first."), "UH-3021")
    change.save(force_insert=True)
    settle(change, by=by)
    note(
        unit,
        name=unit.name,
        target=target.name if target else "",
        day=day,
        state=change.get_state_display(),
        old={"parent": unit.parent_id},
        new={"target": target.pk if target else None},
        reason=reason,
    )
    return change


def settle(change: TreeChange, *, by: Actor) -> None:
    """Give the consents that ``by`` can give; plan or do the change once both sides agree.

    A founding and a split have one side: the union above, which whoever asks was found to lead.
    """
    if change.verb in (ChangeVerb.FOUND, ChangeVerb.SPLIT):
        change.from_consent_by_id = change.to_consent_by_id = by.pk
    else:
        change.from_consent_by_id = change.from_consent_by_id or _consent(change.unit.parent, by)
        change.to_consent_by_id = change.to_consent_by_id or _consent(change.target or change.unit.parent, by)
    if _has_both(change, by):
        change.state, change.decided_at = ChangeState.PLANNED, timezone.now()
    change.save()
    if change.is_due(timezone.localdate()):
        applying.apply(change, by=by)


def holder_above(unit: Unit) -> Unit | None:
    """Return the nearest union above that holds members itself."""
    above = Unit.objects.unscoped("which union above holds members").above(unit).active().order_by("-path")
    return next((one for one in above if kind_of(one.kind).admits_members), None)


def sides_missing(change: TreeChange) -> list[Unit]:
    """Return the unions whose consent is still missing."""
    sides = [(change.from_consent_by_id, change.unit.parent), (change.to_consent_by_id, change.target)]
    return [unit for consent, unit in sides if consent is None and unit is not None]


def _has_both(change: TreeChange, by: Actor) -> bool:
    return by.is_system or (change.from_consent_by_id is not None and change.to_consent_by_id is not None)


def _consent(side: Unit | None, by: Actor) -> int | None:
    if side is None:
        raise NotAllowed(_("The root of the tree stays as it is."), "UH-3014")
    return by.pk if reach.holds(by, RESTRUCTURE.code, side) else None


def _check_day(unit: Unit, day: date) -> None:
    first = counting.first_open_day()
    if day < first:
        message = _("The figures before %(day)s are final. Choose that day or a later one.") % {"day": first}
        raise Refused(message, "UH-3022", field="effective_on")
    current = unit.placements.filter(valid_to=None).first()
    if current and day < current.valid_from:
        since = _("The unit stands at its present place since %(day)s. Choose that day or a later one.")
        raise Refused(since % {"day": current.valid_from}, "UH-3023", field="effective_on")
