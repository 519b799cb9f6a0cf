"""Who can sign in: for the administrators of the data centre, and for offices within their reach."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.accounts.forms import ReasonForm, UserSearch
from unionhall.accounts.models import User
from unionhall.accounts.operations import second_factor, users
from unionhall.accounts.queries import has_second_factor
from unionhall.kit import reach
from unionhall.kit.access import needs
from unionhall.kit.refused import Refused
from unionhall.kit.views import DeskList
from unionhall.records.receipts import act_once


class UserList(DeskList):
    """The users within reach, found by the beginning of a name."""

    permission = "accounts.view_users"
    model = User
    template_name = "accounts/desk/user_list.html"

    def get_queryset(self) -> Any:
        """Filter by what was typed."""
        typed = self.request.GET.get("q", "").strip()
        rows = super().get_queryset()
        return rows.filter(Q(username__startswith=typed) | Q(name__startswith=typed)) if typed else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the search form."""
        return super().get_context_data(search=UserSearch(self.request.GET), **kwargs)


@needs("accounts.view_users", User)
def user_detail(request: HttpRequest, user: User) -> HttpResponse:
    """Show a user and what may be done with the account."""
    may = {verb: reach.holds(request.user, f"accounts.{verb}", user) for verb in ("reset_second_factor", "close_user")}
    context = {
        "person": user,
        "may": may,
        "has_second_factor": has_second_factor(user),
        "reset_form": ReasonForm(prefix="reset"),
        "close_form": ReasonForm(prefix="close"),
    }
    return render(request, "accounts/desk/user_detail.html", context)


@require_POST
@needs("accounts.reset_second_factor", User)
def reset_second_factor(request: HttpRequest, user: User) -> HttpResponse:
    """Take a lost authenticator away."""
    done = _("The second factor was taken away; the user was told.")
    return _with_reason(request, user, "reset", second_factor.reset_second_factor, done)


@require_POST
@needs("accounts.close_user", User)
def close_user(request: HttpRequest, user: User) -> HttpResponse:
    """Close the account."""
    return _with_reason(request, user, "close", users.close_user, _("The account is closed."))


@require_POST
@needs("accounts.view_users", User)
def invite_again(request: HttpRequest, user: User) -> HttpResponse:
    """Send another link to the user's phone, with which they set a password."""
    by: Any = request.user

    def do() -> dict[str, Any]:
        users.invite_user(phone=user.phone.reveal() if user.phone else "", name=user.name, by=by)
        return {"user": str(user.pk)}

    try:
        act_once(request, request.POST.get("key", ""), do)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A link was sent to %(phone)s.") % {"phone": user.phone})
    return redirect("accounts:user-detail", pk=user.pk)


def _with_reason(request: HttpRequest, user: User, prefix: str, act: Any, done: str) -> HttpResponse:
    form = ReasonForm(request.POST, prefix=prefix)
    by: Any = request.user
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def do() -> dict[str, Any]:
        act(user=user, reason=reason, by=by)
        return {"user": str(user.pk)}

    try:
        act_once(request, request.POST.get("key", ""), do)
    except Refused as refusal:
        if refusal.status != Refused.status:
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("accounts:user-detail", pk=user.pk)
