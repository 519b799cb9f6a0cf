"""Pages that say what went wrong and what to do. They need no database, no session and no context processor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

STATUSES = frozenset({400, 403, 404, 409, 410, 413, 429, 500, 503, 507})


def error_page(
    request: HttpRequest, status: int, *, message: Any = "", code: str = "", template: str = ""
) -> HttpResponse:
    """Answer with the page of ``status`` (one of ``STATUSES``); ``message`` says what in particular is to be done."""
    request_id = getattr(request, "id", "") or request.headers.get("X-Request-ID", "")
    shown = {"status": status, "message": message, "code": code, "request_id": request_id}
    answer = HttpResponse(render_to_string(f"kit/errors/{template or status}.html", shown), status=status)
    answer["Cache-Control"] = "no-store"
    if status in (429, 503):
        answer["Retry-After"] = "60"
    return answer
