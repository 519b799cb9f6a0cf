"""Doing an agreed change of the tree, and the duty that does planned ones when their day has come.

All of it happens while the tree is held still: paths in one statement, counters of both sides shifted by what the
subtree counts, the past place kept. Months that ended before the change takes effect are closed first, so that their
figures keep the tree they had.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.kit.refused import Refused
from unionhall.organisation import counting, paths, reaching, sql, succession
from unionhall.organisation.models import Employer, GroupSeat, Office, Place, Placement, TreeChange, Unit, WorkingGroup
from unionhall.organisation.models.unit import ChangeState, ChangeVerb, UnitStatus
from unionhall.organisation.operations import checks
from unionhall.organisation.operations.units import counts_of
from unionhall.records.actors import Actor, System


def apply(change: TreeChange, *, by: Actor) -> None:
    """Do an agreed change now; raises ``Refused`` if the tree no longer allows it."""
    counting.lock_tree()
    counting.close_months_before(change.effective_on)
    day = max(change.effective_on, counting.first_open_day())
    unit = _fresh(change.unit_id)
    target = _fresh(change.target_id) if change.target_id else None
    if change.verb == ChangeVerb.MOVE and target:
        checks.check_move(unit, target)
        hang_below(unit, target, day)
    elif change.verb == ChangeVerb.MERGE and target:
        checks.check_merge(unit, target)
        _merge(unit, target, day, by)
    else:
        checks.check_close(unit)
        _close(unit, day)
    change.state, change.decided_at = ChangeState.APPLIED, timezone.now()
    change.save(update_fields=["state", "decided_at"])
    change.unit.refresh_from_db()
    reaching.forget()


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


def hang_below(unit: Unit, parent: Unit, day: date) -> None:
    """Move a subtree: its path, its placement, and the totals of the unions it leaves and joins."""
    left = set(unit.paths_above())
    joined = set(parent.paths_above(inclusive=True))
    signs = dict.fromkeys(left - joined, -1) | dict.fromkeys(joined - left, 1)
    above = Unit.objects.unscoped("unions above a moved unit").filter(path__in=signs).order_by("pk")
    sql.shift(unit.pk, {pk: signs[path] for pk, path in above.values_list("pk", "path")})
    paths.rehang(unit, parent)
    _place(unit, parent, day)


def _place(unit: Unit, parent: Unit, day: date) -> None:
    """End the present placement the day before and begin the new one; the same day's is corrected."""
    current = unit.placements.filter(valid_to=None)
    if not current.filter(valid_from=day).update(parent=parent):
        current.update(valid_to=day)
        Placement.objects.create(unit=unit, parent=parent, valid_from=day)


def _merge(unit: Unit, into: Unit, day: date, by: Actor) -> None:
    children = Unit.objects.unscoped("children go over to the following unit").filter(parent=unit).active()
    for child in children.exclude(pk=into.pk).order_by("path"):
        into.refresh_from_db(fields=["path"])
        hang_below(child, into, day)
    _hand_over_employers(unit, into)
    _hand_over_places(unit, into)
    succession.hand_over(unit, into, by)
    checks.check_nothing_left(unit)
    _close(unit, day)


def _hand_over_employers(unit: Unit, into: Unit) -> None:
    from unionhall.organisation.operations.employers import counts_of_employer

    employers = Employer.objects.unscoped("employers go over to the following unit").filter(unit=unit)
    for employer in employers.iterator():
        deltas = counts_of_employer(employer, -1)
        employer.unit = employer.counted_at = into
        counting.append_deltas(deltas + counts_of_employer(employer))
    employers.update(unit=into, counted_at=into)


def _hand_over_places(unit: Unit, into: Unit) -> None:
    """Let the places go over; one whose name is taken there gets the old unit's name added."""
    places = Place.objects.unscoped("places go over to the following unit")
    taken = set(places.filter(unit=into).values_list("name", flat=True))
    moving = list(places.filter(unit=unit))
    for place in moving:
        place.unit = into
        if place.name in taken:
            place.name = f"{place.name} {unit.short_name or unit.name}"[:120]
        place.save(update_fields=["unit", "name"])
    number = sum(place.is_open for place in moving)
    counting.append_deltas([(unit.pk, "organisation.places", -number), (into.pk, "organisation.places", number)])


def _close(unit: Unit, day: date) -> None:
    """Close the unit; its offices and groups end with it; it stays readable at its last place."""
    now = timezone.now()
    Unit.objects.unscoped("the closed unit").filter(pk=unit.pk).update(status=UnitStatus.CLOSED, closed_on=day)
    for model in (Office, WorkingGroup):
        model.objects.unscoped("ends with its unit").filter(unit=unit, ended_at=None).update(ended_at=now)
    GroupSeat.objects.unscoped("ends with its unit").filter(group__unit=unit, ended_at=None).update(ended_at=now)
    counting.append_deltas(counts_of(unit, -1), on=day)
    counting.append_delta(unit.pk, "organisation.units_closed", 1, on=day)


def _apply_or_fail(change: TreeChange) -> TreeChange:
    try:
        with transaction.atomic():
            apply(change, by=System("calendar"))
    except Refused as refusal:
        change.state, change.answer, change.decided_at = ChangeState.FAILED, str(refusal)[:400], timezone.now()
        change.save(update_fields=["state", "answer", "decided_at"])
    return change


def _fresh(pk: int | None) -> Unit:
    """Return the unit as it stands now, locked until the transaction ends."""
    return Unit.objects.unscoped("the unit that changes").select_for_update(no_key=True).get(pk=pk)
