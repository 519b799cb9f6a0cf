"""The member's home, card and data; everything shown is the reader's own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from unionhall.accounts.models import Message
from unionhall.kit import qr
from unionhall.kit.access import signed_in
from unionhall.kit.masks import mask_name
from unionhall.kit.refused import Refused
from unionhall.membership.models import Card
from unionhall.membership.operations.own_data import withdraw_consent
from unionhall.membership.queries import cards
from unionhall.portal import operations, queries
from unionhall.portal.forms import CorrectionForm
from unionhall.records.receipts import act_once


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show where the member stands, and what is new."""
    user: Any = request.user
    context = {
        "membership": queries.membership_of(user),
        "applications": queries.progress_of(user),
        "unread": Message.objects.inbox_of(user).unread().count(),
    }
    return render(request, "portal/member/home.html", context)


def _code(request: HttpRequest, card: Card) -> dict[str, Any]:
    address = settings.PUBLIC_ADDRESS.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    link = address + reverse("membership:card-check", args=[cards.token_of(card)])
    return {"drawing": qr.svg(link, label=_("Code of the card")), "link": link, "seconds": cards.SECONDS}


@signed_in
def card(request: HttpRequest) -> HttpResponse:
    """Show the card with a code that lives a minute; the script fetches the next one in time."""
    own = cards.valid_card_of(request.user.pk)
    if own is None:
        return redirect("portal:home")
    membership = own.membership
    context = {
        "membership": membership,
        "masked_name": mask_name(membership.person.name),
        "code": _code(request, own),
        "at": timezone.localtime(),
    }
    return render(request, "portal/member/card.html", context)


@signed_in
@require_GET
def card_code(request: HttpRequest) -> HttpResponse:
    """Give the script the next code."""
    own = cards.valid_card_of(request.user.pk)
    if own is None:
        raise Http404
    code = _code(request, own)
    return JsonResponse({"drawing": code["drawing"], "link": code["link"], "seconds": code["seconds"]})


@signed_in
def data(request: HttpRequest) -> HttpResponse:
    """Show what is held about the member, and what they may do about it."""
    return _data_page(request, CorrectionForm())


def _data_page(request: HttpRequest, form: CorrectionForm) -> HttpResponse:
    user: Any = request.user
    held = queries.held_about(user)
    context = {"held": held, "agreed": queries.agreed_to(held.consents), "form": form}
    return render(request, "portal/member/data.html", context)


@signed_in
@require_POST
def data_export(request: HttpRequest) -> HttpResponse:
    """Hand over a copy of everything, as a file."""
    user: Any = request.user
    copy = operations.export_own_data(user=user, by=user)
    answer = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@signed_in
@require_POST
def data_correction(request: HttpRequest) -> HttpResponse:
    """Tell the member's union what has to be corrected."""
    form, user = CorrectionForm(request.POST), request.user
    if not form.is_valid():
        return _data_page(request, form)
    text: str = form.cleaned_data["text"]
    by: Any = user
    try:
        act_once(
            request, form.cleaned_data["key"], lambda: {"told": operations.ask_correction(user=by, text=text, by=by)}
        )
    except Refused as refused:
        form.add_error("text", str(refused))
        return _data_page(request, form)
    messages.success(request, _("Your union has your request. It answers within 15 working days."))
    return redirect("portal:data")


@signed_in
@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own consent back."""
    by: Any = request.user
    own = next((consent for consent in queries.held_about(by).consents if consent.pk == pk), None)
    if own is None:
        raise Http404
    act_once(request, request.POST.get("key", ""), lambda: {"consent": str(withdraw_consent(consent=own, by=by).pk)})
    messages.success(request, _("Your consent is withdrawn from today on. What was done before stays lawful."))
    return redirect("portal:data")
