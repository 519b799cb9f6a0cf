"""The style guide of a demonstration: every part with invented data, on each layout, at ``/style-guide/``."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit import style_guide_data as data
from unionhall.kit.access import public
from unionhall.kit.error_pages import STATUSES, error_page
from unionhall.kit.forms import ChoiceCards, KeyedForm
from unionhall.kit.paging import KeyPage


class FilterForm(forms.Form):
    """The filters over the list of members."""

    q = forms.CharField(label=_("Name, pinyin or number"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), choices=data.UNITS, required=False)
    state = forms.ChoiceField(label=_("State"), choices=data.STATES, required=False)


class JoiningForm(KeyedForm, forms.Form):
    """A phone form with every kind of field."""

    name = forms.CharField(label=_("Name"), widget=forms.TextInput({"autocomplete": "name"}))
    id_number = forms.CharField(
        label=_("ID number"),
        help_text=_("Only to make sure that it is you. It is stored encrypted; pages show the last four places."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )
    work = forms.ChoiceField(label=_("How you work"), choices=data.WORK, widget=ChoiceCards(notes=data.WORK_NOTES))
    company = forms.ChoiceField(label=_("Company"), choices=data.COMPANIES)
    agrees = forms.BooleanField(label=_("I join the union of my own free will and keep its constitution."))

    def clean_id_number(self) -> str:
        """Refuse, to show what a refusal looks like."""
        raise forms.ValidationError(_("The last place does not fit the others. Compare the number with your card."))


def _shown(**more: Any) -> dict[str, Any]:
    return {"now": timezone.now(), **more}


@public
def parts(request: HttpRequest) -> HttpResponse:
    """Show the parts on a desk page."""
    shown = _shown(
        timeline=data.timeline(),
        tiles=data.TILES,
        tree=data.TREE,
        facts=data.FACTS,
        growth=data.growth(),
        districts=data.districts(),
        form=JoiningForm(data.JOINING),
        tones=("neutral", "success", "warning", "danger", "info", "plum"),
    )
    return render(request, "kit/style_guide/parts.html", shown)


@public
def members(request: HttpRequest) -> HttpResponse:
    """Show a list of the desk, whole or its rows."""
    rows = data.MEMBERS if request.GET.get("state") != "none" else []
    page = KeyPage(rows, older="1", newer=None)  # type: ignore[type-var]
    shown = _shown(page=page, rows=rows, form=FilterForm(request.GET), tabs=data.TABS, batch=data.BATCH)
    shown["growth"] = data.growth()
    part = "#rows" if getattr(request, "htmx", None) else ""
    return render(request, f"kit/style_guide/members.html{part}", shown)


@public
def joining(request: HttpRequest) -> HttpResponse:
    """Show a form on the phone, with errors after it was sent."""
    form = JoiningForm(request.POST if request.method == "POST" else data.JOINING if "errors" in request.GET else None)
    return render(request, "kit/style_guide/joining.html", _shown(form=form))


@public
def member(request: HttpRequest) -> HttpResponse:
    """Show a member's page."""
    return render(request, "kit/style_guide/member.html", _shown(facts=data.FACTS, timeline=data.timeline()))


@public
def field(request: HttpRequest) -> HttpResponse:
    """Show a page for people on duty."""
    return render(request, "kit/style_guide/field.html", _shown())


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the page where officers sign in."""
    return render(request, "kit/style_guide/sign_in.html", _shown())


@public
def error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error."""
    return error_page(request, status if status in STATUSES else 404, code="UH-1000")


app_name = "style-guide"
urlpatterns = [
    path("", parts, name="parts"),
    path("members/", members, name="members"),
    path("joining/", joining, name="joining"),
    path("member/", member, name="member"),
    path("field/", field, name="field"),
    path("sign-in/", sign_in, name="sign-in"),
    path("errors/<int:status>/", error, name="error"),
]
