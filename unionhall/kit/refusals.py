"""A refusal that no form caught becomes a page: the sentence, its code, and the way back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from unionhall.kit.error_pages import error_page
from unionhall.kit.refused import Refused


class RefusedMiddleware:
    """Answers ``Refused`` with its status (409, or 403): JSON to those who ask for it, else a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer; leave every other exception alone."""
        if not isinstance(exception, Refused):
            return None
        if request.accepts("text/html"):
            return error_page(request, exception.status, message=exception.message, code=exception.code)
        return JsonResponse({"message": str(exception), "code": exception.code}, status=exception.status)
