"""What several pages do alike: where to go on, and asking for proof of a phone on one address in two steps."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from unionhall.accounts import codes
from unionhall.accounts.addresses import client_address
from unionhall.accounts.forms import PhoneCodeForm, PhoneForm, add_refusal
from unionhall.kit.masks import mask_mobile
from unionhall.kit.refused import Refused
from unionhall.records.actors import Visitor

HOME = "/desk/"
MEMBER_HOME = "/my/"


def next_of(request: HttpRequest, default: str) -> str:
    """Return the page that ``next`` asks for, if it is one of ours."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else default


def with_next(url_name: str, next_url: str, default: str) -> str:
    """Return the address of a page that goes on to ``next_url``."""
    return reverse(url_name) + (f"?{urlencode({'next': next_url})}" if next_url != default else "")


def ask_for_phone(request: HttpRequest, purpose: str) -> tuple[Visitor | None, dict[str, Any]]:
    """Ask for a phone, then for the code sent to it; return the visitor once proven, and what the page shows."""
    if request.method != "POST":
        return None, {"form": PhoneForm(), "step": 1}
    if "code" in request.POST:
        return _proof(request, purpose)
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return None, {"form": form, "step": 1}
    phone = form.cleaned_data["phone"]
    try:
        codes.send_code(phone, purpose, client_address(request))
    except Refused as refusal:
        if refusal.code != codes.SENT_LATELY:
            add_refusal(form, refusal)
            return None, {"form": form, "step": 1}
        return None, {"form": PhoneCodeForm(initial={"phone": phone}), "note": refusal, **_second_step(phone, purpose)}
    return None, {"form": PhoneCodeForm(initial={"phone": phone}), **_second_step(phone, purpose)}


def _proof(request: HttpRequest, purpose: str) -> tuple[Visitor | None, dict[str, Any]]:
    form = PhoneCodeForm(request.POST)
    phone = ""
    if form.is_valid():
        phone, code = form.cleaned_data["phone"], form.cleaned_data["code"]
        try:
            return codes.prove(phone, purpose, code, client_address(request)), {}
        except Refused as refusal:
            add_refusal(form, refusal)
    return None, {"form": form, **_second_step(phone, purpose)}


def _second_step(phone: str, purpose: str) -> dict[str, Any]:
    return {"step": 2, "phone": mask_mobile(phone), "demo_code": codes.demo_code_of(phone, purpose)}
