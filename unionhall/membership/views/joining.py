"""The form behind a drive's code. Each button of its pages is an action; without JavaScript the same actions go step by
step, and what was typed travels sealed between the pages.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from unionhall.accounts.addresses import client_address
from unionhall.accounts.codes import prove, send_code
from unionhall.kit import cipher
from unionhall.kit.access import public
from unionhall.kit.masks import mask_mobile
from unionhall.kit.refused import Refused
from unionhall.membership.forms.joining import CONFIRMED, JoiningForm, PhoneForm
from unionhall.membership.models import Drive
from unionhall.membership.queries import joining, posters, progress
from unionhall.membership.views import proof, sending
from unionhall.records.actors import Visitor

PURPOSE = "membership.join"
AFTER_THE_DRIVE = {"send", "code", "prove", "leave"}
"""A form written in time is still taken, and an applicant may still prove the phone to see what became of it."""

WORKER = Path(__file__).resolve().parent.parent / "static" / "membership" / "worker.js"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show the step that is due, or do what a button asks for."""
    drive = joining.drive_behind(token)
    if drive is None:
        return _unavailable(request, None)
    action = request.POST.get("action", "")
    visitor = proof.recognise(request)
    if joining.phase_of(drive) != "open" and action not in AFTER_THE_DRIVE and not joining.corrects(visitor, drive):
        return _not_open(request, drive, visitor)
    if request.method == "POST":
        return ACTIONS.get(action, _show)(request, drive, visitor)
    return _show(request, drive, visitor)


