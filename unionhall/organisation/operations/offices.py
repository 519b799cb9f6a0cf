"""Appointing to offices, handing them over, ending them."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import operations as accounts
from unionhall.kit.refused import Refused
from unionhall.organisation import reaching
from unionhall.organisation.models import Office, Unit
from unionhall.organisation.models.unit import UnitStatus
from unionhall.organisation.roles import OFFICES, ROLES, label_of
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked_text
from unionhall.records.operation import operation


@operation("organisation.appoint", of="unit", journal=_("Appointed %(person)s as %(role)s of %(unit)s"))
def appoint_officer(
    *,
    unit: Unit,
    role: str,
    by: Actor,
    user: Any = None,
    name: str = "",
    phone: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_full_time: bool = False,
) -> Office:
    """Appoint a user, or someone invited by name and phone, to an office of the unit.

    The office ends with its day, by default that of the unit's term. Raises ``Refused`` when the unit is closed, has no
    such office, or the office is taken by someone else on one of these days.
    """
    begins = starts_on or timezone.localdate()
    ends = ends_on or unit.term_ends_on
    _check_office(unit, role, begins, ends)
    if user is None:
        user = accounts.invite_user(name=name, phone=phone, by=by)
    _check_free(unit, role, begins, ends)
    office = Office(unit=unit, user=user, role=role, starts_on=begins, ends_on=ends, is_full_time=is_full_time)
    _enter(office)
    note(office, person=user.label, role=label_of(role), unit=unit.name, new={"starts_on": begins, "ends_on": ends})
    reaching.forget()
    return office


@operation(
    "organisation.appoint", of="office", journal=_("%(person)s handed %(role)s of %(unit)s over to %(successor)s")
)
def hand_over_office(
    *, office: Office, starts_on: date, by: Actor, user: Any = None, name: str = "", phone: str = "", reason: str = ""
) -> Office:
    """Hand an office over on a day: the holder's ends the day before (today: at once), the successor's begins."""
    _require_open(office)
    today = timezone.localdate()
    if starts_on < today:
        raise Refused(_("Hand the office over today or on a day to come."), "UH-3031", field="starts_on")
    holder, term_end = office.user, office.ends_on
    _end(office, starts_on - timedelta(days=1), reason)
    if user is None:
        user = accounts.invite_user(name=name, phone=phone, by=by)
    successor = Office(
        unit=office.unit,
        user=user,
        role=office.role,
        starts_on=starts_on,
        ends_on=term_end if term_end and term_end >= starts_on else None,
        is_full_time=office.is_full_time,
    )
    _enter(successor)
    facts: dict[str, Any] = {"person": holder.label, "role": label_of(office.role), "unit": office.unit.name}
    note(office, new={"starts_on": starts_on}, reason=reason, successor=user.label, **facts)
    reaching.forget()
    return successor


@operation("organisation.appoint", of="office", journal=_("Ended the office of %(person)s as %(role)s of %(unit)s"))
def end_office(*, office: Office, by: Actor, reason: str = "", ends_on: date | None = None) -> Office:
    """End an office at once, or with a day to come."""
    _require_open(office)
    _end(office, ends_on or timezone.localdate() - timedelta(days=1), reason)
    facts: dict[str, Any] = {"person": office.user.label, "role": label_of(office.role), "unit": office.unit.name}
    note(office, new={"ends_on": office.ends_on, "ended_at": office.ended_at}, reason=reason, **facts)
    reaching.forget()
    return office


def _check_office(unit: Unit, role: str, begins: date, ends: date | None) -> None:
    known = ROLES.get(role)
    if known is None or known not in OFFICES or (known.only_at and unit.kind not in known.only_at):
        raise Refused(_("There is no such office in a unit of this kind. Choose another."), "UH-3032", field="role")
    rows = Unit.objects.unscoped("lock").filter(pk=unit.pk).select_for_update(no_key=True)
    if rows.values_list("status", flat=True).get() != UnitStatus.ACTIVE:
        raise Refused(_("%(name)s is closed. Choose a union that exists.") % {"name": unit.name}, "UH-3005")
    if ends is not None and ends < begins:
        raise Refused(_("The office would end before it begins. Correct the days."), "UH-3033", field="ends_on")


def _check_free(unit: Unit, role: str, begins: date, ends: date | None) -> None:
    """Refuse a second holder of an office that only one person holds; the unit's row is locked against a race."""
    if not ROLES[role].is_single:
        return
    list(Unit.objects.unscoped("lock").filter(pk=unit.pk).select_for_update(no_key=True).values_list("pk"))
    offices = Office.objects.unscoped("who holds the office").filter(unit=unit, role=role, ended_at=None)
    for other in offices.select_related("user"):
        if (ends is None or other.starts_on <= ends) and (other.ends_on is None or begins <= other.ends_on):
            facts = {"person": other.user.name, "role": label_of(role)}
            message = _("%(person)s holds this office (%(role)s). Hand it over, or end it first.") % facts
            raise Refused(message, "UH-3034", field="role")


def _require_open(office: Office) -> None:
    list(Office.objects.unscoped("lock").filter(pk=office.pk).select_for_update().values_list("pk"))
    office.refresh_from_db()
    over = office.ends_on is not None and office.ends_on < timezone.localdate()
    if office.ended_at is not None or over:
        raise Refused(_("This office has ended already."), "UH-3035")


def _end(office: Office, last_day: date, reason: str) -> None:
    """Let the office end with a day to come, or at this moment if the day is past."""
    if last_day < timezone.localdate() or last_day < office.starts_on:
        office.ended_at = timezone.now()
    else:
        office.ends_on = last_day
    office.end_reason = masked_text(reason.strip())[:200]
    office.save(update_fields=["ended_at", "ends_on", "end_reason"])


def _enter(office: Office) -> None:
    try:
        with transaction.atomic():
            office.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("This person holds this office here already."), "UH-3036", field="user") from twice
