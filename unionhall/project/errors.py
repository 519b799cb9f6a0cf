"""The pages for requests that cannot be answered: each says what happened and what to do."""

import sys

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from unionhall.project.outages import outage_status
from unionhall.records import context

RETRY_SECONDS = 10
logger = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself is broken."""
    return answer(request, 400, _("The browser sent something that cannot be read. Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed."""
    return answer(request, 403, _("Your office does not include this. Ask the chair of your union."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing that this reader may know of."""
    return answer(request, 404, _("There is no such page, or it lies outside your union."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 and 507 when the cause is a lost database or a full disk. Must not ask the database."""
    if (status := outage_status(sys.exc_info()[1])) is not None:
        return outage(request, status)
    return answer(request, 500, _("Something went wrong on our side. Nothing was saved. Please try again."))


def outage(request: HttpRequest, status: int) -> HttpResponse:
    """503 or 507: the database is lost or the disk is full; the same address works again when the cause is gone."""
    logger.error("outage", status=status)
    message = {
        503: _("The database does not answer. Nothing was saved. Please try again in a moment."),
        507: _("The disk of the server is full. Nothing was saved. Ask the administrator to make room."),
    }[status]
    response = answer(request, status, message)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, usually from a page left open too long."""
    return answer(
        request, 403, _("This page was open too long. Load it again and send the form once more."), "403_csrf"
    )


def answer(request: HttpRequest, status: int, message: str, template: str = "") -> HttpResponse:
    """Give the page of a status, or the sentence and its code as JSON to those who ask for it."""
    said = {"code": f"UH-9{status}", "request_id": context.current().request_id}
    if not request.accepts("text/html"):
        return JsonResponse({"message": message} | said, status=status)
    page = render_to_string(f"kit/errors/{template or status}.html", {"status": status} | said)
    return HttpResponse(page, status=status)
