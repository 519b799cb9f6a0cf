"""The tree, the list and the page of a unit; founding it and changing its record; choosing one by typing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from unionhall.kit import reach
from unionhall.kit.access import needs, signed_in
from unionhall.kit.paging import count_up_to
from unionhall.kit.views import DeskList
from unionhall.organisation import queries, standing
from unionhall.organisation.forms.filters import UnitFilter
from unionhall.organisation.forms.units import EditForm, FoundForm
from unionhall.organisation.kind import kind_of, kinds_below
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.operations import edit_unit, found_unit, plan_founding
from unionhall.organisation.permissions import APPOINT, EDIT, EXPLAIN, FOUND, RESTRUCTURE, SET_UP_GROUP, VIEW
from unionhall.organisation.roles import label_of
from unionhall.organisation.views.saving import form_page

FIGURES_SHOWN = 7
"""Figures that stand large on a unit's page; the others are a list to open."""

VERBS = {
    "may_edit": EDIT,
    "may_found": FOUND,
    "may_restructure": RESTRUCTURE,
    "may_appoint": APPOINT,
    "may_set_up_group": SET_UP_GROUP,
    "may_explain": EXPLAIN,
}


class UnitList(DeskList):
    """The units within reach."""

    model = Unit
    permission = VIEW.code
    filter_form = UnitFilter
    template_name = "organisation/desk/unit_list.html"

    def get_queryset(self) -> Any:
        """Return the units with the unions above them."""
        return super().get_queryset().select_related("parent", "territory")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of rows and the names of the kinds."""
        context = super().get_context_data(**kwargs)
        total, is_more = count_up_to(self.filter.qs if self.filter else self.get_queryset())
        for unit in context["rows"]:
            unit.kind_label = kind_of(unit.kind).label
        return {**context, "total": total, "is_more": is_more, "may_found": reach.holds(self.request.user, FOUND.code)}


def _nodes(request: HttpRequest, unit: Unit | None) -> list[dict[str, Any]]:
    """Return the branches below a unit; the only top of a reach is shown opened."""
    nodes = queries.branches(request.user, unit)
    for node in nodes:
        has_children, below = node["has_children"], node["unit"]
        node["children_url"] = reverse("organisation:unit-branch", args=[below.pk]) if has_children else ""
        if unit is None and len(nodes) == 1 and has_children:
            node["children"] = _nodes(request, below)
    return nodes


@needs(VIEW.code)
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """Show the tops of the reader's reach; each branch loads when it is opened."""
    context = {
        "nodes": _nodes(request, None),
        "may_restructure": reach.holds(request.user, RESTRUCTURE.code),
    }
    return render(request, "organisation/desk/tree.html", context)


@needs(VIEW.code, Unit)
@require_GET
def branch(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Answer what hangs below a unit: a part for the tree, or a page for whoever has no script."""
    nodes = _nodes(request, unit)
    template = "organisation/desk/tree.html#branch" if getattr(request, "htmx", None) else "organisation/desk/tree.html"
    return render(request, template, {"nodes": nodes, "unit": unit})


@needs(VIEW.code, Unit)
@require_GET
def unit_detail(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show one unit: figures, offices, what is below, places, employers, groups, where it hung."""
    user: Any = request.user
    offices: list[Any] = list(queries.officers(user, unit))
    past: list[Any] = list(queries.past_officers(user, unit))
    for office in (*offices, *past):
        office.label = label_of(office.role)
    below: list[Any] = list(queries.children(user, unit)[:50])
    for child in below:
        child.kind_label = kind_of(child.kind).label
    figures = queries.stock_figures(unit)
    context = {
        "unit": unit,
        "kind": kind_of(unit.kind),
        "above": queries.ancestors(unit),
        "figures": figures[:FIGURES_SHOWN],
        "more_figures": figures[FIGURES_SHOWN:],
        "offices": offices,
        "past_offices": past,
        "below": below,
        "has_room_below": bool(kinds_below(unit.kind)) and unit.is_active,
        "places": queries.places_of(user, unit),
        "employers": queries.employers_of(user, unit),
        "groups": queries.groups_of(user, unit),
        "placements": queries.placements(unit),
        "changes": queries.changes_at(user, unit),
        "former_names": queries.former_names(unit),
        "today": timezone.localdate(),
        "now": timezone.localtime(),
        **{name: reach.holds(user, permission.code, unit) for name, permission in VERBS.items()},
    }
    return render(request, "organisation/desk/unit_detail.html", context)


@needs(FOUND.code, Unit)
def unit_new(request: HttpRequest, parent: Unit) -> HttpResponse:
    """Found a unit below another."""
    form = FoundForm(request.POST or None, parent=parent, by=request.user)

    def act(facts: dict[str, Any]) -> Unit | TreeChange:
        own = {name: facts[name] for name in ("name", "kind", "founded_on", "territory")}
        recorded = {name: value for name, value in form.facts.items() if name != "name"}
        is_to_come = own["founded_on"] is not None and own["founded_on"] > timezone.localdate()
        found = plan_founding if is_to_come else found_unit
        founded: Unit | TreeChange = found(parent=parent, facts=recorded, by=request.user, **own)
        return founded

    page = {"title": _("Found a unit"), "button": _("Found the unit"), "back": parent, "above": parent}
    return form_page(request, form, act, notes=[kind.note for kind in kinds_below(parent.kind) if kind.note], **page)


@needs(EDIT.code, Unit)
def unit_edit(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Change the name or what else is recorded of a unit."""
    form = EditForm(request.POST or None, instance=unit)
    page = {"title": _("Change the record"), "button": _("Save"), "back": unit}

    def act(facts: dict[str, Any]) -> Unit:
        return edit_unit(unit=unit, facts=form.facts, renamed_on=facts["renamed_on"], by=request.user)

    return form_page(request, form, act, **page)


@needs(VIEW.code)
@require_GET
def unit_search(request: HttpRequest) -> HttpResponse:
    """Answer the units found by what was typed, as choices of a form; ``for`` says which may be chosen."""
    rows = queries.units_to_choose(request.user, request.GET.get("for", ""))
    typed = request.GET.get("q", "").strip()[:60]
    hits = queries.search_units(rows.select_related("parent"), typed) if typed else []
    results = [
        {"id": str(unit.pk), "name": unit.name, "note": unit.parent.name if unit.parent else ""} for unit in hits
    ]
    return JsonResponse({"results": results})


@signed_in
@require_POST
def choose_standing(request: HttpRequest) -> HttpResponse:
    """Stand at another of one's units, or take in what is below it, or not."""
    standing.choose(request, unit=request.POST.get("unit"), below=request.POST.get("below"))
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if is_ours else "/desk/")
