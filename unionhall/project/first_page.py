"""``/``: the way to the reader's own first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from unionhall.kit.access import public


@public
def first_page(request: HttpRequest) -> HttpResponse:
    """Lead officers to the desk, members to their own pages, everybody else to the sign-in."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign-in")
    return redirect("dashboards:workbench" if request.user.has_usable_password() else "portal:home")
