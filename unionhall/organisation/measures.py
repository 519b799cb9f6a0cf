"""The figures that the organisation counts, and how to count them anew."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import Measure
from unionhall.organisation.kind import all_kinds
from unionhall.organisation.models import Employer, Place, Unit
from unionhall.organisation.permissions import VIEW, VIEW_EMPLOYERS, VIEW_PLACES

Counted = Iterable[tuple[int, str, int]]
Recount = Callable[[], Counted]
WHY = "counting anew"


def _units(kind: str | None = None) -> Counted:
    rows = Unit.objects.unscoped(WHY).active()
    rows = rows.filter(kind=kind) if kind else rows
    return ((unit_id, "", 1) for unit_id in rows.values_list("pk", flat=True).iterator())


def _by_month(field: str) -> Counted:
    rows = Unit.objects.unscoped(WHY).exclude(**{field: None}).order_by()
    for unit_id, day in rows.values_list("pk", field).iterator():
        yield unit_id, f"{day:%Y-%m}", 1


def _summed(rows: QuerySet[Any], by: str, amount: Any) -> Counted:
    for unit_id, total in rows.order_by().values_list(by).annotate(amount=amount):
        if total:
            yield unit_id, "", int(total)


def _employers(amount: Any, *, is_covered: bool = False) -> Recount:
    def count() -> Counted:
        rows = Employer.objects.unscoped(WHY).filter(is_active=True)
        return _summed(rows.exclude(unit=None) if is_covered else rows, "counted_at", amount)

    return count


def _list_of(name: str, query: str = "") -> Callable[[int], str]:
    return lambda unit_id: f"{reverse(f'organisation:{name}')}?unit={unit_id}{query}"


def _of_kind(slug: str) -> Recount:
    return lambda: _units(slug)


UNITS = _("units")


def _of_units(
    code: str, label: Any, recount: Recount, query: str, *, is_flow: bool = False, group: str = ""
) -> Measure:
    rows = _list_of("unit-list", query)
    return Measure(f"organisation.{code}", label, UNITS, recount, rows, VIEW.code, is_flow, group)


def _of_employers(code: str, label: Any, unit_of_measure: Any, recount: Recount, query: str = "") -> Measure:
    rows = _list_of("employer-list", query)
    return Measure(f"organisation.{code}", label, unit_of_measure, recount, rows, VIEW_EMPLOYERS.code)


COVERED = "&is_covered=true"
entries = [
    _of_units("units", _("Unions"), _units, "&status=active"),
    *(
        _of_units(
            f"units.{kind.slug}",
            kind.label,
            _of_kind(kind.slug),
            f"&status=active&kind={kind.slug}",
            group="units-by-kind",
        )
        for kind in all_kinds()
    ),
    _of_units("units_founded", _("Unions founded"), lambda: _by_month("founded_on"), "", is_flow=True),
    _of_units("units_closed", _("Unions closed"), lambda: _by_month("closed_on"), "&status=closed", is_flow=True),
    _of_employers("employers", _("Employers"), UNITS, _employers(Count("pk"))),
    _of_employers(
        "covered_employers", _("Employers with a union"), UNITS, _employers(Count("pk"), is_covered=True), COVERED
    ),
    _of_employers("staff", _("Staff"), _("people"), _employers(Sum("staff"))),
    _of_employers(
        "covered_staff",
        _("Staff of employers with a union"),
        _("people"),
        _employers(Sum("staff"), is_covered=True),
        COVERED,
    ),
    Measure(
        "organisation.places",
        _("Places"),
        _("places"),
        lambda: _summed(Place.objects.unscoped(WHY).filter(is_open=True), "unit", Count("pk")),
        _list_of("place-list"),
        VIEW_PLACES.code,
    ),
]
