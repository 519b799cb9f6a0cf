"""What goes over to another unit at a merger, a split or a closing: at once if it is little, else by a long job.

The job takes a few hundred rows a step, each step in one transaction with the counters, and holds the tree still
meanwhile, so that a kill loses and doubles nothing and no month closes in between. Until its last step the unit stays
in use; that step locks out whoever enters something, takes what came in the meantime, and ends the unit.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from unionhall.organisation import counting, reaching, succession
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState, ChangeVerb
from unionhall.organisation.operations import checks, ending
from unionhall.organisation.operations.holding import hold_units, lock_units
from unionhall.organisation.permissions import RESTRUCTURE
from unionhall.organisation.succession import Choice, Transition
from unionhall.records import starting
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.models import Job
from unionhall.records.operation import operation

KIND = "organisation.going-over"
AT_ONCE = 500
"""Rows of one transaction."""

SAID: dict[str, Any] = {
    ChangeVerb.MERGE: _("%(unit)s was merged into %(target)s."),
    ChangeVerb.SPLIT: _("%(target)s was split off from %(unit)s."),
    ChangeVerb.CLOSE: _("%(unit)s was closed; %(target)s retains its memberships."),
}


def begin(change: TreeChange, *, by: Actor) -> None:
    """Let what is little go over now; give what is more to the worker. The caller holds the tree and the units."""
    transition = transition_of(change, by)
    if _is_little(transition):
        _finish(change, transition)
        return
    total = succession.number_left(transition)
    change.job = starting.start(KIND, by=by, arguments={"change": str(change.pk)}, unit_id=change.unit_id, total=total)
    change.state = ChangeState.RUNNING
    change.save(update_fields=["state", "job"])


def step(change: TreeChange, job: Job, *, by: Actor) -> bool:
    """Do one step of a change under way; return whether there is more to do."""
    counting.lock_tree()
    change.refresh_from_db()
    if change.state != ChangeState.RUNNING:
        return False
    transition = transition_of(change, by)
    if _is_little(transition):
        lock_units(transition.ending, transition.following)
        if _is_little(transition):
            job.done += succession.number_left(transition)
            finish_change(change=change, by=by)
            return False
    hold_units(change.unit_id, change.target_id)
    job.done += succession.hand_over(transition, AT_ONCE)
    job.total = job.done + succession.number_left(transition)
    return True


@operation(RESTRUCTURE.code, journal=_("Done: %(verb)s, %(name)s, %(target)s"))
def finish_change(*, change: TreeChange, by: Actor) -> TreeChange:
    """Let the last ones go over and end what has to end. The caller holds the tree and the units."""
    if change.verb == ChangeVerb.MERGE and change.target:
        checks.check_merge(change.unit, change.target)
    elif change.verb == ChangeVerb.CLOSE:
        checks.check_close(change.unit, change.target)
    _finish(change, transition_of(change, by))
    note(
        change,
        new={"state": change.state},
        reason=change.reason,
        verb=change.get_verb_display(),
        name=change.unit.name,
        target=change.target,
    )
    return change


def transition_of(change: TreeChange, by: Actor) -> Transition:
    """Return how rows go over by this change: on its day, or on the first day that is not closed yet."""
    units = Unit.objects.unscoped("both sides of an agreed change").in_bulk([change.unit_id, change.target_id])
    unit, following = units[change.unit_id], units[change.target_id]
    with translation.override(settings.LANGUAGE_CODE):
        said = str(SAID[change.verb]) % {"unit": unit.name, "target": following.name}
    choice = None
    if change.verb == ChangeVerb.SPLIT:
        employers, rows = (tuple(int(pk) for pk in change.arguments[name]) for name in ("employers", "rows"))
        choice = Choice(employers, rows)
    return Transition(
        ending=unit,
        following=following,
        on=max(change.effective_on, counting.first_open_day()),
        by=by,
        asked_by_id=change.asked_by_id,
        said=f"{said}{change.reason}"[:200],
        choice=choice,
        is_retained=change.verb == ChangeVerb.CLOSE,
    )


def _is_little(transition: Transition) -> bool:
    return succession.number_left(transition, AT_ONCE + 1) <= AT_ONCE


def _finish(change: TreeChange, transition: Transition) -> None:
    unit, following = transition.ending, transition.following
    if change.verb == ChangeVerb.MERGE:
        ending.hand_over_children(unit, following, transition.on)
    if change.verb != ChangeVerb.SPLIT:
        ending.cover_employers(unit, None if transition.is_retained else following)
        ending.hand_over_places(unit, following)
        ending.hand_over_territory(unit, following)
    while succession.number_left(transition, 1):
        succession.hand_over(transition, AT_ONCE)
    if change.verb != ChangeVerb.SPLIT:
        succession.finish(transition)
        checks.check_nothing_left(unit)
        ending.close(unit, transition.on)
    change.state, change.decided_at = ChangeState.APPLIED, timezone.now()
    change.save(update_fields=["state", "decided_at"])
    reaching.forget()
