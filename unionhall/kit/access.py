"""Who may open a page: every view says it once, and a view that says nothing fails the build.

The rule of a view is its attribute ``access``; ``tests/guard`` walks every URL and reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from unionhall.kit import reach

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """The rule of one view: public, signed in, or a permission (on an object of ``model``, if there is one)."""

    kind: str
    code: str | None = None
    model: type[Model] | None = None


def public(view: View) -> View:
    """Declare that anyone may open the view."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Let in whoever is signed in; send others to the page where they sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = Access("signed_in")  # type: ignore[attr-defined]
    return guarded


def needs(code: str, model: type[Model] | None = None) -> Callable[[View], View]:
    """Let in whoever may do ``code``; with a ``model``, fetch the URL's ``pk`` within reach and hand over the object.

    Whoever holds the permission nowhere gets the page that says so (403); an object out of reach does not exist (404).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not reach.holds(request.user, code):
                raise PermissionDenied
            if model is not None:
                rows: Any = model._default_manager
                found = get_object_or_404(rows.within_reach(request.user, code), pk=kwargs.pop("pk"))
                return view(request, found, *args, **kwargs)
            return view(request, *args, **kwargs)

        guarded.access = Access("permission", code, model)  # type: ignore[attr-defined]
        return guarded

    return decorate
