"""Who may call an operation of the API: each says it once, as ``auth=Scope("app.verb")``."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.tokens import authenticate
from unionhall.kit import reach
from unionhall.kit.access import Access
from unionhall.kit.refused import NotAllowed


class Scope:
    """Lets in a token whose scope holds the permission; the reach of rows is asked again by the operation itself."""

    openapi_name = "token"
    openapi_security_schema = {"type": "http", "scheme": "bearer"}

    def __init__(self, code: str) -> None:
        self.access = Access("permission", code)
        self.code = code

    def __call__(self, request: HttpRequest) -> Any:
        """Return the user for whom the token speaks; ``None`` without a valid one (401); ``NotAllowed`` (403)."""
        user: Any = authenticate(request.headers.get("Authorization", ""))
        if user is None:
            return None
        request.user = user
        if not reach.holds(user, self.code):
            raise NotAllowed(_("This token does not hold the permission %(code)s.") % {"code": self.code}, "UH-2405")
        return user


def caller(request: HttpRequest) -> Any:
    """Return the user for whom the call's token speaks, under the token's limits."""
    return request.user
