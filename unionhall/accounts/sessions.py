"""Sessions: how they begin, how long they last, and what is proven in them."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.kit.reach import Limits

STAFF, MEMBER = "staff", "member"
KEY = "sign_in"
WAITING = "waiting_sign_in"
IDLE_SECONDS = {STAFF: 30 * 60, MEMBER: 30 * 24 * 3600}
ABSOLUTE_SECONDS = {STAFF: 12 * 3600, MEMBER: 365 * 24 * 3600}
COOKIE_SECONDS = {STAFF: 12 * 3600, MEMBER: 30 * 24 * 3600}
SECOND_FACTOR_SECONDS = 15 * 60
WAITING_SECONDS = 10 * 60
SEEN_EVERY = {STAFF: 60, MEMBER: 24 * 3600}
"""A session is written down again at most this often, in seconds."""


def _now() -> int:
    return int(timezone.now().timestamp())


def adopt(request: HttpRequest) -> None:
    """Count a session that another way of signing in began (Django's ``login``) as staff's, without second factor."""
    if KEY not in request.session:
        request.session[KEY] = {"way": STAFF, "began": _now(), "seen": _now(), "proven": 0}


def begin(request: HttpRequest, user: User, *, way: str, has_second_factor: bool = False) -> None:
    """Sign the user in under a new session key; ``way`` is ``STAFF`` (password) or ``MEMBER`` (code by message)."""
    login(request, user, backend="unionhall.accounts.backends.UserBackend")
    request.session.pop(WAITING, None)
    request.session[KEY] = {"way": way, "began": _now(), "seen": _now(), "proven": _now() if has_second_factor else 0}
    request.session.set_expiry(COOKIE_SECONDS[way])
    apply(request)


def end(request: HttpRequest) -> None:
    """Sign out: the session and all that is in it goes."""
    logout(request)


def wait(request: HttpRequest, user: User, next_url: str) -> None:
    """Remember for ten minutes, under a new session key, that the password was right; the second factor is missing."""
    request.session.cycle_key()
    request.session[WAITING] = {"user": str(user.pk), "version": user.session_version, "at": _now(), "next": next_url}


def waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Return the user whose second factor is missing, and where they want to go; ``None`` if there is nobody."""
    said: dict[str, Any] = request.session.get(WAITING, {})
    if not said or _now() - said["at"] > WAITING_SECONDS:
        return None
    user = User.objects.filter(pk=said["user"], session_version=said["version"], is_active=True).first()
    return (user, said["next"]) if user else None


def prove(request: HttpRequest) -> None:
    """Write down that the second factor was shown now."""
    request.session[KEY] = {**request.session[KEY], "proven": _now()}
    apply(request)


def is_over(request: HttpRequest) -> bool:
    """Say whether the session was idle too long or is too old."""
    said = request.session[KEY]
    now = _now()
    return now - said["seen"] > IDLE_SECONDS[said["way"]] or now - said["began"] > ABSOLUTE_SECONDS[said["way"]]


def touch(request: HttpRequest) -> None:
    """Write down that the session is in use."""
    said = request.session[KEY]
    if _now() - said["seen"] >= SEEN_EVERY[said["way"]]:
        request.session[KEY] = {**said, "seen": _now()}


def apply(request: HttpRequest) -> None:
    """Tell the request's user what the session proves: the second factor, or only the phone."""
    said = request.session[KEY]
    user: Any = request.user
    user.has_recent_second_factor = _now() - said["proven"] <= SECOND_FACTOR_SECONDS
    user.limits = Limits(is_own_only=True) if said["way"] == MEMBER else None
