"""The public check of a member's card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unionhall.kit.access import public
from unionhall.membership.queries import cards


@public
def check_card(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose card the code belongs to, masked; every refusal is one page with one status."""
    card = cards.check(token)
    return render(request, "membership/public/card_check.html", {"card": card}, status=200 if card else 404)
