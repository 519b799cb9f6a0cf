"""Who may do what, worked out a second time: walking up the tree in Python, never asking ``kit.reach``.

Only the declarations are shared with the program: which roles a permission names, and how far it says it goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from unionhall.accounts.models import ApiToken, Invitation, Message, User
from unionhall.kit.permission import Permission, all_permissions, get
from unionhall.membership.models import (
    Application,
    Card,
    ConsentRecord,
    Drive,
    Expulsion,
    Membership,
    Person,
)
from unionhall.organisation.models import Employer, GroupSeat, Office, Place, TreeChange, Unit, WorkingGroup
from unionhall.records.models import Certificate, CertificateSeries, Job, JournalLine, StoredFile

ACTS_AS = {
    "exec_vice": "vice_chair",
    "audit_head": "auditor",
    "social_worker": "organiser",
    "station_head": "organiser",
}


@dataclass(frozen=True)
class Seat:
    """An office or a duty: a role at a unit, within its term or not."""

    role: str
    unit: Any
    is_in_term: bool


@dataclass
class Person12:
    """One of those who walk the matrix; ``user`` is ``None`` for the passer-by.

    ``is_member_session``: signed in with a code by message, which leaves only what is one's own.
    """

    part: str
    user: Any
    seats: tuple[Seat, ...] = ()
    is_member_session: bool = False

    @property
    def home(self) -> Any:
        """Return the unit of the first seat in term; ``None`` without one."""
        return next((seat.unit for seat in self.seats if seat.is_in_term), None)


def seats_of(user: Any) -> tuple[Seat, ...]:
    """Read a user's offices and seats, those that are over too."""
    today = timezone.localdate()
    held = [
        Seat(one.role, one.unit, _lasts(one.starts_on, one.ends_on, one.ended_at, today))
        for one in Office._base_manager.select_related("unit").filter(user=user).order_by("pk")
    ]
    for one in GroupSeat._base_manager.select_related("group__unit").filter(user=user).order_by("pk"):
        group = one.group
        lasts = _lasts(group.starts_on, group.ends_on, group.ended_at, today) and one.ended_at is None
        held.append(Seat(one.role, group.unit, lasts))
    return tuple(held)


def _lasts(starts_on: date, ends_on: date | None, ended_at: Any, today: date) -> bool:
    return starts_on <= today and (ends_on is None or today <= ends_on) and ended_at is None


def is_within(unit: Any, top: Any) -> bool:
    """Walk up from a unit and say whether the way passes ``top``."""
    while unit is not None:
        if unit.pk == top.pk:
            return True
        unit = unit.parent
    return False


UNIT_OF: dict[type, Callable[[Any], Any]] = {
    Unit: lambda one: one,
    Office: lambda one: one.unit,
    WorkingGroup: lambda one: one.unit,
    GroupSeat: lambda one: one.group.unit,
    Employer: lambda one: one.unit or one.street,
    Place: lambda one: one.unit,
    TreeChange: lambda one: one.unit,
    Drive: lambda one: one.unit,
    Application: lambda one: one.unit,
    ConsentRecord: lambda one: one.application.unit,
    Person: lambda one: None,
    Membership: lambda one: one.unit,
    Card: lambda one: one.membership.unit,
    Expulsion: lambda one: one.membership.unit,
    Job: lambda one: _unit(one.unit_id),
    StoredFile: lambda one: _unit(one.unit_id),
    JournalLine: lambda one: _unit(one.unit_id),
    CertificateSeries: lambda one: _unit(one.unit_id),
    Certificate: lambda one: _unit(one.unit_id),
    ApiToken: lambda one: None,
    Message: lambda one: None,
    Invitation: lambda one: None,
}
OWNER_OF: dict[type, Callable[[Any], int | None]] = {
    User: lambda one: one.pk,
    Office: lambda one: one.user_id,
    GroupSeat: lambda one: one.user_id,
    Person: lambda one: one.user_id,
    Membership: lambda one: one.person.user_id,
    Card: lambda one: one.membership.person.user_id,
    ConsentRecord: lambda one: one.application.membership and one.application.membership.person.user_id,
    Job: lambda one: one.created_by_id,
    StoredFile: lambda one: one.created_by_id,
    ApiToken: lambda one: one.user_id,
    Message: lambda one: one.to_user_id,
}


def _unit(unit_id: int | None) -> Any:
    return Unit._base_manager.filter(pk=unit_id).first()


def holds(person: Person12, permission: Permission) -> bool:
    """Say whether the person holds a permission anywhere at all."""
    if person.user is None:
        return False
    return permission.public or permission.myself or any(True for _seat in _carrying(person, permission))


def may(person: Person12, permission: Permission, obj: Any) -> bool:
    """Say whether the person holds a permission on an object."""
    if person.user is None:
        return False
    if permission.public or (permission.myself and owns(person, obj)):
        return True
    if isinstance(obj, User):
        return _may_on_user(person, permission, obj)
    unit = UNIT_OF[type(obj)](obj)
    return unit is not None and covers(person, permission, unit)


def covers(person: Person12, permission: Permission, unit: Any) -> bool:
    """Say whether a seat of the person carries the permission as far as the unit."""
    for seat in _carrying(person, permission):
        if permission.extent == "city" and not seat.role.startswith("group_"):
            return True
        if seat.unit.pk == unit.pk or (permission.extent != "own" and is_within(unit, seat.unit)):
            return True
    return False


def owns(person: Person12, obj: Any) -> bool:
    """Say whether the object is the person's own."""
    owner = OWNER_OF.get(type(obj))
    return person.user is not None and owner is not None and owner(obj) == person.user.pk


def _carrying(person: Person12, permission: Permission) -> list[Seat]:
    if person.is_member_session:
        return []
    return [one for one in person.seats if one.is_in_term and ACTS_AS.get(one.role, one.role) in permission.roles]


def _may_on_user(person: Person12, permission: Permission, user: Any) -> bool:
    """A user is reached through offices all of which lie within reach."""
    offices = list(Office._base_manager.select_related("unit").filter(user=user, ended_at=None))
    return bool(offices) and all(covers(person, permission, office.unit) for office in offices)


def codes_at(person: Person12, unit: Any) -> set[str]:
    """Return every permission that the person holds at a unit."""
    return {one.code for one in all_permissions() if person.user is not None and covers(person, one, unit)}


def may_at(person: Person12, code: str, unit: Any) -> bool:
    """Say whether the person holds a permission at a unit."""
    return person.user is not None and covers(person, get(code), unit)
