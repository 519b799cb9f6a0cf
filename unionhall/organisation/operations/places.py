"""Opening a place where a union serves, and changing what is recorded of it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.organisation import counting
from unionhall.organisation.models import Place, Unit
from unionhall.organisation.operations.holding import hold_open
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

EDITABLE = ("name", "address", "opening_hours", "area", "is_open")


@operation("organisation.edit_places", of="unit", journal=_("Opened the place %(name)s"))
def open_place(
    *, unit: Unit, kind: str, name: str, address: str, by: Actor, facts: Mapping[str, Any] | None = None
) -> Place:
    """Enter a place that a unit runs."""
    hold_open(unit)
    place = Place(unit=unit, kind=kind, **_editable({"name": name, "address": address, **(facts or {})}))
    _validate(place)
    place.save(force_insert=True)
    if place.is_open:
        counting.append_delta(unit.pk, "organisation.places", 1)
    note(place, name=place.name, new={"kind": kind})
    return place


@operation("organisation.edit_places", of="place", journal=_("Changed what is recorded of the place %(name)s"))
def edit_place(*, place: Place, facts: Mapping[str, Any], by: Actor) -> Place:
    """Change recorded facts of a place; one that is not open is not counted."""
    list(Place.objects.unscoped("lock").filter(pk=place.pk).select_for_update().values_list("pk"))
    place.refresh_from_db()
    new = {name: value for name, value in _editable(facts).items() if value != getattr(place, name)}
    old = {name: getattr(place, name) for name in new}
    was_open = place.is_open
    for name, value in new.items():
        setattr(place, name, value)
    _validate(place)
    place.save(update_fields=list(new))
    counting.append_delta(place.unit_id, "organisation.places", int(place.is_open) - int(was_open))
    note(place, name=place.name, old=old, new=new)
    return place


def _editable(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not facts of a place: {', '.join(sorted(unknown))}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def _validate(place: Place) -> None:
    try:
        place.full_clean(exclude=["unit"])
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Refused(messages[0], "UH-3061", field=None if field == "__all__" else field) from wrong
