"""The one line that each request leaves in the log."""

import re

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

from unionhall.records import context

TOKEN = re.compile(r"[A-Za-z0-9_:.-]{20,}")


class RequestLog(RequestMiddleware):
    """Writes the line of each request: method, path, answer, user id, and the request id that the journal has too."""

    def prepare(self, request: HttpRequest) -> None:
        """Begin the request's lines with the id under which the journal knows it."""
        super().prepare(request)
        structlog.contextvars.bind_contextvars(request_id=context.current().request_id)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Give the method and path, without the query and without tokens."""
        return f"{request.method} {TOKEN.sub(lambda token: token[0][:4] + '…', request.path)}"
