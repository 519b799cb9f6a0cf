"""The pages for requests that cannot be answered: each says what happened and what to do."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from unionhall.project.outages import answer_outage, outage_status


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself is broken."""
    return _answer(request, 400, _("The browser sent something that cannot be read. Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed."""
    return _answer(request, 403, _("Your office does not include this. Ask the chair of your union."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing that this reader may know of."""
    return _answer(request, 404, _("There is no such page, or it lies outside your union."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 and 507 when the cause is a lost database or a full disk. Must not ask the database."""
    if (status := outage_status(sys.exc_info()[1])) is not None:
        return answer_outage(request, status)
    return _answer(request, 500, _("Something went wrong on our side. Nothing was saved. Please try again."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, usually from a page left open too long."""
    return _answer(request, 403, _("This page was open too long. Load it again and send the form once more."))


def _answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
    code = f"UH-9{status}"
    if not request.accepts("text/html"):
        return JsonResponse({"message": message, "code": code}, status=status)
    context = {"message": message, "code": code, "status": status}
    return HttpResponse(render_to_string("project/error.html", context), status=status)
