"""Moving, merging, splitting and closing units, each with what follows from it; changes that wait for an answer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from unionhall.kit.access import needs
from unionhall.kit.paging import page_by_key
from unionhall.organisation import operations, queries, succession
from unionhall.organisation.forms.units import AnswerForm, CloseForm, MergeForm, MoveForm, SplitForm
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.operations.checks import OWN_FIGURES, left_at
from unionhall.organisation.operations.structure import holder_above, sides_missing
from unionhall.organisation.permissions import RESTRUCTURE
from unionhall.organisation.views.saving import acted, form_page


def consequences(unit: Unit, *, below: bool) -> list[tuple[Any, Any]]:
    """Return what a change carries along, with links: of the unit itself, or (``below``) of its subtree."""
    rows: dict[str, Any] = {str(_("Number of units below")): queries.count_below(unit)}
    rows |= {str(amount.label): _linked(str(amount), amount.url) for amount in succession.amounts(unit, below=below)}
    for figure in queries.stock_figures(unit, own=not below):
        if not below and figure["code"].startswith(OWN_FIGURES):
            continue
        rows[str(figure["label"])] = _linked(f"{figure['value']:,}", figure["url"])
    return list(rows.items())


def _linked(shown: str, url: str) -> Any:
    return format_html('<a href="{}">{}</a>', url, shown) if url else shown


@needs(RESTRUCTURE.code, Unit)
def unit_move(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Move a unit with all below it."""
    form = MoveForm(request.POST or None, unit=unit)
    page = {"title": _("Move %(name)s") % {"name": unit.name}, "button": pgettext("tree", "Move"), "back": unit}
    text = _("All of this goes along. If the other union is not in your reach, its leaders are asked first.")

    def act(facts: dict[str, Any]) -> TreeChange:
        return operations.move_unit(unit=unit, parent=facts.pop("target"), by=request.user, **facts)

    return form_page(request, form, act, consequences=consequences(unit, below=True), text=text, **page)


@needs(RESTRUCTURE.code, Unit)
def unit_merge(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Merge a unit into another."""
    form = MergeForm(request.POST or None, unit=unit)
    page = {
        "title": _("Merge %(name)s into another unit") % {"name": unit.name},
        "button": pgettext("tree", "Merge"),
        "back": unit,
    }
    text = _("All of this goes over. The unit is closed, its offices end; its history stays readable.")
    notes = [_("Cards stay valid. Decided applications and past figures stay with the closed unit.")]

    def act(facts: dict[str, Any]) -> TreeChange:
        return operations.merge_units(unit=unit, into=facts.pop("target"), by=request.user, **facts)

    follows = consequences(unit, below=False)
    return form_page(request, form, act, consequences=follows, text=text, notes=notes, is_grave=True, **page)


@needs(RESTRUCTURE.code, Unit)
def unit_close(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Close a unit; whoever still belongs to it goes elsewhere first, or to the union above."""
    is_empty = not left_at(unit)
    form = CloseForm(request.POST or None, holder=None if is_empty else holder_above(unit))
    page = {"title": _("Close %(name)s") % {"name": unit.name}, "button": _("Close the unit"), "back": unit}
    text = _("A unit can be closed when nothing belongs to it any more. Its offices end; its history stays readable.")
    notes = [] if is_empty else [_where_to(unit)]

    def act(facts: dict[str, Any]) -> TreeChange:
        return operations.close_unit(unit=unit, by=request.user, **facts)

    follows = consequences(unit, below=False)
    return form_page(request, form, act, consequences=follows, text=text, notes=notes, is_grave=True, **page)


def _where_to(unit: Unit) -> Any:
    """Return the sentence that says where those can go who still belong to a unit."""
    merge, split = (reverse(f"organisation:unit-{verb}", args=[unit.pk]) for verb in ("merge", "split"))
    said = _("Something still belongs to this unit: let it go to another union first, or to the one above by the tick.")
    links = ((merge, _("Merge it into another unit")), (split, _("Split it")))
    return format_html("{} {}", said, format_html_join(" · ", '<a href="{}">{}</a>', links))


@needs(RESTRUCTURE.code, Unit)
def unit_split(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Found a unit beside another (or below a street's) and let units, employers and members go over."""
    if unit.parent is None:
        raise Http404
    form = SplitForm(request.POST or None, unit=unit, by=request.user)
    page = {"title": _("Split %(name)s") % {"name": unit.name}, "button": pgettext("tree", "Split"), "back": unit}

    def act(facts: dict[str, Any]) -> TreeChange:
        parent = unit if facts.pop("is_below", False) else unit.parent
        return operations.split_unit(unit=unit, parent=parent, by=request.user, **facts)

    text = _("What you choose goes over to the new unit; all else stays. The old unit has now:")
    return form_page(request, form, act, consequences=consequences(unit, below=False), text=text, **page)


@needs(RESTRUCTURE.code)
@require_GET
def change_list(request: HttpRequest) -> HttpResponse:
    """List the changes of the tree that concern the reader: open ones, or settled ones."""
    is_open = request.GET.get("state", "open") == "open"
    changes: Any = queries.changes_for(request.user, is_open=is_open)
    page = page_by_key(changes, request.GET)
    to_answer = set(queries.changes_to_answer(request.user).values_list("pk", flat=True))
    for change in page.rows:
        change.waits_for_reader = change.pk in to_answer
        change.missing = sides_missing(change)
        is_stopped = change.job is None or change.job.is_over
        change.may_be_withdrawn = change.asked_by_id == request.user.pk and is_stopped
    context = {"page": page, "rows": page.rows, "is_open": is_open}
    template = "organisation/desk/change_list.html"
    return render(request, f"{template}#rows" if getattr(request, "htmx", False) else template, context)


def _change_to_answer(request: HttpRequest, pk: int) -> TreeChange:
    return get_object_or_404(queries.changes_to_answer(request.user), pk=pk)


@needs(RESTRUCTURE.code)
@require_POST
def change_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a change for one's side."""
    change = get_object_or_404(queries.changes_for(request.user, is_open=True), pk=pk)
    return acted(request, lambda: operations.consent_to_change(change=change, by=request.user), _("Agreed."))


@needs(RESTRUCTURE.code)
def change_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a change for one's side, with an answer."""
    change = _change_to_answer(request, pk)
    form = AnswerForm(request.POST or None)
    page = {"title": _("Refuse the change"), "button": pgettext("tree", "Refuse"), "back": change, "is_grave": True}

    def act(facts: dict[str, Any]) -> TreeChange:
        return operations.refuse_change(change=change, by=request.user, **facts)

    return form_page(request, form, act, consequences=consequences(change.unit, below=True), text=str(change), **page)


@needs(RESTRUCTURE.code, TreeChange)
@require_POST
def change_withdraw(request: HttpRequest, change: TreeChange) -> HttpResponse:
    """Take a change back before it is done."""
    return acted(request, lambda: operations.withdraw_change(change=change, by=request.user), _("Taken back."))
