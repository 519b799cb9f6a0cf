"""Signing in and out, and taking up an invitation."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from unionhall.accounts import claims, devices, sessions, sign_in
from unionhall.accounts.addresses import client_address
from unionhall.accounts.demo_credentials import code_after
from unionhall.accounts.forms import InvitationForm, SecondFactorForm, SignInForm, add_refusal
from unionhall.accounts.models import User
from unionhall.accounts.operations.signing_in import (
    note_full_sign_in,
    note_member_sign_in,
    note_password_sign_in,
    note_sign_out,
)
from unionhall.accounts.operations.users import accept_invitation, invited_user
from unionhall.accounts.queries import demo_messages, demo_step_of, has_second_factor
from unionhall.accounts.views.answers import HOME, MEMBER_HOME, ask_for_phone, next_of, with_next
from unionhall.kit.access import public, signed_in
from unionhall.kit.refused import Refused
from unionhall.records.actors import Visitor


@public
@sensitive_post_parameters()
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; then for the second factor, or lead to setting one up."""
    next_url = next_of(request, HOME)
    if next_url.startswith(MEMBER_HOME):
        return redirect(with_next("accounts:my-sign-in", next_url, MEMBER_HOME))
    form = SignInForm(request.POST or None)
    is_locked = False
    if request.method == "POST" and form.is_valid():
        typed = {"login": form.cleaned_data["login"], "password": form.cleaned_data["password"]}
        try:
            user = sign_in.check_login(**typed, ip=client_address(request), device=devices.device_of(request))
        except Refused as refusal:
            is_locked = refusal.code == sign_in.LOCKED_BY_TRIES
            add_refusal(form, refusal)
        else:
            return _after_password(request, user, next_url)
    return render(request, "accounts/public/sign_in.html", {"form": form, "is_locked": is_locked})


def _after_password(request: HttpRequest, user: User, next_url: str) -> HttpResponse:
    """Ask for the second factor; whoever has none yet sets one up first."""
    if has_second_factor(user):
        sessions.wait(request, user, next_url)
        return redirect("accounts:second-factor")
    sessions.begin(request, user, way=sessions.STAFF)
    note_password_sign_in(by=user)
    response = redirect(with_next("accounts:set-up-second-factor", next_url, HOME))
    devices.remember(response, user)
    return response


@public
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator's code after a right password."""
    found = sessions.waiting(request)
    if found is None:
        return redirect("accounts:sign-in")
    user, next_url = found
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof = {"code": form.cleaned_data["code"], "ip": client_address(request), "device": devices.device_of(request)}
        try:
            sign_in.check_second_factor(user=user, **proof)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            sessions.begin(request, user, way=sessions.STAFF, has_second_factor=True)
            note_full_sign_in(by=user)
            response = redirect(next_url)
            devices.remember(response, user)
            return response
    demo_code = code_after(demo_step_of(user)) if user.is_demo else ""
    return render(request, "accounts/public/second_factor.html", {"form": form, "demo_code": demo_code})


@public
def unlock(request: HttpRequest) -> HttpResponse:
    """Let the owner of an account whose tries are used up try again: a code by message makes the device known."""
    visitor, context = ask_for_phone(request, "unlock")
    if visitor is None:
        return render(request, "accounts/public/unlock.html", context)
    response = redirect("accounts:sign-in")
    user = User.objects.with_phone(visitor.phone).filter(is_active=True).first()
    if user is not None:
        devices.remember(response, user)
    return response


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and go back to the door one came through."""
    is_member = request.session[sessions.KEY]["way"] == sessions.MEMBER
    user: Any = request.user
    note_sign_out(by=user)
    sessions.end(request)
    return redirect("accounts:my-sign-in" if is_member else "accounts:sign-in")


@public
def my_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a member in by phone and code; whether the phone is enrolled is said only to whoever holds it."""
    visitor, context = ask_for_phone(request, "sign-in")
    if visitor is None:
        return render(request, "accounts/member/sign_in.html", context)
    user = claims.user_for(visitor)
    if user is None:
        return render(request, "accounts/member/nobody.html", {"visitor": visitor})
    sessions.begin(request, user, way=sessions.MEMBER)
    note_member_sign_in(by=user)
    return redirect(next_of(request, MEMBER_HOME))


@public
def demo_phones(request: HttpRequest) -> HttpResponse:
    """Show what the invented phones of the demonstration would have received; a real installation has no such page."""
    if not settings.IS_DEMO:
        raise Http404
    return render(request, "accounts/public/demo_phones.html", {"received": demo_messages(20)})


@public
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited user choose a name and a password, then set up the authenticator."""
    user = invited_user(token)
    if user is None:
        return render(request, "accounts/public/invitation_over.html", status=404)
    initial = {} if user.username.startswith("u") and user.username[1:].isdigit() else {"username": user.username}
    form = InvitationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = {"username": form.cleaned_data["username"], "password": form.cleaned_data["password"]}
        visitor = Visitor(phone=user.phone.reveal(), proven=True)
        try:
            user = accept_invitation(token=token, **chosen, by=visitor)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _after_password(request, user, HOME)
    return render(request, "accounts/public/invitation.html", {"form": form, "invited": user})
