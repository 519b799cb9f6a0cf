"""Asking for a change of the tree: move, merge, close; and splitting a unit.

A change needs both sides: whoever leads the union it leaves and whoever leads the union it joins. An office that
reaches both settles it at once; else the change waits for the other side (``changes``). A day that lies ahead is kept
and taken by a duty; none lies before the last closed month.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit import reach
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.organisation import counting
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState, ChangeVerb
from unionhall.organisation.operations import applying
from unionhall.organisation.operations.checks import check_close, check_merge, check_move
from unionhall.organisation.operations.units import found_unit
from unionhall.organisation.permissions import RESTRUCTURE
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
def close_unit(*, unit: Unit, by: Actor, reason: str, effective_on: date | None = None) -> TreeChange:
    """Close a unit that has nothing below it and to which nobody belongs any more; a reason is needed."""
    if not reason.strip():
        raise Refused(_("Say why the unit is closed."), "UH-3011", field="reason")
    check_close(unit)
    return _enter(ChangeVerb.CLOSE, unit, None, by=by, effective_on=effective_on, reason=reason)


@operation(RESTRUCTURE.code, of="parent", journal=_("Split %(name)s off from %(unit)s with %(number)s units"))
def split_unit(*, unit: Unit, parent: Unit, kind: str, name: str, children: Iterable[Unit], by: Actor) -> Unit:
    """Found a unit beside another, below the same ``parent``, and move some of the other's children below it today."""
    moving = list(children)
    if unit.parent_id != parent.pk:
        raise Refused(_("The new unit is founded beside the old one, under the same union."), "UH-3012")
    if any(child.parent_id != unit.pk for child in moving):
        raise Refused(_("Only units directly below the divided one can go over."), "UH-3013", field="children")
    new = found_unit(parent=parent, kind=kind, name=name, territory=unit.territory, by=by)
    for child in moving:
        move_unit(unit=child, parent=new, by=by)
    note(new, name=new.name, unit=unit.name, number=len(moving))
    return new


def _enter(
    verb: ChangeVerb, unit: Unit, target: Unit | None, *, by: Actor, effective_on: date | None, reason: str
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
    )
    if (
        TreeChange.objects.unscoped("one open change a unit")
        .filter(unit=unit, state__in=[ChangeState.ASKED, ChangeState.PLANNED])
        .exists()
    ):
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
    """Give the consents that ``by`` can give; plan or do the change once both sides agree."""
    change.from_consent_by_id = change.from_consent_by_id or _consent(change.unit.parent, by)
    change.to_consent_by_id = change.to_consent_by_id or _consent(change.target or change.unit.parent, by)
    if _has_both(change, by):
        change.state, change.decided_at = ChangeState.PLANNED, timezone.now()
    change.save()
    if change.is_due(timezone.localdate()):
        applying.apply(change, by=by)


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
