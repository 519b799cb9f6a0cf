"""One's own settings, on the desk and on the member's site: the same pages in two frames."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from unionhall.accounts import devices, sessions, sign_in, totp
from unionhall.accounts.addresses import client_address
from unionhall.accounts.demo_credentials import code_after
from unionhall.accounts.forms import (
    ChangePasswordForm,
    LanguageForm,
    SecondFactorForm,
    TokenForm,
    add_refusal,
)
from unionhall.accounts.models import ApiToken, SecondFactor
from unionhall.accounts.operations import second_factor as second_factors
from unionhall.accounts.operations import tokens, users
from unionhall.accounts.queries import demo_step_of, has_second_factor, tokens_of
from unionhall.accounts.views.answers import HOME, MEMBER_HOME, ask_for_phone, next_of
from unionhall.kit.access import needs, signed_in
from unionhall.kit.refused import Refused
from unionhall.records.receipts import act_once


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """Return the layout around a page that stands both on the desk and on the member's site, and its addresses."""
    is_member = request.path.startswith(MEMBER_HOME)
    layout, prefix = ("kit/layouts/member.html", "my-") if is_member else ("kit/layouts/desk.html", "")
    return {"layout": layout, "is_member": is_member, "me_url": reverse(f"accounts:{prefix}me"), "prefix": prefix}


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show one's settings."""
    user: Any = request.user
    context = frame_of(request) | {
        "form": LanguageForm(initial={"language": user.language}),
        "has_second_factor": has_second_factor(user),
        "tokens": tokens_of(user),
    }
    return render(request, "accounts/desk/me.html", context)


@signed_in
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language."""
    form = LanguageForm(request.POST)
    user: Any = request.user
    if form.is_valid():
        users.choose_language(user=user, language=form.cleaned_data["language"], by=user)
    return redirect(frame_of(request)["me_url"])


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the user, this one too."""
    user: Any = request.user
    users.end_sessions(user=user, by=user)
    is_member = frame_of(request)["is_member"]
    sessions.end(request)
    return redirect("accounts:my-sign-in" if is_member else "accounts:sign-in")


@signed_in
def change_phone(request: HttpRequest) -> HttpResponse:
    """Take another phone, proven by a code sent to it."""
    visitor, context = ask_for_phone(request, "change-phone")
    frame = frame_of(request)
    if visitor is None:
        return render(request, "accounts/desk/phone.html", frame | context)
    user: Any = request.user
    try:
        users.change_phone(user=user, phone=visitor.phone, by=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("From now on you sign in with this phone."))
    return redirect(frame["me_url"])


@signed_in
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Take a new password; the old one is asked for, and its tries are counted like those of a sign-in."""
    user: Any = request.user
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old = {"login": user.username, "password": form.cleaned_data["old"]}
        try:
            sign_in.check_login(**old, ip=client_address(request), device=devices.device_of(request))
            users.change_password(user=user, password=form.cleaned_data["password"], by=user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password was changed. Other sessions have ended."))
            return redirect("accounts:me")
    return render(request, "accounts/desk/password.html", {"form": form})


@signed_in
@sensitive_post_parameters()
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor once more, and go back."""
    user: Any = request.user
    next_url = next_of(request, HOME)
    if not has_second_factor(user):
        messages.info(request, _("What you want to do needs a second factor. Set up an authenticator first."))
        return redirect(f"{reverse('accounts:set-up-second-factor')}?{request.GET.urlencode()}")
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof = {"code": form.cleaned_data["code"], "ip": client_address(request), "device": devices.device_of(request)}
        try:
            sign_in.check_second_factor(user=user, **proof)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            sessions.prove(request)
            return redirect(next_url)
    demo_code = code_after(demo_step_of(user)) if user.is_demo else ""
    return render(request, "accounts/desk/prove.html", {"form": form, "demo_code": demo_code})


@signed_in
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Show the state of the authenticator; a POST begins a new one, whose code the page then asks for."""
    user: Any = request.user
    if request.method == "POST":
        second_factors.begin_second_factor(user=user, by=user)
        return redirect(request.get_full_path())
    return _second_factor_page(request, SecondFactorForm())


@signed_in
@require_POST
def confirm_second_factor(request: HttpRequest) -> HttpResponse:
    """Take the new authenticator into use and show the recovery codes, this once."""
    user: Any = request.user
    form = SecondFactorForm(request.POST)
    if form.is_valid():
        try:
            codes = second_factors.confirm_second_factor(user=user, code=form.cleaned_data["code"], by=user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            sessions.prove(request)
            return _codes_page(request, codes)
    return _second_factor_page(request, form)


@signed_in
@require_POST
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them, this once."""
    user: Any = request.user
    return _codes_page(request, second_factors.renew_recovery_codes(user=user, by=user))


def _second_factor_page(request: HttpRequest, form: SecondFactorForm) -> HttpResponse:
    user: Any = request.user
    factor = SecondFactor.objects.filter(user=user).first()
    secret = factor.next_secret.reveal() if factor and factor.next_secret else ""
    context = {
        "form": form,
        "factor": factor,
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "address": totp.address_for_apps(secret, user.username, _("Unionhall")) if secret else "",
    }
    return render(request, "accounts/desk/second_factor.html", context)


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next_url": next_of(request, HOME)}
    return render(request, "accounts/desk/recovery_codes.html", context)


@needs("accounts.tokens")
def make_token(request: HttpRequest) -> HttpResponse:
    """Make an API token and show its text, this once."""
    user: Any = request.user
    form = TokenForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("name", "scope", "days", "unit_id")}
        made: dict[str, Any] = {}

        def do() -> dict[str, Any]:
            made["token"], made["text"] = tokens.make_token(user=user, **chosen, by=user)
            return {"token": str(made["token"].pk)}

        try:
            act_once(request, form.cleaned_data["key"], do)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return render(request, "accounts/desk/token_made.html", made) if made else redirect("accounts:me")
    return render(request, "accounts/desk/token_new.html", {"form": form})


@signed_in
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    user: Any = request.user
    tokens.revoke_token(token=get_object_or_404(ApiToken, pk=pk, user=user), by=user)
    return redirect("accounts:me")
