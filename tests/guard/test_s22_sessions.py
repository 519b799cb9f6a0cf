"""S22: sessions cannot be planted, end when they should, and carry no right that was taken away."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests.cast import Cast
from unionhall.accounts import sessions
from unionhall.accounts.models import User
from unionhall.accounts.operations.users import end_sessions
from unionhall.accounts.tests.factories import PASSWORD, code_now, make_user, signed_in

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

KEY = "11111111-1111-4111-8111-111111111111"
HOUR = 3600


def let_pass(client: Client, **seconds: int) -> None:
    """Move moments of the client's session into the past."""
    session = client.session
    session[sessions.KEY] = {
        name: value - seconds.get(name, 0) if name in seconds else value
        for name, value in session[sessions.KEY].items()
    }
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/desk/me/").status_code == 200


def test_a_planted_session_is_not_the_one_that_is_signed_in() -> None:
    make_user(username="he-tao", password=True, second_factor=True)
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    client.post("/sign-in/", {"login": "he-tao", "password": PASSWORD, "key": KEY})
    between = client.cookies["sessionid"].value
    client.post("/sign-in/second-factor/", {"code": code_now(), "key": KEY})
    after = client.cookies["sessionid"].value

    thief = Client()
    thief.cookies["sessionid"] = planted
    assert len({planted, between, after}) == 3
    assert (is_in(client), is_in(thief)) == (True, False)


def test_the_half_finished_sign_in_of_one_is_not_the_session_of_another() -> None:
    make_user(username="he-tao", password=True, second_factor=True)
    client = Client()

    client.post("/sign-in/", {"login": "he-tao", "password": PASSWORD, "key": KEY})

    assert SESSION_KEY not in client.session
    assert not is_in(client)


@pytest.mark.parametrize(
    ("way", "passed", "stays"),
    [
        ("staff", {"seen": 29 * 60}, True),
        ("staff", {"seen": 31 * 60}, False),
        ("staff", {"began": 11 * HOUR, "seen": 60}, True),
        ("staff", {"began": 12 * HOUR + 60, "seen": 60}, False),
        ("member", {"seen": 29 * 24 * HOUR}, True),
        ("member", {"seen": 31 * 24 * HOUR}, False),
    ],
)
def test_a_session_ends_when_it_was_idle_or_is_old(way: str, passed: dict[str, int], stays: bool) -> None:
    client = signed_in(make_user(), way=way)
    let_pass(client, **passed)

    assert is_in(client) is stays
    assert (SESSION_KEY in client.session) is stays


def test_use_keeps_a_session_alive() -> None:
    client = signed_in(make_user())
    let_pass(client, seen=29 * 60)
    is_in(client)
    let_pass(client, seen=29 * 60)

    assert is_in(client)


def test_signing_out_everywhere_ends_them_all_and_forgets_the_devices() -> None:
    user = make_user(username="he-tao", password=True)
    browsers = [signed_in(user) for _one in range(3)]
    device = Client()
    device.post("/sign-in/", {"login": "he-tao", "password": PASSWORD, "key": KEY})

    end_sessions(user=user, by=user)

    from unionhall.accounts.devices import device_of

    request: Any = type("Request", (), {"COOKIES": {"device": device.cookies["device"].value}})
    remembered = device_of(request)
    assert remembered is not None
    assert not remembered.is_of(User.objects.get(pk=user.pk))
    assert [is_in(browser) for browser in [*browsers, device]] == [False] * 4


def test_an_office_that_was_taken_away_is_gone_with_the_next_request(cast: Cast) -> None:
    from unionhall.organisation.models import Office

    client = signed_in(cast.city_chair)
    before = client.get("/desk/accounts/users/").status_code
    Office._base_manager.filter(user=cast.city_chair).update(ends_on="2021-01-01")

    assert (before, client.get("/desk/accounts/users/").status_code) == (200, 403)


def test_a_closed_user_is_out_with_the_next_request() -> None:
    user = make_user()
    client = signed_in(user)
    before = is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert (before, is_in(client)) == (True, False)


def test_a_code_by_message_opens_ones_own_pages_and_no_office(cast: Cast) -> None:
    by_code = signed_in(cast.city_chair, way=sessions.MEMBER)
    by_password = signed_in(cast.city_chair)

    assert by_code.get("/desk/accounts/users/").status_code == 403
    assert by_password.get("/desk/accounts/users/").status_code == 200
    assert by_code.get("/my/me/").status_code == 200


@pytest.mark.parametrize(("is_https", "secure"), [(True, True), (False, "")])
def test_cookies_are_out_of_reach_of_scripts_and_strangers(settings: Any, is_https: bool, secure: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = is_https
    make_user(username="he-tao", password=True)
    client = Client()

    client.post("/sign-in/", {"login": "he-tao", "password": PASSWORD, "key": KEY}, secure=is_https)

    for name in ("sessionid", "device"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", secure)


def test_pages_of_a_session_are_kept_nowhere() -> None:
    answer = signed_in(make_user()).get("/desk/me/")

    assert "no-store" in answer["Cache-Control"]
