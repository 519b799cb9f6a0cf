"""The end of a unit: what hangs below it and what it covers and runs goes over, its offices end, it is closed."""

from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.utils import timezone

from unionhall.organisation import counting
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, GroupSeat, Office, Place, Unit, WorkingGroup
from unionhall.organisation.models.unit import UnitStatus
from unionhall.organisation.operations.hanging import hang_below
from unionhall.organisation.operations.units import counts_of

Deltas = list[tuple[int, str, int]]


def hand_over_children(unit: Unit, into: Unit, day: date) -> None:
    """Hang the open units below the ending one under the following one."""
    children = Unit.objects.unscoped("children go over to the following unit").filter(parent=unit).active()
    for child in children.exclude(pk=into.pk).order_by("path"):
        into.refresh_from_db(fields=["path"])
        hang_below(child, into, day)


def cover_employers(unit: Unit, into: Unit | None, chosen: list[int] | None = None) -> None:
    """Let another union cover the unit's employers, all or those chosen; or none, then their streets count them."""
    rows = Employer.objects.unscoped("employers go over to the following unit").filter(unit=unit)
    rows = rows if chosen is None else rows.filter(pk__in=chosen)
    ids = list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    moving = Employer.objects.unscoped("employers go over to the following unit").filter(pk__in=ids)
    deltas = _counts(moving, -1)
    if into is None:
        moving.update(unit=None, counted_at=F("street"))
    else:
        moving.update(unit=into, counted_at=into)
    counting.append_deltas(deltas + _counts(moving, 1))


def hand_over_territory(unit: Unit, into: Unit) -> None:
    """Let what sits in a territory that ends sit in the following one: units, and employers without a union."""
    site = into if kind_of(into.kind).is_territorial else into.territory
    if not kind_of(unit.kind).is_territorial or site is None:
        return
    Unit.objects.unscoped("units that sit in the territory").filter(territory=unit).update(territory=site)
    rows = Employer.objects.unscoped("employers that sit in the territory").filter(street=unit)
    ids = list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    moving = Employer.objects.unscoped("employers that sit in the territory").filter(pk__in=ids)
    deltas = _counts(moving.filter(unit=None), -1)
    moving.filter(unit=None).update(street=site, counted_at=site)
    moving.update(street=site)
    counting.append_deltas(deltas + _counts(moving.filter(unit=None), 1))


def _counts(rows: QuerySet[Any], sign: int) -> Deltas:
    """Return what employers count for, added up: the same as ``counts_of_employer``, for a list."""
    deltas: Deltas = []
    active = rows.filter(is_active=True).order_by().values_list("counted_at", "unit")
    for at, unit, number, staff in active.annotate(number=Count("pk"), sum=Sum("staff")):
        deltas += [(at, "organisation.employers", sign * number), (at, "organisation.staff", sign * staff)]
        if unit:
            deltas.append((at, "organisation.covered_employers", sign * number))
            deltas.append((at, "organisation.covered_staff", sign * staff))
    return deltas


def hand_over_places(unit: Unit, into: Unit) -> None:
    """Let the places go over; one whose name is taken there gets the old unit's name added."""
    places = Place.objects.unscoped("places go over to the following unit")
    taken = set(places.filter(unit=into).values_list("name", flat=True))
    moving = list(places.filter(unit=unit).select_for_update(of=["self"]))
    for place in moving:
        place.unit = into
        if place.name in taken:
            place.name = f"{place.name} {unit.short_name or unit.name}"[:120]
        place.save(update_fields=["unit", "name"])
    number = sum(place.is_open for place in moving)
    counting.append_deltas([(unit.pk, "organisation.places", -number), (into.pk, "organisation.places", number)])


def close(unit: Unit, day: date) -> None:
    """Close the unit; its offices and groups end with it; it stays readable at its last place."""
    now = timezone.now()
    Unit.objects.unscoped("the closed unit").filter(pk=unit.pk).update(status=UnitStatus.CLOSED, closed_on=day)
    for model in (Office, WorkingGroup):
        model.objects.unscoped("ends with its unit").filter(unit=unit, ended_at=None).update(ended_at=now)
    GroupSeat.objects.unscoped("ends with its unit").filter(group__unit=unit, ended_at=None).update(ended_at=now)
    counting.append_deltas(counts_of(unit, -1), on=day)
    counting.append_delta(unit.pk, "organisation.units_closed", 1, on=day)
