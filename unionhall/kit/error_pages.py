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


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler400``."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler403``; the text of ``PermissionDenied`` is shown, if it has one."""
    return error_page(request, 403, message=str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler404``; the exception's text is not shown, because it names models and addresses."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``."""
    return error_page(request, 500)


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's ``CSRF_FAILURE_VIEW``."""
    return error_page(request, 403, template="403_csrf")
