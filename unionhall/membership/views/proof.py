"""A visitor's proof that the phone is theirs: a sealed cookie on that phone, for a day and the joining pages."""

import json
import time

from django.http import HttpRequest, HttpResponse

from unionhall.kit import cipher
from unionhall.records.actors import Visitor

COOKIE = "joining"
PATH = "/join/"
SECONDS = 24 * 60 * 60
PLACE = "membership.joining:cookie"


def recognise(request: HttpRequest) -> Visitor | None:
    """Return the visitor whose phone was proven from this browser within a day, or ``None``."""
    try:
        said = json.loads(cipher.unseal(request.COOKIES.get(COOKIE, ""), PLACE))
    except cipher.CipherRefused:
        return None
    return Visitor(phone=said["phone"], proven=True) if said["until"] > time.time() else None


def remember(request: HttpRequest, response: HttpResponse, visitor: Visitor) -> None:
    """Let this browser speak for the proven phone for a day."""
    said = json.dumps({"phone": visitor.phone, "until": int(time.time()) + SECONDS})
    response.set_cookie(
        COOKIE,
        cipher.seal(said, PLACE),
        max_age=SECONDS,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Let this browser speak for nobody."""
    response.delete_cookie(COOKIE, path=PATH)
