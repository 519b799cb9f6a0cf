"""Users for tests, and browsers in which they are signed in."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from unionhall.accounts import sessions, totp
from unionhall.accounts.models import SecondFactor, User

PASSWORD = "Copper-Kettle-77"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
_hashed: list[str] = []
_count = iter(range(10**6))


def make_user(*, password: bool = False, second_factor: bool = False, **fields: Any) -> User:
    """Make a user with a phone of their own; with a password and an authenticator if asked for."""
    number = next(_count)
    fields = {"username": f"user-{number}", "name": "王小明", "phone": f"1201{number:07}"} | fields
    user = User(**fields)
    if password:
        _hashed.extend([] if _hashed else [make_password(PASSWORD)])
        user.password = _hashed[0]
    else:
        user.set_unusable_password()
    user.save()
    if second_factor:
        SecondFactor.objects.create(user=user, secret=SECRET, confirmed_at=timezone.now())
    return user


def code_now(steps: int = 0) -> str:
    """Return the code that the authenticator shows now, or some steps away."""
    return totp.code_of_step(SECRET, totp.step_at(timezone.now().timestamp()) + steps)


def signed_in(user: User, *, second_factor: bool = True, way: str = sessions.STAFF) -> Client:
    """Return a browser in which the user is signed in."""
    client = Client()
    client.force_login(user, backend="unionhall.accounts.backends.UserBackend")
    now = int(timezone.now().timestamp())
    session = client.session
    session[sessions.KEY] = {"way": way, "began": now, "seen": now, "proven": now if second_factor else 0}
    session.save()
    return client
