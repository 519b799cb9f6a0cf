"""Employers and places."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from unionhall.kit import reach
from unionhall.kit.access import needs
from unionhall.kit.paging import count_up_to
from unionhall.kit.views import DeskList
from unionhall.organisation import operations
from unionhall.organisation.forms.filters import EmployerFilter, PlaceFilter
from unionhall.organisation.forms.register import CoverForm, EmployerForm, NewEmployerForm, NewPlaceForm, PlaceForm
from unionhall.organisation.models import Employer, Place
from unionhall.organisation.permissions import EDIT_EMPLOYERS, EDIT_PLACES, VIEW_EMPLOYERS, VIEW_PLACES
from unionhall.organisation.views.saving import form_page

EMPLOYERS = {"back_url": "organisation:employer-list", "back_title": gettext_lazy("Employers")}
PLACES = {"back_url": "organisation:place-list", "back_title": gettext_lazy("Places")}


class RegisterList(DeskList):
    """A list with the number of its rows and a button for a new one."""

    edit_permission: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of rows, and whether the reader may add one."""
        context = super().get_context_data(**kwargs)
        total, is_more = count_up_to(self.filter.qs if self.filter else self.get_queryset())
        may_edit = reach.holds(self.request.user, self.edit_permission)
        return {**context, "total": total, "is_more": is_more, "may_edit": may_edit}


class EmployerList(RegisterList):
    """The employers within reach."""

    model = Employer
    permission = VIEW_EMPLOYERS.code
    edit_permission = EDIT_EMPLOYERS.code
    filter_form = EmployerFilter
    template_name = "organisation/desk/employer_list.html"

    def get_queryset(self) -> Any:
        """Return the employers with their unions and places of business."""
        return super().get_queryset().select_related("unit", "street")


@needs(VIEW_EMPLOYERS.code, Employer)
@require_GET
def employer_detail(request: HttpRequest, employer: Employer) -> HttpResponse:
    """Show an employer."""
    may_edit = reach.holds(request.user, EDIT_EMPLOYERS.code, employer)
    context = {"employer": employer, "may_edit": may_edit}
    return render(request, "organisation/desk/employer_detail.html", context)


@needs(EDIT_EMPLOYERS.code)
def employer_new(request: HttpRequest) -> HttpResponse:
    """Enter an employer."""
    form = NewEmployerForm(request.POST or None, by=request.user)
    page = {"title": _("Enter an employer"), "button": _("Enter"), **EMPLOYERS}

    def act(facts: dict[str, Any]) -> Employer:
        own = {name: facts[name] for name in ("uscc", "street", "unit")}
        recorded = {name: value for name, value in form.facts.items() if name != "name"}
        return operations.register_employer(name=facts["name"], facts=recorded, by=request.user, **own)

    return form_page(request, form, act, **page)


@needs(EDIT_EMPLOYERS.code, Employer)
def employer_edit(request: HttpRequest, employer: Employer) -> HttpResponse:
    """Change what is recorded of an employer."""
    form = EmployerForm(request.POST or None, instance=employer)
    page = {"title": _("Change the record"), "button": _("Save"), "back": employer, **EMPLOYERS}

    def act(facts: dict[str, Any]) -> Employer:
        return operations.edit_employer(employer=employer, facts=facts, by=request.user)

    return form_page(request, form, act, **page)


@needs(EDIT_EMPLOYERS.code, Employer)
def employer_cover(request: HttpRequest, employer: Employer) -> HttpResponse:
    """Say which union covers an employer."""
    form = CoverForm(request.POST or None, by=request.user, initial={"unit": employer.unit_id})
    title = _("Covering union of %(name)s") % {"name": employer.name}
    page = {"title": title, "button": _("Save"), "back": employer, **EMPLOYERS}

    def act(facts: dict[str, Any]) -> Employer:
        return operations.cover_employer(employer=employer, by=request.user, **facts)

    return form_page(request, form, act, **page)


class PlaceList(RegisterList):
    """The places within reach."""

    model = Place
    permission = VIEW_PLACES.code
    edit_permission = EDIT_PLACES.code
    filter_form = PlaceFilter
    template_name = "organisation/desk/place_list.html"

    def get_queryset(self) -> Any:
        """Return the places with the units that run them."""
        return super().get_queryset().select_related("unit")


@needs(VIEW_PLACES.code, Place)
@require_GET
def place_detail(request: HttpRequest, place: Place) -> HttpResponse:
    """Show a place."""
    may_edit = reach.holds(request.user, EDIT_PLACES.code, place)
    return render(request, "organisation/desk/place_detail.html", {"place": place, "may_edit": may_edit})


@needs(EDIT_PLACES.code)
def place_new(request: HttpRequest) -> HttpResponse:
    """Enter a place."""
    form = NewPlaceForm(request.POST or None, by=request.user)
    page = {"title": _("Enter a place"), "button": _("Enter"), **PLACES}

    def act(facts: dict[str, Any]) -> Place:
        own = {name: facts[name] for name in ("kind", "unit", "name", "address")}
        recorded = {name: value for name, value in form.facts.items() if name not in own}
        return operations.open_place(facts=recorded, by=request.user, **own)

    return form_page(request, form, act, **page)


@needs(EDIT_PLACES.code, Place)
def place_edit(request: HttpRequest, place: Place) -> HttpResponse:
    """Change what is recorded of a place."""
    form = PlaceForm(request.POST or None, instance=place)
    page = {"title": _("Change the record"), "button": _("Save"), "back": place, **PLACES}

    def act(facts: dict[str, Any]) -> Place:
        return operations.edit_place(place=place, facts=facts, by=request.user)

    return form_page(request, form, act, **page)
