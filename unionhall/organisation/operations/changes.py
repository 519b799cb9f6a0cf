"""Answering a change of the tree that waits for the other side, and taking it back."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit import reach
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.organisation.models import TreeChange
from unionhall.organisation.models.unit import OPEN_CHANGES, ChangeState
from unionhall.organisation.operations import structure
from unionhall.organisation.permissions import RESTRUCTURE
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked_text
from unionhall.records.operation import operation


@operation(RESTRUCTURE.code, journal=_("Agreed: %(verb)s of %(name)s on %(day)s"))
def consent_to_change(*, change: TreeChange, by: Actor) -> TreeChange:
    """Agree for the side that ``by`` leads; with both sides agreed the change is done or planned for its day."""
    change = _waiting(change)
    _require_a_missing_side(change, by)
    structure.settle(change, by=by)
    _note(change)
    return change


@operation(RESTRUCTURE.code, journal=_("Refused: %(verb)s of %(name)s on %(day)s"))
def refuse_change(*, change: TreeChange, answer: str, by: Actor) -> TreeChange:
    """Refuse for the side that ``by`` leads; the answer is needed and shown to whoever asked."""
    change = _waiting(change)
    _require_a_missing_side(change, by)
    if not answer.strip():
        raise Refused(_("Say why, so that the other side can do something about it."), "UH-3024", field="answer")
    return _end(change, ChangeState.REFUSED, answer)


@operation(RESTRUCTURE.code, of="change", journal=_("Taken back: %(verb)s of %(name)s on %(day)s"))
def withdraw_change(*, change: TreeChange, by: Actor) -> TreeChange:
    """Take back a change that is not done yet; of one that stopped half way, what went over stays where it is."""
    return _end(_open(change), ChangeState.WITHDRAWN, "")


def _end(change: TreeChange, state: ChangeState, answer: str) -> TreeChange:
    change.state, change.answer, change.decided_at = state, masked_text(answer.strip()), timezone.now()
    change.save(update_fields=["state", "answer", "decided_at"])
    _note(change, reason=answer)
    return change


def _open(change: TreeChange) -> TreeChange:
    rows = TreeChange.objects.unscoped("the change at hand").select_for_update(of=["self"])
    fresh = rows.select_related("unit__parent", "target", "job").get(pk=change.pk)
    if fresh.state == ChangeState.RUNNING and not (fresh.job and fresh.job.is_over):
        raise Refused(_("Members are going over just now. Cancel the job first, or wait until it is done."), "UH-3063")
    if fresh.state not in OPEN_CHANGES:
        raise Refused(_("This change is settled already."), "UH-3025")
    return fresh


def _waiting(change: TreeChange) -> TreeChange:
    fresh = _open(change)
    if fresh.state != ChangeState.ASKED:
        raise Refused(_("Both sides have agreed already."), "UH-3026")
    return fresh


def _require_a_missing_side(change: TreeChange, by: Actor) -> None:
    if not any(reach.holds(by, RESTRUCTURE.code, side) for side in structure.sides_missing(change)):
        raise NotAllowed(_("The answer is for the other side's leaders to give."), "UH-3027")


def _note(change: TreeChange, reason: str = "") -> None:
    note(
        change,
        verb=change.get_verb_display(),
        name=change.unit.name,
        day=change.effective_on,
        new={"state": change.state},
        reason=reason,
    )
