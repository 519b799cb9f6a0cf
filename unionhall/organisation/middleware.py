"""What lasts as long as one request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from unionhall.organisation import reaching


def remember_posts(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Read the actor's offices once in a request; the next request reads them anew."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with reaching.remembered():
            return get_response(request)

    return answer
