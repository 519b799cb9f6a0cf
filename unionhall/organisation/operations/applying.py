"""Doing an agreed change of the tree, and the duty that does planned ones when their day has come.

All of it happens while the tree is held still: paths in one statement, counters of both sides shifted by what the
subtree counts, the past place kept. Months that ended before the change takes effect are closed first, so that their
figures keep the tree they had.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.kit.refused import Refused
from unionhall.organisation import counting, reaching
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState, ChangeVerb
from unionhall.organisation.operations import checks, ending, going_over
from unionhall.organisation.operations.hanging import hang_below
from unionhall.organisation.operations.holding import lock_units
from unionhall.organisation.operations.units import found_unit
from unionhall.records.actors import Actor, System


def apply(change: TreeChange, *, by: Actor) -> None:
    """Do an agreed change now, or begin it if much goes over; raises ``Refused`` if the tree no longer allows it."""
    counting.lock_tree()
    counting.close_months_before(change.effective_on)
    change.unit.refresh_from_db()
    DOING[ChangeVerb(change.verb)](change, by)
    if change.state == ChangeState.PLANNED:
        change.state, change.decided_at = ChangeState.APPLIED, timezone.now()
        change.save(update_fields=["state", "decided_at", "target"])
    change.unit.refresh_from_db()
    reaching.forget()


def _move(change: TreeChange, by: Actor) -> None:
    unit, parent = change.unit, _target(change)
    checks.check_move(unit, parent)
    lock_units(unit, parent)
    hang_below(unit, parent, max(change.effective_on, counting.first_open_day()))


def _merge(change: TreeChange, by: Actor) -> None:
    unit, into = change.unit, _target(change)
    lock_units(unit, into)
    checks.check_merge(unit, into)
    going_over.begin(change, by=by)


def _close(change: TreeChange, by: Actor) -> None:
    unit = change.unit
    if change.target is not None:
        above = _target(change)
        lock_units(unit, above)
        checks.check_close(unit, above)
        going_over.begin(change, by=by)
        return
    lock_units(unit)
    checks.check_close(unit)
    ending.close(unit, max(change.effective_on, counting.first_open_day()))


def _split(change: TreeChange, by: Actor) -> None:
    """Found the new unit beside the old one and let what was chosen go over: units, employers, members."""
    unit, chosen = change.unit, change.arguments
    children = list(Unit.objects.unscoped("units that a split takes along").active().filter(pk__in=chosen["children"]))
    employers = list(Employer.objects.unscoped("employers that go over").filter(pk__in=chosen["employers"]))
    parent = Unit.objects.unscoped("where the new unit is founded").get(pk=chosen["parent"])
    checks.check_split(unit, parent, chosen["kind"], children, employers)
    change.target = found_unit(
        parent=parent,
        kind=chosen["kind"],
        name=chosen["name"],
        territory=unit if kind_of(unit.kind).is_territorial else unit.territory,
        founded_on=change.effective_on,
        by=by,
    )
    change.save(update_fields=["target"])
    lock_units(unit, change.target)
    for child in children:
        checks.check_move(child, change.target)
        hang_below(child, change.target, max(change.effective_on, counting.first_open_day()))
    ending.cover_employers(unit, change.target, [employer.pk for employer in employers])
    going_over.begin(change, by=by)


def _found(change: TreeChange, by: Actor) -> None:
    facts = change.arguments
    territory = Unit.objects.unscoped("where the new unit sits").filter(pk=facts["territory"] or 0).first()
    change.target = found_unit(
        parent=change.unit,
        kind=facts["kind"],
        name=facts["name"],
        territory=territory,
        facts=facts["facts"],
        founded_on=change.effective_on,
        by=by,
    )


DOING: dict[ChangeVerb, Callable[[TreeChange, Actor], None]] = {
    ChangeVerb.MOVE: _move,
    ChangeVerb.MERGE: _merge,
    ChangeVerb.CLOSE: _close,
    ChangeVerb.SPLIT: _split,
    ChangeVerb.FOUND: _found,
}


def apply_due(today: date | None = None) -> list[TreeChange]:
    """Do the planned changes whose day has come, in the order of their days; what fails is marked and told."""
    today = today or timezone.localdate()
    planned = TreeChange.objects.unscoped("changes whose day has come").filter(
        state=ChangeState.PLANNED, effective_on__lte=today
    )
    done = []
    for pk in planned.order_by("effective_on", "pk").values_list("pk", flat=True):
        with transaction.atomic():
            change = planned.select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
            if change is not None:
                done.append(_apply_or_fail(change))
    return done


def close_due_months(today: date | None = None) -> list[str]:
    """Close the months that are over, after the changes that took effect in them; return them."""
    today = today or timezone.localdate()
    last = counting.last_closed_month()
    if last == counting.month_before(counting.month_of(today)):
        return []
    apply_due(counting.first_day(counting.month_of(today)) - timedelta(days=1))
    with transaction.atomic():
        counting.lock_tree()
        return counting.close_months_before(today)


def _apply_or_fail(change: TreeChange) -> TreeChange:
    try:
        with transaction.atomic():
            apply(change, by=System("calendar"))
    except Refused as refusal:
        change.state, change.answer, change.decided_at = ChangeState.FAILED, str(refusal)[:400], timezone.now()
        change.save(update_fields=["state", "answer", "decided_at"])
    return change


def _target(change: TreeChange) -> Unit:
    """Return the other unit of the change as it stands now."""
    return Unit.objects.unscoped("the other side of an agreed change").get(pk=change.target_id)
