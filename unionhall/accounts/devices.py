"""Known devices: a browser in which a user signed in fully carries a signed cookie that says so.

A stranger who guesses passwords cannot use up the tries of a known device, so that nobody can lock the owner out.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from unionhall.accounts.models import User

COOKIE = "device"
SALT = "accounts.device"
LASTS_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Device:
    """One browser known for one user, until the user signs out everywhere."""

    user_id: int
    session_version: int
    name: str

    def is_of(self, user: User) -> bool:
        """Say whether the device is still known for this user."""
        return self.user_id == user.pk and self.session_version == user.session_version


def device_of(request: HttpRequest) -> Device | None:
    """Return the device that the request's cookie proves, or ``None``."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS_SECONDS)
        return Device(int(found["user"]), int(found["version"]), str(found["name"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def remember(response: HttpResponseBase, user: User) -> None:
    """Let the browser be a known device of the user from now on."""
    said = {"user": str(user.pk), "version": user.session_version, "name": secrets.token_hex(8)}
    response.set_cookie(
        COOKIE,
        signing.dumps(said, salt=SALT),
        max_age=LASTS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
