"""What the frame around every page shows of accounts: the bell and the user's own menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.accounts.queries import unread_count
from unionhall.kit import shell
from unionhall.kit.shell import Link


def provide_all() -> None:
    """Answer the frame's questions about the user."""
    shell.provide("unread", unread)
    shell.provide("inbox_url", inbox_url)
    shell.provide("account_links", account_links)


def unread(request: HttpRequest) -> int:
    """Return how many messages the reader has not read."""
    user: Any = request.user
    return unread_count(user) if user.is_authenticated else 0


def inbox_url(request: HttpRequest) -> str:
    """Return where the bell leads."""
    return reverse("accounts:my-inbox" if request.path.startswith("/my/") else "accounts:inbox")


def account_links(request: HttpRequest) -> list[Link]:
    """Return the user's own menu."""
    return [
        Link(_("My settings"), reverse("accounts:me"), "settings"),
        Link(_("Sign out"), reverse("accounts:sign-out"), "logout", is_post=True),
    ]
