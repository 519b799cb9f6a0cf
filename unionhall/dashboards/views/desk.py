"""The workbench, and the board of growth and coverage."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.dashboards import queries
from unionhall.dashboards.permissions import VIEW_BOARD
from unionhall.dashboards.views import charts
from unionhall.dashboards.views.shortcuts import shortcuts_of
from unionhall.kit.access import needs, signed_in
from unionhall.kit.paging import page_by_key
from unionhall.organisation.models import Unit
from unionhall.organisation.standing import standing_of

VIEWS = {
    "units": _("By affiliation"),
    "territory": _("By territory"),
    "kind": _("By kind"),
    "category": _("By category"),
}
ROWS_OF_A_PAGE = 50


@signed_in
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader, the figures of their unit, and where they go most."""
    unit, standing = home_unit(request), standing_of(request)
    shown: dict[str, Any] = {
        "todo": queries.todo_lines(request.user),
        "shortcuts": shortcuts_of(request.user, unit),
        "unit": unit,
        "now": timezone.now(),
    }
    if unit is not None:
        own = standing is not None and not standing.has_below
        shown["row"] = queries.board_rows(request.user, [unit], own=own)[0]
        shown |= _growth_of(unit, own=own)
    return render(request, "dashboards/desk/workbench.html", shown)


@needs(VIEW_BOARD.code)
def board(request: HttpRequest) -> HttpResponse:
    """Show growth and coverage of a unit within reach and of what is below it, in one of four views."""
    unit = _asked_unit(request)
    view = request.GET.get("by", "units")
    if view not in VIEWS:
        raise Http404
    shown = {
        "unit": unit,
        "above": queries.units_on_board(request.user).above(unit),
        "view": view,
        "tabs": _tabs(unit, view),
        "row": queries.board_rows(request.user, [unit], by_territory=view == "territory")[0],
        **_growth_of(unit),
        "now": timezone.now(),
        **_view_of(request, unit, view),
    }
    return render(request, "dashboards/desk/board.html", shown)


def home_unit(request: HttpRequest) -> Unit | None:
    """Return the unit where the reader stands (the header's choice), if they may see its board."""
    standing = standing_of(request)
    return queries.units_on_board(request.user).filter(pk=standing.unit_id).first() if standing else None


def _asked_unit(request: HttpRequest) -> Unit:
    asked = request.GET.get("unit", "")
    unit = queries.units_on_board(request.user).filter(pk=asked).first() if asked.isdecimal() else None
    unit = unit if asked else home_unit(request)
    if unit is None:
        raise Http404
    return unit


def _growth_of(unit: Unit, *, own: bool = False) -> dict[str, Any]:
    growth = queries.growth(unit, own=own)
    return {"levels": charts.levels_chart(growth), "changes": charts.changes_chart(growth)}


def _tabs(unit: Unit, current: str) -> list[dict[str, Any]]:
    address = reverse("dashboards:board")
    return [
        {"label": label, "url": f"{address}?unit={unit.pk}&by={view}", "is_current": view == current}
        for view, label in VIEWS.items()
    ]


def _view_of(request: HttpRequest, unit: Unit, view: str) -> dict[str, Any]:
    if view == "kind":
        return {"breakdown": charts.breakdown_chart(queries.breakdown(request.user, unit, queries.KINDS), view)}
    if view == "category":
        return {"breakdown": charts.breakdown_chart(queries.breakdown(request.user, unit, queries.CATEGORIES), view)}
    units = queries.units_on_board(request.user)
    below = queries.territories_of(units, unit) if view == "territory" else units.filter(parent=unit)
    page = page_by_key(below, request.GET, size=ROWS_OF_A_PAGE)
    in_order = sorted(page.rows, key=lambda one: (one.division_code or "9", one.path))
    rows = queries.board_rows(request.user, in_order, by_territory=view == "territory")
    return {
        "page": page,
        "rows": rows,
        "tiles": charts.tiles(rows, view),
        "coverage": charts.coverage_chart(rows, view),
    }
