"""Setting up a group that works for a while, giving seats in it, ending both."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import operations as accounts
from unionhall.kit.refused import Refused
from unionhall.organisation import reaching
from unionhall.organisation.models import GroupSeat, Unit, WorkingGroup
from unionhall.organisation.operations.holding import hold_open
from unionhall.organisation.roles import DUTIES, label_of
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked_text
from unionhall.records.operation import operation

LONGEST_DAYS = 731
"""A group that works longer than two years is no group for a while."""


@operation("organisation.set_up_group", of="unit", journal=_("Set up the working group %(name)s at %(unit)s"))
def set_up_working_group(
    *, unit: Unit, name: str, starts_on: date, ends_on: date, by: Actor, purpose: str = ""
) -> WorkingGroup:
    """Set up a group that reaches a unit and what is below it from a day to a day, at most two years."""
    if not name.strip():
        raise Refused(_("Give the group a name."), "UH-3041", field="name")
    if ends_on < starts_on or (ends_on - starts_on).days > LONGEST_DAYS:
        raise Refused(_("A working group ends after it begins, within two years."), "UH-3042", field="ends_on")
    hold_open(unit)
    group = WorkingGroup.objects.create(
        unit=unit, name=name.strip(), purpose=masked_text(purpose.strip()), starts_on=starts_on, ends_on=ends_on
    )
    note(group, name=group.name, unit=unit.name, new={"starts_on": starts_on, "ends_on": ends_on})
    return group


@operation("organisation.set_up_group", of="group", journal=_("Gave %(person)s a seat (%(role)s) in %(name)s"))
def give_seat(
    *, group: WorkingGroup, role: str, by: Actor, user: Any = None, name: str = "", phone: str = ""
) -> GroupSeat:
    """Give a user, or someone invited by name and phone, a seat in a group."""
    if role not in {duty.code for duty in DUTIES}:
        raise Refused(_("Choose what the person does in the group."), "UH-3043", field="role")
    _require_open(group)
    if user is None:
        user = accounts.invite_user(name=name, phone=phone, by=by)
    try:
        with transaction.atomic():
            seat = GroupSeat.objects.create(group=group, user=user, role=role)
    except IntegrityError as twice:
        raise Refused(_("This person has a seat in the group already."), "UH-3044", field="user") from twice
    note(seat, person=user.label, role=label_of(role), name=group.name)
    reaching.forget()
    return seat


@operation("organisation.set_up_group", of="seat", journal=_("Ended the seat of %(person)s in %(name)s"))
def end_seat(*, seat: GroupSeat, by: Actor) -> GroupSeat:
    """End a seat at once."""
    if seat.ended_at is None:
        seat.ended_at = timezone.now()
        seat.save(update_fields=["ended_at"])
    note(seat, person=seat.user.label, name=seat.group.name)
    reaching.forget()
    return seat


@operation("organisation.set_up_group", of="group", journal=_("Ended the working group %(name)s"))
def end_working_group(*, group: WorkingGroup, by: Actor) -> WorkingGroup:
    """End a group and all its seats at once."""
    _require_open(group)
    group.ended_at = timezone.now()
    group.save(update_fields=["ended_at"])
    group.seats.filter(ended_at=None).update(ended_at=group.ended_at)
    note(group, name=group.name)
    reaching.forget()
    return group


def _require_open(group: WorkingGroup) -> None:
    if group.ended_at is not None or group.ends_on < timezone.localdate():
        raise Refused(_("This group has ended already."), "UH-3045")
