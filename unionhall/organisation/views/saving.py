"""What every form of the organisation does when it is sent: act once, show a refusal at its field, go on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from unionhall.kit.refused import Refused, SecondFactorNeeded
from unionhall.records.receipts import act_once


def saved(request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], Model]) -> HttpResponse | None:
    """Run ``act`` on the cleaned data once and lead to the page of what it returns; ``None``: show the form again."""
    if request.method != "POST" or not form.is_valid():
        return None
    facts = {name: value for name, value in form.cleaned_data.items() if name != "key"}

    def once() -> dict[str, Any]:
        changed: Any = act(facts)
        return {"url": changed.get_absolute_url()}

    try:
        answer = act_once(request, form.cleaned_data["key"], once).answer
    except SecondFactorNeeded:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    return redirect(answer["url"])


def form_page(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], Model], **context: Any
) -> HttpResponse:
    """Answer a page that is one form: its ``title``, ``button``, ``back`` and what follows from it."""
    answer = saved(request, form, act)
    return answer or render(request, "organisation/desk/form.html", {"form": form, **context})


def acted(request: HttpRequest, act: Callable[[], Model], told: Any) -> HttpResponse:
    """Run a verb that asks nothing but its key, say what was done, and lead to the page of what it returns."""

    def once() -> dict[str, Any]:
        changed: Any = act()
        return {"url": changed.get_absolute_url()}

    answer = act_once(request, request.POST.get("key", ""), once)
    if not answer.is_repeat:
        messages.success(request, told)
    return redirect(answer.answer["url"])
