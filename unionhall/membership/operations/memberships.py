"""What happens to a membership after it began: the six events of the log, each through one operation."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit import reach
from unionhall.kit.masks import mask_name
from unionhall.kit.refused import Refused
from unionhall.membership import permissions
from unionhall.membership.models import (
    Application,
    ApplicationStatus,
    ApplicationStep,
    ChangeReason,
    ChangeType,
    Expulsion,
    Membership,
    MembershipEvent,
    MembershipStatus,
    StepDecision,
)
from unionhall.membership.operations.cards import revoke_cards
from unionhall.membership.operations.counting import count_flow, count_stocks
from unionhall.membership.queries.figures import FLOW_OF_CHANGE
from unionhall.organisation.counting import first_open_day
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Unit
from unionhall.organisation.operations.holding import hold_units
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked_text
from unionhall.records.operation import operation


@operation(permissions.CHANGE.code, journal=gettext_noop("Retained the membership of %(name)s"), of="membership")
def retain_membership(
    *, membership: Membership, reason: str, happened_on: date, by: Actor, remark: str = ""
) -> Membership:
    """Keep the membership without dues and vote (保留会籍): laid off, retired, out of work."""
    _check_day(membership, happened_on)
    held = _changed(membership, MembershipStatus.RETAINED, happened_on)
    _log(held, ChangeType.RETAIN, happened_on, by, reason=reason, from_unit=held.unit, to_unit=held.unit, remark=remark)
    _note(held, membership.status, reason)
    return held


@operation(permissions.CHANGE.code, journal=gettext_noop("Resumed the membership of %(name)s"), of="membership")
def resume_membership(*, membership: Membership, happened_on: date, by: Actor, remark: str = "") -> Membership:
    """Make a retained membership active again at the same union; the log calls it a move to where it was."""
    if membership.status != MembershipStatus.RETAINED:
        raise Refused(_("Only a retained membership can be resumed."), "UH-4502")
    _check_day(membership, happened_on)
    held = _changed(membership, MembershipStatus.ACTIVE, happened_on)
    _log(held, ChangeType.TRANSFER_IN, happened_on, by, from_unit=held.unit, to_unit=held.unit, remark=remark)
    _note(held, membership.status)
    return held


@operation(permissions.CHANGE.code, journal=gettext_noop("Moved %(name)s to %(unit)s"), of="membership")
def move_membership(
    *, membership: Membership, to_unit: Unit, happened_on: date, by: Actor, reason: str = "", remark: str = ""
) -> Membership:
    """Move a member to another union within the mover's reach: out of the one and into the other on the same day."""
    _check_day(membership, happened_on)
    _check_target(membership, to_unit, by)
    left = membership.unit
    held = _changed(
        membership,
        MembershipStatus.ACTIVE,
        happened_on,
        unit=to_unit,
        is_held_in_pool=kind_of(to_unit.kind).is_territorial,
    )
    marks: dict[str, Any] = {"reason": reason, "from_unit": left, "to_unit": to_unit, "remark": remark}
    _log(held, ChangeType.TRANSFER_OUT, happened_on, by, **marks)
    _log(held, ChangeType.TRANSFER_IN, happened_on, by, **marks)
    if membership.is_held_in_pool and not held.is_held_in_pool:
        _close_application(held, by)
    note(held, old={"unit": left.name}, new={"unit": to_unit.name}, name=held.person.name, unit=to_unit.name)
    return held


@operation(permissions.CHANGE.code, journal=gettext_noop("Ended the membership of %(name)s"), of="membership")
def end_membership(
    *, membership: Membership, reason: str, happened_on: date, by: Actor, remark: str = ""
) -> Membership:
    """End a membership by leaving (退会), death or a wrong record; the card goes with it."""
    if reason == ChangeReason.CRIME:
        raise Refused(_("Expulsion needs two persons: ask for it, and let a second person confirm it."), "UH-4504")
    _check_day(membership, happened_on)
    ended = _changed(membership, MembershipStatus.LEFT, happened_on, ended_on=happened_on, is_held_in_pool=False)
    _log(ended, ChangeType.WITHDRAW, happened_on, by, reason=reason, from_unit=ended.unit, remark=remark)
    revoke_cards(ended)
    _note(ended, membership.status, reason)
    return ended


@operation(permissions.CHANGE.code, journal=gettext_noop("Asked to expel %(name)s"), of="membership")
def ask_expulsion(*, membership: Membership, grounds: str, by: Actor) -> Expulsion:
    """Ask for an expulsion (开除会籍): nothing changes until a second person confirms."""
    if not grounds.strip():
        raise Refused(_("Write the grounds: the court's decision and its number."), "UH-4505", field="grounds")
    _check_open(membership)
    grounds = masked_text(grounds.strip())
    asked = Expulsion(membership=membership, grounds=grounds, asked_by_id=by.pk, asked_at=timezone.now())
    Expulsion.objects.bulk_create([asked], ignore_conflicts=True)
    if not Expulsion.objects.unscoped("the one just made").filter(pk=asked.pk).exists():
        raise Refused(_("An expulsion of this member is already waiting for a decision."), "UH-4506")
    note(membership, reason=grounds, name=mask_name(membership.person.name))
    return asked


