"""Requests that no browser and no honest program sends: refused before anything reads them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NOTHING = "\x00"
SPELLED = (b"%00", b"\\u0000")
"""The character that PostgreSQL's texts cannot hold, as forms and JSON spell it."""

READ_WHOLE = {"application/x-www-form-urlencoded", "application/json"}


def refuse_null_characters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to a null character in path, query or body; uploads are read by whoever takes them."""

    def refuse(request: HttpRequest) -> HttpResponse:
        typed = request.path + request.META.get("QUERY_STRING", "")
        if NOTHING in typed or SPELLED[0].decode() in typed:
            raise BadRequest("a null character in the address")
        if request.content_type in READ_WHOLE and any(spelled in request.body for spelled in SPELLED):
            raise BadRequest("a null character in the body")
        return get_response(request)

    return refuse
