"""Gives every request an id, which the journal, the log and the answer carry."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unionhall.records import context


class RequestContext:
    """Opens an occurrence for the request and names it in the header ``X-Request-ID``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = context.address_digest(request.META.get("REMOTE_ADDR", ""))
        with context.occurring(context.Occurrence(context.new_request_id(), address)) as occurrence:
            response = self.get_response(request)
        response["X-Request-ID"] = occurrence.request_id
        return response
