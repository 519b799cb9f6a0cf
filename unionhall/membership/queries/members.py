"""Reads of the member pages: finding people, and one member with all that happened."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from unionhall.kit.encrypted import blind_index
from unionhall.kit.national import names
from unionhall.kit.national.codes import KEY_GIG_CATEGORIES, GigCategory, Sex
from unionhall.membership import permissions
from unionhall.membership.models import (
    COUNTED_STATES,
    ENDED_STATES,
    Affiliation,
    ChangeType,
    Expulsion,
    Membership,
    MembershipEvent,
    MembershipStatus,
    Person,
)
from unionhall.organisation.models import Unit

ARRIVALS = (ChangeType.JOIN, ChangeType.TRANSFER_IN)
LAST_FOUR = re.compile(r"\d{3}[\dX]", re.ASCII)
ID_OR_PHONE = re.compile(r"\d{11}|\d{17}[\dX]|[A-Z]{1,3}\d{6,12}", re.ASCII)

STATES: dict[str, Q] = {
    "counted": Q(status__in=list(COUNTED_STATES)),
    **{status: Q(status=status) for status in MembershipStatus.values},
    "ended": Q(status__in=list(ENDED_STATES)),
}
CATEGORIES: dict[str, Q] = {
    "women": Q(person__sex=Sex.FEMALE),
    "migrant": Q(person__is_migrant_worker=True),
    "dispatched": Q(affiliation__is_dispatched=True),
    "pool": Q(is_held_in_pool=True),
    "gig": Q(affiliation__gig_category__gt=""),
    "key_four": Q(affiliation__gig_category__in=list(KEY_GIG_CATEGORIES)),
    **{category: Q(affiliation__gig_category=category) for category in GigCategory.values},
}
"""What the lists are filtered by: the same conditions as the figures' own (``figures.stock_filters``)."""


def with_person(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Fetch along what a line of the list shows."""
    return rows.select_related("person", "unit", "affiliation")


def found(rows: QuerySet[Membership], typed: str) -> QuerySet[Membership]:
    """Keep the members found by name, pinyin, initials, last four digits, member number, or a full ID or phone."""
    return rows.filter(_found_by(typed.strip()))


def _found_by(typed: str) -> Q:
    number = re.sub(r"[\s-]", "", typed).upper()
    if LAST_FOUR.fullmatch(number):
        return Q(person__mobile_last4=number)
    if ID_OR_PHONE.fullmatch(number):
        id_index, phone_index = blind_index(Person, "id_number", number), blind_index(Person, "mobile", number)
        return Q(person__id_number_index=id_index) | Q(person__mobile_index=phone_index) | Q(person__member_no=number)
    if typed.isascii():
        return Q(person__search_terms__contains=[names.fold_pinyin(typed)])
    if len(typed) == 1:
        return Q(person__name__startswith=typed)
    return Q(person__search_terms__contains=names.bigrams(typed))


def events_at(unit: Unit, changes: list[str], month: str) -> QuerySet[MembershipEvent]:
    """Return the log's lines that a figure of the unit counts, in a month (``2026-03``) or a year (``2026``), if named.

    The caller has the unit within reach.
    """
    arrivals = [change for change in changes if change in ARRIVALS]
    departures = [change for change in changes if change not in ARRIVALS]
    bounds = {"path__gte": unit.path, "path__lt": unit.path_end}
    into = {f"to_unit__{name}": value for name, value in bounds.items()}
    out_of = {f"from_unit__{name}": value for name, value in bounds.items()}
    rows = MembershipEvent.objects.unscoped("the log of a unit within reach, also of members who moved on")
    rows = rows.filter(Q(change__in=arrivals, **into) | Q(change__in=departures, **out_of))
    if re.fullmatch(r"[12]\d{3}(-(0[1-9]|1[0-2]))?", month, re.ASCII):
        year, _dash, number = month.partition("-")
        rows = rows.filter(happened_on__year=int(year), **({"happened_on__month": int(number)} if number else {}))
    return rows.select_related("membership__person", "from_unit", "to_unit")


def history(membership: Membership) -> list[dict[str, Any]]:
    """Return what happened to a membership, newest first, as entries of a timeline."""
    rows = MembershipEvent.objects.unscoped("the log of a member at hand").filter(membership=membership)
    return [_entry(event) for event in rows.select_related("from_unit", "to_unit", "decided_by").order_by("-pk")]


def _entry(event: MembershipEvent) -> dict[str, Any]:
    units = [unit.name for unit in (event.from_unit, event.to_unit) if unit]
    parts = [" → ".join(dict.fromkeys(units)), str(event.get_reason_display()) if event.reason else "", event.note]
    return {
        "title": f"{event.get_change_display()} · {event.happened_on:%Y-%m-%d}",
        "at": event.recorded_at,
        "by": event.decided_by,
        "text": " · ".join(part for part in parts if part),
        "tone": "success" if event.change in ARRIVALS else "warning",
    }


def jobs_of(person: Person) -> list[Affiliation]:
    """Return a person's jobs, newest first."""
    rows = Affiliation.objects.unscoped("the jobs of a member at hand")
    return list(rows.filter(person=person).select_related("employer").order_by("-starts_on", "-pk"))


def open_expulsion(membership: Membership) -> Expulsion | None:
    """Return the expulsion that waits for a second person."""
    rows = Expulsion.objects.unscoped("the case of a member at hand")
    found: Expulsion | None = rows.filter(membership=membership, decided_at__isnull=True).first()
    return found


def expulsions_to_decide(by: Any) -> QuerySet[Expulsion]:
    """Return the expulsions that wait for this reader: asked for by somebody else."""
    rows = Expulsion.objects.within_reach(by, permissions.DECIDE_COMMITTEE.code)
    waiting = rows.filter(decided_at__isnull=True).exclude(asked_by=by.pk).order_by("pk")
    return waiting.select_related("membership__person", "membership__unit", "asked_by")


def units_to_move_to(by: Any) -> QuerySet[Unit]:
    """Return the unions to which the reader may move a member."""
    rows: QuerySet[Unit] = Unit.objects.within_reach(by, permissions.CHANGE.code).active().order_by("path")
    return rows
