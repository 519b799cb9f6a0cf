"""Founding a unit and changing what is recorded of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national import uscc as credit_code
from unionhall.kit.refused import Refused
from unionhall.organisation import counting, paths
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import FormerName, Placement, Unit
from unionhall.organisation.search_text import search_text_of
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

EDITABLE = (
    "name",
    "short_name",
    "division_code",
    "approved_by",
    "approval_number",
    "uscc",
    "term_number",
    "term_years",
    "term_starts_on",
    "term_ends_on",
    "address",
    "postcode",
    "full_time_cadres",
    "venue_area",
    "has_audit_committee",
    "has_women_committee",
)
"""What may be entered at the founding and changed later."""


@operation("organisation.found", of="parent", journal=_("Founded %(name)s under %(parent)s"))
def found_unit(
    *,
    parent: Unit | None,
    kind: str,
    name: str,
    by: Actor,
    founded_on: date | None = None,
    territory: Unit | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Unit:
    """Found a unit of a kind below ``parent``; the root of the tree has none.

    ``territory`` is the street or district where it sits, by default its parent's. Raises ``Refused`` when the kind may
    not hang there, the parent is closed, the day lies ahead, or a fact is wrong.
    """
    today = timezone.localdate()
    _check_place(kind, parent)
    if founded_on and founded_on > today:
        raise Refused(_("The founding lies ahead. Enter the unit on that day."), "UH-3002", field="founded_on")
    counting.lock_tree()
    if parent:
        parent.refresh_from_db(fields=["path", "status", "territory"])
    unit = Unit(kind=kind, name=name.strip(), parent=parent, founded_on=founded_on or today, **_editable(facts or {}))
    unit.path = paths.next_path(parent)
    unit.territory = _territory(kind, parent, territory)
    unit.search_text = search_text_of(unit.name, unit.short_name)
    _validate(unit)
    unit.save(force_insert=True)
    begins = max(unit.founded_on or today, counting.first_open_day())
    Placement.objects.create(unit=unit, parent=parent, valid_from=begins)
    counting.append_deltas(counts_of(unit))
    counting.append_delta(unit.pk, "organisation.units_founded", 1, on=unit.founded_on)
    note(unit, name=unit.name, parent=parent.name if parent else "", new={"kind": kind, "founded_on": unit.founded_on})
    return unit


@operation("organisation.edit", of="unit", journal=_("Changed what is recorded of %(name)s"))
def edit_unit(*, unit: Unit, facts: Mapping[str, Any], by: Actor, renamed_on: date | None = None) -> Unit:
    """Change the name or other recorded facts of a unit; only what differs is written and noted.

    A name that is replaced is kept with the day from which the new one is valid, today by default.
    """
    list(Unit.objects.unscoped("lock").filter(pk=unit.pk).select_for_update(no_key=True).values_list("pk"))
    unit.refresh_from_db()
    old = {name: getattr(unit, name) for name in _editable(facts)}
    new = {name: value for name, value in _editable(facts).items() if value != old[name]}
    for name, value in new.items():
        setattr(unit, name, value)
    unit.search_text = search_text_of(unit.name, unit.short_name)
    _validate(unit)
    unit.save(update_fields=[*new, "search_text"])
    if "name" in new:
        _keep_name(unit, old["name"], renamed_on or timezone.localdate())
    note(unit, name=unit.name, old={name: old[name] for name in new}, new=new)
    return unit


def _keep_name(unit: Unit, name: str, valid_to: date) -> None:
    last = unit.former_names.order_by("valid_to").values_list("valid_to", flat=True).last() or unit.founded_on
    if valid_to > timezone.localdate() or (last and valid_to < last):
        message = _("Choose a day from %(day)s until today.") % {"day": last or "-"}
        raise Refused(message, "UH-3065", field="renamed_on")
    FormerName.objects.create(unit=unit, name=name, valid_to=valid_to)


def counts_of(unit: Unit, sign: int = 1) -> list[tuple[int, str, int]]:
    """Return what one unit counts for: itself, and its kind."""
    return [(unit.pk, "organisation.units", sign), (unit.pk, f"organisation.units.{unit.kind}", sign)]


def _editable(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not facts of a unit: {', '.join(sorted(unknown))}")
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if "uscc" in cleaned:
        cleaned["uscc"] = (cleaned["uscc"] or "").upper() or None
    return cleaned


def _check_place(kind: str, parent: Unit | None) -> None:
    """Refuse a kind that may not hang there, or a parent that is closed."""
    if parent is None:
        if kind_of(kind).parents:
            raise Refused(_("Choose the union it belongs to."), "UH-3003", field="parent")
        return
    check_may_hang(kind, parent)


def check_may_hang(kind: str, parent: Unit) -> None:
    """Refuse to hang a unit of this kind below this parent, if the kinds or the parent's state forbid it."""
    facts = {"kind": kind_of(kind).label, "parent": kind_of(parent.kind).label, "name": parent.name}
    if not kind_of(kind).may_hang_below(parent.kind):
        message = _("A unit of the kind “%(kind)s” cannot belong to one of the kind “%(parent)s”. Choose another.")
        raise Refused(message % facts, "UH-3004", field="kind")
    if not parent.is_active:
        raise Refused(_("%(name)s is closed. Choose a union that exists.") % facts, "UH-3005", field="parent")


def _territory(kind: str, parent: Unit | None, chosen: Unit | None) -> Unit | None:
    """Return where a unit sits: a territorial federation is its own territory, any other has one."""
    if kind_of(kind).is_territorial or parent is None:
        return None
    if chosen is not None and not kind_of(chosen.kind).is_territorial:
        raise Refused(_("Choose a district, a subdistrict or a town as the territory."), "UH-3006", field="territory")
    return chosen or (parent if kind_of(parent.kind).is_territorial else parent.territory)


def _validate(unit: Unit) -> None:
    """Refuse with the first fault of the fields, constraints included."""
    try:
        _check_uscc(unit)
        unit.full_clean(exclude=["parent", "territory"])
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Refused(messages[0], "UH-3007", field=None if field == "__all__" else field) from wrong


def _check_uscc(unit: Unit) -> None:
    if not unit.uscc:
        return
    unit.uscc = credit_code.parse_union(unit.uscc).code
    starts = kind_of(unit.kind).uscc_starts
    if starts is None or not unit.uscc.startswith(starts):
        message = _("The credit code of a union of this kind starts with %(starts)s.") % {"starts": starts or "-"}
        raise Refused(message, "UH-3008", field="uscc")
