"""Units and their counts in the API."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from unionhall.accounts.api_access import Scope
from unionhall.kit import registries
from unionhall.kit.api_pages import Page, Problem, page_by_cursor
from unionhall.organisation import counting
from unionhall.organisation.models import Unit
from unionhall.organisation.permissions import VIEW

router = Router(tags=["organisation"])

MONTH = r"^(\d{4}-(0[1-9]|1[0-2]))?$"


class UnitOut(Schema):
    """A unit of the tree."""

    id: str
    kind: str
    name: str
    short_name: str
    parent: str | None
    territory: str | None
    division_code: str
    status: str
    founded_on: date | None


class Count(Schema):
    """One figure of a unit with all that is below it."""

    measure: str
    label: str
    amount: int


class Counts(Schema):
    """A unit's figures: stocks as of now, flows of the month asked for."""

    unit: str
    as_of: datetime
    month: str
    counts: list[Count]


def _shown(unit: Unit) -> dict[str, Any]:
    return {
        "id": str(unit.pk),
        "kind": unit.kind,
        "name": unit.name,
        "short_name": unit.short_name,
        "parent": str(unit.parent_id) if unit.parent_id else None,
        "territory": str(unit.territory_id) if unit.territory_id else None,
        "division_code": unit.division_code,
        "status": unit.status,
        "founded_on": unit.founded_on,
    }


@router.get("/units", response={200: Page[UnitOut], 401: Problem, 403: Problem}, auth=Scope(VIEW.code))
def list_units(request: HttpRequest, parent: str = "", kind: str = "", q: str = "", cursor: str = "") -> dict[str, Any]:
    """List the units within reach: those below `parent`, of a `kind`, or found by name or pinyin (`q`)."""
    rows = Unit.objects.within_reach(request.user, VIEW.code)
    if parent:
        rows = rows.filter(parent=parent) if parent.isdecimal() and len(parent) < 20 else rows.none()
    if kind:
        rows = rows.filter(kind=kind)
    return page_by_cursor(request, rows.matching(q) if q else rows, _shown)


@router.get(
    "/units/{unit_id}", response={200: UnitOut, 401: Problem, 403: Problem, 404: Problem}, auth=Scope(VIEW.code)
)
def read_unit(request: HttpRequest, unit_id: str) -> dict[str, Any]:
    """Read one unit within reach."""
    return _shown(_unit(request, unit_id))


@router.get(
    "/units/{unit_id}/counts",
    response={200: Counts, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    auth=Scope(VIEW.code),
)
def read_counts(request: HttpRequest, unit_id: str, month: str = Query("", pattern=MONTH)) -> dict[str, Any]:
    """Read a unit's figures with all that is below it; `month` (`YYYY-MM`) is the present one unless given."""
    unit, month = _unit(request, unit_id), month or counting.month_of(timezone.localdate())
    measures = registries.measures()
    stocks = [code for code, measure in measures.items() if not measure.is_flow]
    flows = [code for code, measure in measures.items() if measure.is_flow]
    figures = counting.totals([unit.pk], stocks)[unit.pk] | counting.totals([unit.pk], flows, period=month)[unit.pk]
    counts = [{"measure": code, "label": str(measures[code].label), "amount": figures[code]} for code in measures]
    return {"unit": str(unit.pk), "as_of": timezone.now(), "month": month, "counts": counts}


def _unit(request: HttpRequest, unit_id: str) -> Unit:
    key = int(unit_id) if unit_id.isdecimal() and len(unit_id) < 20 else 0
    return get_object_or_404(Unit.objects.within_reach(request.user, VIEW.code), pk=key)
