"""What every request of a signed-in user passes through: the rules of sessions, and the way to the second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from unionhall.accounts import sessions
from unionhall.kit import permission, reach
from unionhall.kit.refused import SecondFactorNeeded


class SessionRules:
    """Ends sessions that are over, and tells the user of the others what was proven. Comes after Django's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self._hold(request)
        return self.get_response(request)

    def _hold(self, request: HttpRequest) -> None:
        sessions.adopt(request)
        request.user = get_user(request)  # the user itself: operations ask for its type, and a lazy one hides it
        if not request.user.is_authenticated or sessions.is_over(request):
            sessions.end(request)
            return
        sessions.apply(request)
        sessions.touch(request)
        language = request.user.language
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()


class SecondFactorWay:
    """Leads to the page that asks for the second factor, and back: before a view that needs it, and out of one.

    Comes after ``RefusedMiddleware`` in the list, so that it sees the refusal first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask before the form is filled in, so that nothing typed is lost."""
        code = getattr(getattr(view, "access", None), "code", None)
        user: Any = request.user
        if code is None or not user.is_authenticated or user.has_recent_second_factor:
            return None
        if not permission.get(code).second_factor or not reach.holds(user, code):
            return None
        return _lead(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Lead there when an operation asks; the API gets the refusal itself."""
        if not isinstance(exception, SecondFactorNeeded) or not request.accepts("text/html"):
            return None
        return _lead(request)


def _lead(request: HttpRequest) -> HttpResponse:
    address = f"{reverse('accounts:prove')}?{urlencode({'next': _way_back(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _way_back(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or the one whose form was sent."""
    is_page = request.method == "GET" and not request.headers.get("HX-Request")
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if is_page:
        return request.get_full_path()
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse("accounts:me")
