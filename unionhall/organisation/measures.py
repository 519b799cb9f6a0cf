"""The figures that the organisation counts, and how to count them anew."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import Measure
from unionhall.organisation.kind import all_kinds
from unionhall.organisation.models import Employer, Place, Unit

Counted = Iterable[tuple[int, str, int]]
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


def _employers(amount: Any, *, is_covered: bool = False) -> Callable[[], Counted]:
    def count() -> Counted:
        rows = Employer.objects.unscoped(WHY).filter(is_active=True)
        return _summed(rows.exclude(unit=None) if is_covered else rows, "counted_at", amount)

    return count


def _list_of(name: str, query: str = "") -> Callable[[int], str]:
    return lambda unit_id: f"{reverse(f'organisation:{name}')}?unit={unit_id}{query}"


def _of_kind(slug: str) -> Callable[[], Counted]:
    return lambda: _units(slug)


UNITS = _("units")
entries = [
    Measure("organisation.units", _("Unions"), UNITS, _units, _list_of("unit-list", "&status=active")),
    *(
        Measure(
            f"organisation.units.{kind.slug}",
            kind.label,
            UNITS,
            _of_kind(kind.slug),
            _list_of("unit-list", f"&status=active&kind={kind.slug}"),
        )
        for kind in all_kinds()
    ),
    Measure(
        "organisation.units_founded",
        _("Unions founded"),
        UNITS,
        lambda: _by_month("founded_on"),
        _list_of("unit-list"),
        is_flow=True,
    ),
    Measure(
        "organisation.units_closed",
        _("Unions closed"),
        UNITS,
        lambda: _by_month("closed_on"),
        _list_of("unit-list", "&status=closed"),
        is_flow=True,
    ),
    Measure("organisation.employers", _("Employers"), UNITS, _employers(Count("pk")), _list_of("employer-list")),
    Measure(
        "organisation.covered_employers",
        _("Employers with a union"),
        UNITS,
        _employers(Count("pk"), is_covered=True),
        _list_of("employer-list", "&is_covered=true"),
    ),
    Measure("organisation.staff", _("Staff"), _("people"), _employers(Sum("staff")), _list_of("employer-list")),
    Measure(
        "organisation.covered_staff",
        _("Staff of employers with a union"),
        _("people"),
        _employers(Sum("staff"), is_covered=True),
        _list_of("employer-list", "&is_covered=true"),
    ),
    Measure(
        "organisation.places",
        _("Places"),
        _("places"),
        lambda: _summed(Place.objects.unscoped(WHY).filter(is_open=True), "unit", Count("pk")),
        _list_of("place-list"),
    ),
]
