"""What a member does with their own data: take a copy, ask for a correction."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.accounts.messages import queue_message
from unionhall.accounts.models import User
from unionhall.kit.refused import Refused
from unionhall.kit.sealed import Sealed
from unionhall.organisation.models import Office
from unionhall.portal import queries
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

INTERNAL = ("_index", "_last4", "search_terms", "client_key", "ip_hash")
ANSWERING = ("chair", "vice_chair", "clerk", "organiser")
LONGEST_REQUEST = 500


@operation("portal.export_own", journal=gettext_noop("Took a copy of their own data"), of="user")
def export_own_data(*, user: User, by: Actor) -> dict[str, Any]:
    """Return all that is held about the user, in full, as plain JSON values."""
    held = queries.held_about(user)
    return {
        "made_at": timezone.now().isoformat(),
        "account": {"user_name": user.username, "name": user.name, "phone": user.phone.reveal() if user.phone else ""},
        "person": _plain(held.person) if held.person else None,
        "jobs": [_plain(row) for row in held.affiliations],
        "memberships": [_plain(row) for row in held.memberships],
        "events": [_plain(row) for row in held.events],
        "applications": [_plain(row) for row in held.applications],
        "consents": [_plain(row) for row in held.consents],
    }


@operation("portal.ask_correction", journal=gettext_noop("Asked for a correction of their own data"), of="user")
def ask_correction(*, user: User, text: str, by: Actor) -> int:
    """Tell the officers of the member's union what is wrong; return how many were told."""
    text = text.strip()
    if not text:
        raise Refused(_("Write what is wrong and how it should be."), "UH-5101", field="text")
    membership = queries.membership_of(user)
    if membership is None:
        raise Refused(_("Your application is with the union that reviews it. Ask there."), "UH-5102")
    officers = _officers_of(membership.unit)
    if not officers:
        raise Refused(_("Nobody holds an office there now. Ask the union above."), "UH-5103")
    params = {"name": membership.person.name, "number": membership.person.member_no, "text": text[:LONGEST_REQUEST]}
    for officer in officers:
        queue_message(template="portal.correction", params=params, to_user=officer)
    note(membership, told=len(officers))
    return len(officers)


def _officers_of(unit: Any) -> list[User]:
    """Return who answers for the unit today: its own officers, else those of the next union above that has any."""
    held = Office.objects.unscoped("who answers a member").held_on(timezone.localdate()).filter(role__in=ANSWERING)
    while unit is not None:
        officers = [office.user for office in held.filter(unit=unit).select_related("user")]
        if officers:
            return list(dict.fromkeys(officers))
        unit = unit.parent
    return []


def _plain(row: Model) -> dict[str, Any]:
    """Return a row's own fields by their names on the page, values as JSON can hold them."""
    said: dict[str, Any] = {}
    for field in row._meta.fields:
        if field.name.endswith(INTERNAL) or field.name in ("id", "user", "person"):
            continue
        value = getattr(row, field.name)
        if isinstance(value, Sealed):
            said[field.name] = value.reveal()
        elif isinstance(value, Model):
            said[field.name] = str(value)
        else:
            said[field.name] = value
    return said
