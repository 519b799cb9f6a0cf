"""S23: what needs the second factor is not done without it, and what was shown is asked for again after 15 minutes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Cast
from unionhall.accounts import sessions
from unionhall.accounts.models import SecondFactor
from unionhall.accounts.tests.factories import SECRET, code_now, signed_in
from unionhall.kit import permission, reach
from unionhall.kit.refused import SecondFactorNeeded

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

KEY = "11111111-1111-4111-8111-111111111111"
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "11111111-1111-4111-8111-111111111111"}


def addresses_with_second_factor() -> list[tuple[str, str]]:
    """Return the address and the permission of every page whose permission needs the second factor."""
    found: list[tuple[str, str]] = []

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                code = getattr(getattr(pattern.callback, "access", None), "code", None)
                if code and permission.get(code).second_factor and not prefix.startswith("api/"):
                    found.append((prefix + str(pattern.pattern), code))

    walk(get_resolver().url_patterns, "")
    return found


def filled(route: str) -> str:
    """Return a route with its places filled."""
    for converter, example in EXAMPLES.items():
        while f"<{converter}:" in route:
            start = route.index(f"<{converter}:")
            route = route[:start] + example + route[route.index(">", start) + 1 :]
    return f"/{route}"


def let_minutes_pass(client: Client, minutes: int) -> None:
    session = client.session
    said = session[sessions.KEY]
    session[sessions.KEY] = {**said, "proven": said["proven"] - minutes * 60}
    session.save()


def test_every_permission_that_needs_it_is_refused_without_it(cast: Cast) -> None:
    checked = 0
    for one in permission.all_permissions():
        for person in cast.people().values():
            if one.second_factor and reach.holds(person, one.code):
                person.has_recent_second_factor = False
                with pytest.raises(SecondFactorNeeded):
                    reach.require(person, one.code)
                checked += 1

    assert checked > 10


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_that_needs_it_leads_to_the_page_that_asks(cast: Cast, method: str) -> None:
    routes = addresses_with_second_factor()
    clients = [(person, signed_in(person, second_factor=False)) for person in cast.people().values()]
    asked = 0
    for route, code in routes:
        for person, client in clients:
            if reach.holds(person, code):
                answer = getattr(client, method)(filled(route), {"key": KEY})
                assert (route, answer.status_code, answer.get("Location", "")[:12]) == (route, 302, "/desk/prove/")
                asked += 1

    assert len(routes) >= 3
    assert asked >= len(routes)


def test_approving_and_appointing_and_exporting_need_it() -> None:
    needing = {one.code for one in permission.all_permissions() if one.second_factor}

    assert {
        "accounts.close_user",
        "accounts.reset_second_factor",
        "accounts.tokens",
        "membership.review",
        "organisation.appoint",
        "organisation.restructure",
    } <= needing


@pytest.mark.parametrize(("minutes", "asks"), [(14, False), (16, True)])
def test_what_was_shown_counts_for_fifteen_minutes(cast: Cast, minutes: int, asks: bool) -> None:
    client = signed_in(cast.data_admin)
    let_minutes_pass(client, minutes)

    answer = client.get("/desk/me/tokens/new/")

    assert (answer.status_code == 302) is asks


def test_shown_again_the_way_is_free(cast: Cast) -> None:
    from django.utils import timezone

    SecondFactor.objects.create(user=cast.city_chair, secret=SECRET, confirmed_at=timezone.now())
    client = signed_in(cast.city_chair)
    let_minutes_pass(client, 16)
    asking = client.get("/desk/me/tokens/new/")["Location"]

    back = client.post(asking, {"code": code_now(), "key": KEY})["Location"]

    assert back == "/desk/me/tokens/new/"
    assert client.get(back).status_code == 200
