"""The first step of an installation: the city's federation and its first chair, who appoints everybody else."""

import re
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import operations as accounts
from unionhall.accounts.models import User
from unionhall.accounts.phones import normal_phone
from unionhall.kit.refused import Refused
from unionhall.organisation.models import Office, Unit
from unionhall.organisation.operations.offices import appoint_officer
from unionhall.organisation.operations.units import found_unit
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

KIND = "federation_city"
DIVISION = re.compile(r"\d{6}")


@operation("organisation.found_city", journal=_("Founded %(name)s, and invited %(person)s as its first chair"))
def found_city(
    *, name: str, division_code: str, chair_name: str, chair_phone: str, by: Actor, founded_on: date | None = None
) -> Office:
    """Found the root of an empty installation and invite its first chair; return the chair's office.

    Asked again with the same name and phone, it only sends a new link, as long as the chair has not taken up the
    first one. Raises ``Refused`` when another city stands, or somebody works in it already (UH-3037), when the division
    code has not six digits (UH-3038), and for all that ``found_unit`` and ``appoint_officer`` refuse.
    """
    chair_phone = normal_phone(chair_phone)
    if not DIVISION.fullmatch(division_code):
        raise Refused(_("The code of a city has six digits, as in GB/T 2260."), "UH-3038", field="division_code")
    root = Unit.objects.unscoped("whether a city stands").filter(parent=None).first()
    if root is not None:
        office = _awaited(root, name, chair_phone)
        accounts.invite_user(phone=chair_phone, name=chair_name, by=by, unit_id=root.pk)
    else:
        root = _root(name, division_code, founded_on, by)
        office = appoint_officer(unit=root, role="chair", name=chair_name, phone=chair_phone, by=by)
    note(root, name=root.name, person=office.user.label)
    return office


def _root(name: str, division_code: str, founded_on: date | None, by: Actor) -> Unit:
    """Found the root; of two at the same moment the second is refused."""
    facts = {"division_code": division_code}
    try:
        with transaction.atomic():
            return found_unit(parent=None, kind=KIND, name=name, founded_on=founded_on, facts=facts, by=by)
    except IntegrityError as second:
        raise Refused(_("A city was founded at the same moment."), "UH-3037", field="name") from second


def _awaited(root: Unit, name: str, phone: str) -> Office:
    """Return the chair's office if this is the same founding once more and its chair has not come yet."""
    chair = User.objects.with_phone(phone).filter(is_active=False).first()
    offices = Office.objects.unscoped("the first chair").filter(unit=root, role="chair", user=chair, ended_at=None)
    office = offices.select_related("user").first() if chair and root.name == name.strip() else None
    if office is None:
        message = _("%(name)s stands already. Its officers found and appoint on the pages.") % {"name": root.name}
        raise Refused(message, "UH-3037", field="name")
    return office
