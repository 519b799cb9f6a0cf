"""S13: forged requests, redirects to strangers, and forged host names are refused."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.addresses import addresses

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

UNSAFE = ("post", "put", "patch", "delete")
EVIL = "evil.example"
PREFIXES = [
    "",
    "http:",
    "https:",
    "HTTPS:",
    "ftp:",
    "javascript:",
    "data:",
    "\t",
    " ",
    "\x00",
    "%20",
    "\\",
    "/\\",
    "//",
]
SLASHES = ["//", "///", "/\\", "\\/", "\\\\", "////"]
STRANGE_ADDRESSES = [
    *(f"{prefix}{slashes}{EVIL}/" for prefix in PREFIXES for slashes in SLASHES),
    f"//user@{EVIL}",
    f"//testserver@{EVIL}",
    f"https://testserver.{EVIL}",
    f"//{EVIL}:80",
    f"https:{EVIL}",
    "javascript:alert(1)",
    "data:text/html,x",
    "//%65vil.example",
    "https://[::1]/",
]


@pytest.mark.parametrize("method", UNSAFE)
def test_every_unsafe_request_without_a_token_is_refused(cast, method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.city_chair)

    accepted = {
        address.path: answer.status_code
        for address in addresses()
        if not address.is_api and (answer := getattr(client, method)(address.path, {})).status_code != 403
    }

    assert accepted == {}


@pytest.mark.parametrize("method", UNSAFE)
def test_the_api_does_not_take_a_session_for_a_token(cast, method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.city_chair)

    accepted = {
        address.path: answer.status_code
        for address in addresses()
        if address.is_api and (answer := getattr(client, method)(address.path)).status_code not in {401, 403, 405, 404}
    }

    assert accepted == {}


def test_nobody_is_sent_to_a_strangers_address(client, cast):
    client.force_login(cast.city_chair)

    followed = [
        (wanted, target)
        for wanted in STRANGE_ADDRESSES
        for answer in (
            client.post("/language/", {"language": "en", "next": wanted}),
            client.get("/sign-in/", {"next": wanted}),
            client.get("/my/sign-in/", {"next": wanted}),
            client.get("/desk/prove/", {"next": wanted}),
        )
        if leads_away(target := answer.get("Location", "/"))
    ]

    assert len(STRANGE_ADDRESSES) >= 60
    assert followed == []


def leads_away(target: str) -> bool:
    """Tell whether a browser would leave the site."""
    return urlsplit(target).netloc != "" or urlsplit(target).scheme != "" or target.startswith(("//", "/\\", "\\"))


def test_a_forged_host_is_refused_and_named_in_no_page(client, settings):
    settings.ALLOWED_HOSTS = ["union.example"]

    refused = client.get("/sign-in/", headers={"host": EVIL})
    answered = client.get("/sign-in/", headers={"host": "union.example", "x-forwarded-host": EVIL})

    assert refused.status_code == 400
    assert answered.status_code == 200
    assert EVIL not in answered.content.decode()
