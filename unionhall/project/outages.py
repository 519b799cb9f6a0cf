"""When the database is gone or the disk is full: say so, and be well again as soon as the cause is gone."""

import errno

import psycopg
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_SECONDS = 10
DATABASE_GONE = 503
DISK_FULL = 507
DISK_FULL_STATES = {"53100"}
logger = structlog.get_logger(__name__)


def outage_status(error: BaseException | None) -> int | None:
    """Give the status of an outage: 507 for a full disk, 503 for a lost database, None for anything else."""
    if isinstance(error, OSError):
        return DISK_FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    if isinstance(error, OperationalError | InterfaceError):
        cause = error.__cause__
        is_full = isinstance(cause, psycopg.Error) and cause.sqlstate in DISK_FULL_STATES
        return DISK_FULL if is_full else DATABASE_GONE
    return None


def answer_outage(request: HttpRequest, status: int) -> HttpResponse:
    """Give the page, or JSON to those who ask for it; neither asks the database."""
    logger.error("outage", status=status)
    if status == DISK_FULL:
        message = _("The disk of the server is full. Nothing was saved. Ask the administrator to make room.")
    else:
        message = _("The database does not answer. Nothing was saved. Please try again in a moment.")
    code = f"UH-9{status}"
    if request.accepts("text/html"):
        text = render_to_string("project/error.html", {"message": message, "code": code, "status": status})
        response = HttpResponse(text, status=status)
    else:
        response = JsonResponse({"message": message, "code": code}, status=status)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
