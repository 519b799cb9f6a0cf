"""S10: a strict content security policy and the other headers on every address, and no stranger's server in a page."""

import re

import pytest

from tests.addresses import addresses

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRANGER = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//(?!testserver)[^\"']*", re.IGNORECASE)
YEAR_SECONDS = 365 * 24 * 3600


@pytest.mark.parametrize("who", [None, "city_chair", "member"])
def test_every_address_answers_with_the_strict_headers(client, cast, who):
    if who:
        client.force_login(getattr(cast, who))

    faults = []
    for address in addresses():
        answer = client.get(address.path)
        policy = answer.get("Content-Security-Policy", "")
        wrong = [name for name, value in EXPECTED.items() if answer.get(name) != value]
        wrong += [] if "default-src 'self'" in policy and "unsafe-" not in policy else ["Content-Security-Policy"]
        wrong += [] if "frame-ancestors 'none'" in policy else ["frame-ancestors"]
        wrong += [] if "Permissions-Policy" in answer else ["Permissions-Policy"]
        faults += [(address.path, answer.status_code, wrong)] if wrong else []

    assert faults == []


@pytest.mark.parametrize("who", ["city_chair", "grassroots_chair", "member"])
def test_no_personal_page_may_be_kept_by_a_cache(client, cast, who):
    client.force_login(getattr(cast, who))

    kept = {
        address.path: answer.get("Cache-Control")
        for address in addresses()
        if address.path.startswith(("/desk/", "/field/", "/my/", "/api/"))
        and "no-store" not in (answer := client.get(address.path)).get("Cache-Control", "")
    }

    assert kept == {}


@pytest.mark.parametrize("who", [None, "city_chair", "member"])
def test_no_page_names_the_server_of_a_stranger(client, cast, who):
    if who:
        client.force_login(getattr(cast, who))

    strangers = {
        address.path: found[0]
        for address in addresses()
        if "text/html" in (answer := client.get(address.path)).get("Content-Type", "")
        and (found := STRANGER.search(answer.content.decode()))
    }

    assert strangers == {}


def test_production_tells_browsers_to_come_by_https_only(client, settings):
    settings.SECURE_HSTS_SECONDS = YEAR_SECONDS
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    answer = client.get("/sign-in/", secure=True)

    assert answer["Strict-Transport-Security"] == f"max-age={YEAR_SECONDS}; includeSubDomains"