def _show(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    if visitor is None or request.GET.get("prove"):
        return _phone_page(request, drive, PhoneForm())
    to_correct = progress.returned(visitor, drive, request.GET.get("correct", ""))
    if to_correct is None and joining.applications_of(visitor, drive).exists() and "again" not in request.GET:
        return redirect("membership:join-done", drive.token)
    initial = progress.entered_before(to_correct) if to_correct else {}
    form = JoiningForm(initial=initial, drive=drive, phone=visitor.phone)
    return _form_page(request, drive, visitor, form, returned_reason=to_correct.reason if to_correct else "")


def _not_open(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    """Lead whoever applied in time to what became of it; nobody gets a form."""
    if visitor is not None and joining.applications_of(visitor, drive).exists():
        return redirect("membership:join-done", drive.token)
    return _phone_page(request, drive, PhoneForm()) if request.GET.get("prove") else _unavailable(request, drive)


def _unavailable(request: HttpRequest, drive: Drive | None) -> HttpResponse:
    phase = joining.phase_of(drive) if drive else "unknown"
    headings = {
        "unknown": (_("This code leads nowhere"), _("Perhaps it was copied in part. Scan the poster once more.")),
        "future": (_("This drive has not begun"), _("Come back on the first day that stands on the poster.")),
        "past": (_("This drive is over"), _("Its last day has passed.")),
        "closed": (_("This drive is closed"), _("The union closed it.")),
    }
    heading, explanation = headings[phase]
    context = {"drive": drive, "heading": heading, "explanation": explanation}
    return render(request, "membership/public/join_unavailable.html", context, status=404 if drive is None else 200)


def _phone_page(request: HttpRequest, drive: Drive, form: PhoneForm, sent_message: str = "") -> HttpResponse:
    headline = posters.headline(drive)
    is_open = joining.phase_of(drive) == "open"
    context = {"drive": drive, "form": form, "headline": headline, "sent_message": sent_message, "is_open": is_open}
    response = render(request, "membership/public/join_phone.html", context)
    response["X-Keep-On-Phone"] = "1"
    return response


def _form_page(
    request: HttpRequest, drive: Drive, visitor: Visitor, form: JoiningForm, *, returned_reason: str = ""
) -> HttpResponse:
    context = {
        "drive": drive,
        "form": form,
        "masked_phone": mask_mobile(visitor.phone),
        "consent": joining.consent_in_force(),
        "answers": [(form.fields[name].label, name) for name in CONFIRMED],
        "returned_reason": returned_reason,
    }
    response = render(request, "membership/public/join_form.html", context)
    response["X-Keep-On-Phone"] = "1"
    return response


def _answers_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _json(said: dict[str, Any], status: int = 200) -> JsonResponse:
    """Answer the script; the header tells it that this is the site, and not the login page of some network."""
    return JsonResponse(said, status=status, headers={"X-Joining": "1"})


def _code(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    form, message = PhoneForm(request.POST), ""
    if form.is_valid():
        try:
            sent = send_code(form.cleaned_data["phone"], PURPOSE, client_address(request))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else "phone", str(refused))
        else:
            message = _("A code is on its way to this phone. It is valid for 5 minutes.")
            if sent.demo_code:
                message = _("Demonstration: no message is sent. The code is %(code)s.") % {"code": sent.demo_code}
    if _answers_json(request):
        return _json({"errors": form.errors}, 422) if form.errors else _json({"message": message})
    return _phone_page(request, drive, form, message)


def _prove(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    form = PhoneForm(request.POST)
    if form.is_valid():
        try:
            proven = prove(form.cleaned_data["phone"], PURPOSE, form.cleaned_data["code"], client_address(request))
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            response = redirect("membership:join", drive.token)
            proof.remember(request, response, proven)
            return response
    return _phone_page(request, drive, form)


def _leave(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    response = redirect("membership:join", drive.token)
    proof.forget(response)
    return response


def _place(drive: Drive, visitor: Visitor) -> str:
    return f"membership.joining:{drive.token}:{visitor.phone}"


def _typed(request: HttpRequest, drive: Drive, visitor: Visitor) -> dict[str, Any]:
    """Return what was typed: from the form itself, or from the seal of the page of confirmation."""
    sealed = request.POST.get("sealed")
    if not sealed:
        return request.POST.dict()
    try:
        typed: dict[str, Any] = json.loads(cipher.unseal(sealed, _place(drive, visitor)))
    except cipher.CipherRefused:
        return {}
    return typed


def _check(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    if visitor is None:
        return _phone_page(request, drive, PhoneForm())
    form = JoiningForm(request.POST, drive=drive, phone=visitor.phone)
    if not form.is_valid():
        return _form_page(request, drive, visitor, form)
    typed = {name: value for name, value in request.POST.items() if name in form.fields}
    sealed = cipher.seal(json.dumps(typed), _place(drive, visitor))
    rows = [*form.rows, (_("Phone"), mask_mobile(visitor.phone))]
    context = {"drive": drive, "rows": rows, "sealed": sealed}
    return render(request, "membership/public/join_confirm.html", context)


def _change(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    if visitor is None:
        return _phone_page(request, drive, PhoneForm())
    form = JoiningForm(initial=_typed(request, drive, visitor), drive=drive, phone=visitor.phone)
    return _form_page(request, drive, visitor, form)


def _send(request: HttpRequest, drive: Drive, visitor: Visitor | None) -> HttpResponse:
    """Hand the application in; the script gets JSON, everybody else the page of the receipt."""
    if visitor is None:
        message = _("The proof of your phone is older than a day. Prove it again; what you typed is kept.")
        said = {"proof": True, "message": message}
        return _json(said, 409) if _answers_json(request) else _phone_page(request, drive, PhoneForm(), message)
    form = JoiningForm(_typed(request, drive, visitor), drive=drive, phone=visitor.phone)
    number = sending.send(request, drive, visitor, form) if form.is_valid() else None
    if number is None:
        if _answers_json(request):
            return _json({"errors": form.errors}, 422)
        return _form_page(request, drive, visitor, form)
    done = reverse("membership:join-done", args=[drive.token])
    return _json({"number": number, "url": done}) if _answers_json(request) else redirect(done)


ACTIONS: dict[str, Callable[[HttpRequest, Drive, Visitor | None], HttpResponse]] = {
    "code": _code,
    "prove": _prove,
    "check": _check,
    "change": _change,
    "send": _send,
    "leave": _leave,
}


@public
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Show the visitor what became of the application."""
    drive = joining.drive_behind(token)
    visitor = proof.recognise(request)
    found = joining.applications_of(visitor, drive).first() if drive and visitor else None
    if drive is None or found is None:
        return redirect("membership:join", token)
    context = {"drive": drive, "current": progress.of(found)}
    return render(request, "membership/public/join_done.html", context)


@public
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take the visitor's own application back."""
    drive = joining.drive_behind(token)
    visitor = proof.recognise(request)
    if drive is None or visitor is None:
        return redirect("membership:join", token)
    asked = request.POST.get("application", "")
    own = joining.applications_of(visitor, drive).filter(pk=int(asked) if asked.isdecimal() else 0).first()
    if own is None:
        raise Http404
    sending.withdraw(request, own, visitor)
    return redirect("membership:join-done", token)


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker from where it may look after the joining pages."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
