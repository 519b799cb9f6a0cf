"""The texts of messages: each app lists its own in ``notices.py``; parameters fill the named places."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.kit.discovery import discover


@dataclass(frozen=True)
class Notice:
    """One text: its key, what stands above it in an inbox, and the body, also sent by text message."""

    key: str
    subject: Any
    body: Any


@cache
def notices() -> dict[str, Notice]:
    """Return every app's notices by key."""
    return {notice.key: notice for module in discover("notices") for notice in module.entries}


def notice_of(key: str) -> Notice:
    """Return the notice with this key; ``LookupError`` if no app lists it."""
    try:
        return notices()[key]
    except KeyError:
        raise LookupError(f"no app lists the notice {key!r} in its notices.py") from None


entries = [
    Notice(
        "accounts.code",
        _("Your code"),
        _("Your code is %(code)s. It is valid for 5 minutes. Tell it to nobody, not even to the union."),
    ),
    Notice(
        "accounts.invitation",
        _("Invitation"),
        _("%(name)s, %(inviter)s invites you to work in Unionhall. Open %(link)s within 72 hours."),
    ),
    Notice(
        "accounts.second_factor_reset",
        _("Your second factor was taken away"),
        _("%(actor)s took your second factor away: %(reason)s. If you did not ask for it, call your office at once."),
    ),
    Notice(
        "accounts.password_changed",
        _("Your password was changed"),
        _("Your password was changed. If it was not you, call your office at once."),
    ),
    Notice(
        "accounts.phone_changed",
        _("Your phone was changed"),
        _("You now sign in with the phone %(phone)s. If it was not you, call your office at once."),
    ),
]
