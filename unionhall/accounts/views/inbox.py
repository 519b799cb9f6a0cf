"""The inbox, on the desk and on the member's site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from unionhall.accounts.messages import text_of
from unionhall.accounts.operations.inbox import mark_all_read
from unionhall.accounts.queries import inbox
from unionhall.accounts.views.settings import frame_of
from unionhall.kit.access import signed_in
from unionhall.kit.paging import page_by_key

PAGE = 20


@signed_in
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Show what the user was told, newest first."""
    user: Any = request.user
    page = page_by_key(inbox(user), request.GET, size=PAGE)
    letters = [(message, *text_of(message)) for message in page.rows]
    return render(request, "accounts/desk/inbox.html", frame_of(request) | {"page": page, "letters": letters})


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    user: Any = request.user
    mark_all_read(user=user, by=user)
    return redirect(reverse(f"accounts:{frame_of(request)['prefix']}inbox"))
