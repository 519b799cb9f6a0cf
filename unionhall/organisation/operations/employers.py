"""Entering employers, changing what is recorded of them, covering them by a union."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national import uscc as credit_code
from unionhall.kit.refused import Refused
from unionhall.organisation import counting
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, Unit
from unionhall.organisation.operations.checks import check_room
from unionhall.organisation.operations.holding import hold_open
from unionhall.organisation.search_text import search_text_of
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

EDITABLE = (
    "name",
    "nature",
    "industry",
    "address",
    "staff",
    "women_staff",
    "migrant_staff",
    "contact_name",
    "is_active",
)


@operation("organisation.edit_employers", of="street", journal=_("Entered the employer %(name)s"))
def register_employer(
    *, street: Unit, uscc: str, name: str, by: Actor, unit: Unit | None = None, facts: Mapping[str, Any] | None = None
) -> Employer:
    """Enter an employer at its place of business, covered by a union or not yet.

    Raises ``Refused`` when the credit code is wrong or in the register already, or a figure is impossible.
    """
    if not kind_of(street.kind).is_territorial:
        raise Refused(
            _("Choose a district, a subdistrict or a town as the place of business."), "UH-3051", field="street"
        )
    employer = Employer(
        uscc=credit_code.parse(uscc).code, name=name.strip(), street=street, unit=unit, counted_at=unit or street
    )
    for fact, value in _editable(facts or {}).items():
        setattr(employer, fact, value)
    hold_open(unit or street)
    if unit is not None:
        _check_cover(employer, unit)
    _validate(employer)
    employer.save(force_insert=True)
    counting.append_deltas(counts_of_employer(employer))
    note(employer, name=employer.name, new={"uscc": employer.uscc, "unit": unit.pk if unit else None})
    return employer


@operation("organisation.edit_employers", of="employer", journal=_("Changed what is recorded of the employer %(name)s"))
def edit_employer(*, employer: Employer, facts: Mapping[str, Any], by: Actor) -> Employer:
    """Change recorded facts of an employer; the counts follow."""
    _lock(employer)
    new = {name: value for name, value in _editable(facts).items() if value != getattr(employer, name)}
    old = {name: getattr(employer, name) for name in new}
    before = counts_of_employer(employer, -1)
    for name, value in new.items():
        setattr(employer, name, value)
    _validate(employer)
    employer.save(update_fields=[*new, "search_text"])
    counting.append_deltas(netted(before + counts_of_employer(employer)))
    note(employer, name=employer.name, old=old, new=new)
    return employer


@operation("organisation.edit_employers", of="employer", journal=_("%(name)s is covered by: %(unit)s"))
def cover_employer(*, employer: Employer, unit: Unit | None, by: Actor) -> Employer:
    """Let a union cover an employer, or none any more (then the street counts it again)."""
    if unit is not None:
        hold_open(unit)
    _lock(employer)
    if unit is not None:
        _check_cover(employer, unit)
    old, before = employer.unit_id, counts_of_employer(employer, -1)
    employer.unit, employer.counted_at = unit, unit or employer.street
    employer.save(update_fields=["unit", "counted_at"])
    counting.append_deltas(netted(before + counts_of_employer(employer)))
    note(
        employer, name=employer.name, unit=unit.name if unit else "-", old={"unit": old}, new={"unit": unit and unit.pk}
    )
    return employer


def counts_of_employer(employer: Employer, sign: int = 1) -> list[tuple[int, str, int]]:
    """Return what an employer counts for, at its one counting unit; nothing once it is out of business."""
    if not employer.is_active:
        return []
    at = employer.counted_at_id
    counts = [(at, "organisation.employers", sign), (at, "organisation.staff", sign * employer.staff)]
    if employer.unit_id:
        covered = [
            (at, "organisation.covered_employers", sign),
            (at, "organisation.covered_staff", sign * employer.staff),
        ]
        counts += covered
    return counts


def netted(changes: list[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Add up the changes of the same figure at the same unit."""
    sums: dict[tuple[int, str], int] = {}
    for unit_id, measure, amount in changes:
        sums[unit_id, measure] = sums.get((unit_id, measure), 0) + amount
    return [(unit_id, measure, amount) for (unit_id, measure), amount in sums.items() if amount]


def _lock(employer: Employer) -> None:
    list(Employer.objects.unscoped("lock").filter(pk=employer.pk).select_for_update(no_key=True).values_list("pk"))
    employer.refresh_from_db()


def _editable(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not facts of an employer: {', '.join(sorted(unknown))}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def _check_cover(employer: Employer, unit: Unit) -> None:
    others = Employer.objects.unscoped("employers of a union").filter(unit=unit).exclude(pk=employer.pk).count()
    check_room(unit, others + 1)


def _validate(employer: Employer) -> None:
    employer.search_text = search_text_of(employer.name)
    try:
        employer.full_clean(exclude=["street", "unit", "counted_at"])
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Refused(messages[0], "UH-3053", field=None if field == "__all__" else field) from wrong