@operation(permissions.DECIDE_COMMITTEE.code, journal=gettext_noop("Decided the expulsion of %(name)s"), of="expulsion")
def decide_expulsion(*, expulsion: Expulsion, is_confirmed: bool, happened_on: date, by: Actor) -> Membership:
    """Confirm or drop an expulsion; whoever asked for it may not decide it."""
    if by.pk == expulsion.asked_by_id:
        raise Refused(_("You asked for this expulsion. Somebody else has to decide it."), "UH-4507")
    waiting = Expulsion.objects.unscoped("the case at hand").filter(pk=expulsion.pk, decided_at__isnull=True)
    if not waiting.update(decided_by=by.pk, decided_at=timezone.now(), is_confirmed=is_confirmed):
        raise Refused(_("This expulsion was decided meanwhile. Load the page again."), "UH-4508")
    member = expulsion.membership
    note(expulsion, new={"is_confirmed": is_confirmed}, reason=expulsion.grounds, name=mask_name(member.person.name))
    if not is_confirmed:
        return member
    _check_day(member, happened_on)
    ended = _changed(member, MembershipStatus.EXPELLED, happened_on, ended_on=happened_on, is_held_in_pool=False)
    facts: dict[str, Any] = {"reason": ChangeReason.CRIME, "from_unit": ended.unit, "remark": expulsion.grounds[:200]}
    _log(ended, ChangeType.EXPEL, happened_on, by, **facts)
    revoke_cards(ended)
    return ended


def record_event(membership: Membership, change: str, happened_on: date, by: Actor, **details: Any) -> MembershipEvent:
    """Add one line to the log and one to the month's figure of the union it concerns."""
    event = MembershipEvent(
        membership=membership,
        change=change,
        happened_on=happened_on,
        recorded_at=timezone.now(),
        decided_by_id=by.pk,
        **details,
    )
    event.save(force_insert=True)
    flow = FLOW_OF_CHANGE.get(ChangeType(change))
    is_arrival = change in (ChangeType.JOIN, ChangeType.TRANSFER_IN)
    unit = event.to_unit if is_arrival else event.from_unit
    if flow and unit and event.from_unit_id != event.to_unit_id:
        count_flow(unit.pk, flow, 1, happened_on)
    return event


def _log(membership: Membership, change: str, on: date, by: Actor, *, remark: str = "", **details: Any) -> None:
    record_event(membership, change, on, by, note=masked_text(remark), **details)


def _changed(membership: Membership, status: str, on: date, **changes: Any) -> Membership:
    """Set the state if it is still the one that was seen; move the figures from the old row to the new."""
    _check_open(membership)
    if "unit" not in changes and not membership.may_become(status):
        raise Refused(_("The membership is not in a state that allows this."), "UH-4501")
    to_unit = changes.get("unit")
    if to_unit is not None and to_unit.pk not in hold_units(membership.unit_id, to_unit.pk):
        raise _holds_no_members(to_unit)
    if to_unit is None:
        hold_units(membership.unit_id)
    rows = Membership.objects.unscoped("the row at hand, checked by the operation")
    rows.select_for_update().get(pk=membership.pk)  # Without joins: a row whose union changed meanwhile would vanish.
    locked = rows.select_related("person", "affiliation", "unit").get(pk=membership.pk)
    if (locked.status, locked.unit_id, locked.ended_on) != (membership.status, membership.unit_id, None):
        raise Refused(_("Somebody changed this membership meanwhile. Load the page again."), "UH-4503")
    count_stocks(locked, -1, on)
    for name, value in {"status": status, **changes}.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", *changes])
    count_stocks(locked, 1, on)
    return locked


def _check_open(membership: Membership) -> None:
    if membership.ended_on is not None:
        raise Refused(_("This membership has ended. Whoever wants to come back applies again."), "UH-4509")


def _check_day(membership: Membership, day: date) -> None:
    if day > timezone.localdate():
        raise Refused(_("The day lies in the future. Record the change on its day."), "UH-4510", field="happened_on")
    if day < membership.joined_on:
        raise Refused(
            _("The day lies before the membership began on %(day)s.") % {"day": membership.joined_on},
            "UH-4511",
            field="happened_on",
        )
    if day < first_open_day():
        raise Refused(
            _("That month is closed. Choose a day from %(day)s on.") % {"day": first_open_day()},
            "UH-4512",
            field="happened_on",
        )


def _check_target(membership: Membership, to_unit: Unit, by: Actor) -> None:
    if to_unit.pk == membership.unit_id:
        raise Refused(_("The member belongs to this union already. Choose another."), "UH-4513", field="to_unit")
    if not to_unit.is_active or not kind_of(to_unit.kind).admits_members:
        raise _holds_no_members(to_unit)
    if not reach.holds(by, permissions.CHANGE.code, to_unit):
        raise Refused(
            _("%(unit)s is not within your reach. Ask the union above both to move the member.") % {"unit": to_unit},
            "UH-4515",
            field="to_unit",
        )


def _holds_no_members(unit: Unit) -> Refused:
    return Refused(_("%(unit)s holds no members. Choose another union.") % {"unit": unit}, "UH-4514", field="to_unit")


def _close_application(membership: Membership, by: Actor) -> None:
    """Mark the application of a member who leaves the pool for a union of their own."""
    rows = Application.objects.unscoped("the application behind the membership at hand")
    found = rows.filter(membership=membership, status=ApplicationStatus.CARD_ISSUED)
    application = found.first()
    if application is not None and found.update(status=ApplicationStatus.TRANSFERRED):
        ApplicationStep.objects.create(
            application=application,
            decision=StepDecision.MOVE,
            from_status=ApplicationStatus.CARD_ISSUED,
            to_status=ApplicationStatus.TRANSFERRED,
            by_id=by.pk,
            happened_at=timezone.now(),
        )


def _note(membership: Membership, before: str, reason: str = "") -> None:
    note(
        membership,
        old={"status": before},
        new={"status": membership.status},
        reason=str(ChangeReason(reason).label) if reason else "",
        name=mask_name(membership.person.name),
    )
