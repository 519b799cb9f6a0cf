"""Officers sign in by name or phone, password and authenticator; members by phone and code."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from unionhall.accounts import claims, sessions
from unionhall.accounts.models import RecoveryCode, SecondFactor, User
from unionhall.accounts.operations.second_factor import recovery_digest
from unionhall.accounts.tests.factories import PASSWORD, code_now, make_user, signed_in
from unionhall.records.actors import Visitor
from unionhall.records.models import JournalLine

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"


def send_password(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": login, "password": password, "key": KEY}, **more)


def send_code(client: Client, code: str) -> Any:
    return client.post("/sign-in/second-factor/", {"code": code, "key": KEY})


@pytest.mark.parametrize("by", ["username", "phone"])
def test_an_officer_signs_in_with_password_and_authenticator(client: Client, by: str) -> None:
    user = make_user(password=True, second_factor=True, username="he-tao", phone="12000000077")

    first = send_password(client, {"username": "he-tao", "phone": "120 0000 0077"}[by])
    is_in_early = SESSION_KEY in client.session
    second = send_code(client, code_now())

    assert (first["Location"], is_in_early, second["Location"]) == ("/sign-in/second-factor/", False, "/desk/")
    assert client.session[SESSION_KEY] == str(user.pk)
    assert client.session[sessions.KEY]["proven"] > 0


def test_next_leads_to_the_page_that_was_asked_for(client: Client) -> None:
    make_user(password=True, second_factor=True, username="he-tao")

    client.post("/sign-in/?next=/desk/me/", {"login": "he-tao", "password": PASSWORD, "key": KEY})

    assert send_code(client, code_now())["Location"] == "/desk/me/"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_next_never_leads_away(client: Client, evil: str) -> None:
    make_user(password=True, second_factor=True, username="he-tao")

    client.post("/sign-in/", {"login": "he-tao", "password": PASSWORD, "key": KEY}, QUERY_STRING=f"next={evil}")

    assert send_code(client, code_now())["Location"] == "/desk/"


def test_next_to_a_members_page_leads_to_the_members_door(client: Client) -> None:
    response = client.get("/sign-in/", {"next": "/my/card/"})

    assert response["Location"] == "/my/sign-in/?next=%2Fmy%2Fcard%2F"


def test_without_an_authenticator_one_is_led_to_set_it_up(client: Client) -> None:
    make_user(password=True, username="he-tao")

    response = send_password(client, "he-tao")

    assert response["Location"] == "/desk/me/second-factor/"
    assert client.session[sessions.KEY]["proven"] == 0


@pytest.mark.parametrize("login", ["he-tao", "nobody", "12000000099"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, login: str) -> None:
    make_user(password=True, username="he-tao")

    page = send_password(client, login, "wrong-Password-1")

    assert page.status_code == 200
    assert [str(error) for error in page.context["form"].non_field_errors()] == ["用户名或密码不正确。 (UH-2001)"]


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_active": False, "closed_at": "2026-01-01T00:00Z"}])
def test_an_inactive_user_does_not_sign_in(client: Client, state: dict[str, Any]) -> None:
    user = make_user(password=True, second_factor=True, username="he-tao")
    User.objects.filter(pk=user.pk).update(**state)

    page = send_password(client, "he-tao")

    assert page.status_code == 200
    assert "UH-2001" in str(page.context["form"].errors)


def test_a_code_of_the_authenticator_works_once(client: Client) -> None:
    make_user(password=True, second_factor=True, username="he-tao")
    send_password(client, "he-tao")
    send_code(client, code_now())
    again = Client()
    send_password(again, "he-tao")

    page = send_code(again, code_now())

    assert page.status_code == 200
    assert "UH-2004" in str(page.context["form"].errors)


def test_a_recovery_code_stands_in_once(client: Client) -> None:
    user = make_user(password=True, second_factor=True, username="he-tao")
    RecoveryCode.objects.create(user=user, digest=recovery_digest(user, "abcdefghjk"))
    send_password(client, "he-tao")
    first = send_code(client, "ABCDE-fghjk")
    again = Client()
    send_password(again, "he-tao")

    second = send_code(again, "abcde-fghjk")

    assert (first.status_code, second.status_code) == (302, 200)


def test_the_second_step_waits_ten_minutes_for_its_code(client: Client) -> None:
    make_user(password=True, second_factor=True, username="he-tao")
    send_password(client, "he-tao")
    session = client.session
    session[sessions.WAITING] = {**session[sessions.WAITING], "at": session[sessions.WAITING]["at"] - 601}
    session.save()

    assert send_code(client, code_now())["Location"] == "/sign-in/"


def test_the_demonstration_shows_the_authenticators_code(client: Client) -> None:
    from unionhall.accounts.demo_credentials import PASSWORD as DEMO_PASSWORD
    from unionhall.accounts.operations import create_demo_user
    from unionhall.records.actors import System

    create_demo_user(username="demo", name="何涛", phone="12000000001", by=System("tests"))
    send_password(client, "demo", DEMO_PASSWORD)
    shown = client.get("/sign-in/second-factor/").context["demo_code"]
    first = send_code(client, shown)
    again = Client()
    send_password(again, "demo", DEMO_PASSWORD)

    second = send_code(again, again.get("/sign-in/second-factor/").context["demo_code"])

    assert (first.status_code, second.status_code) == (302, 302)


def test_signing_in_and_out_and_failures_stand_in_the_journal(client: Client) -> None:
    user = make_user(password=True, second_factor=True, username="he-tao")
    send_password(client, "he-tao", "wrong-Password-1")
    send_password(client, "he-tao")
    send_code(client, code_now())
    client.post("/sign-out/")

    lines = JournalLine.objects.unscoped("test").order_by("id").values_list("text", "parameters", "actor_key")

    assert list(lines) == [
        ("A sign-in was refused: the password was wrong", {}, "system:sign-in"),
        ("Signed in with password and second factor", {}, user.actor_key),
        ("Signed out", {}, user.actor_key),
    ]


def member_signs_in(client: Client, phone: str) -> Any:
    code = client.post("/my/sign-in/", {"phone": phone, "key": KEY}).context["demo_code"]
    return client.post("/my/sign-in/", {"phone": phone, "code": code, "key": KEY})


def test_a_member_signs_in_by_phone_and_code(client: Client) -> None:
    user = make_user(phone="12000000055")

    response = member_signs_in(client, "12000000055")

    assert response["Location"] == "/my/"
    assert (client.session[SESSION_KEY], client.session[sessions.KEY]["way"]) == (str(user.pk), "member")


def test_whether_a_phone_is_enrolled_is_said_only_to_its_holder(client: Client) -> None:
    make_user(phone="12000000055")
    known = client.post("/my/sign-in/", {"phone": "12000000055", "key": KEY})
    unknown = client.post("/my/sign-in/", {"phone": "12000000056", "key": KEY})

    page = client.post("/my/sign-in/", {"phone": "12000000056", "code": unknown.context["demo_code"], "key": KEY})

    assert (known.status_code, known.context["step"]) == (unknown.status_code, unknown.context["step"])
    assert page.templates[0].name == "accounts/member/nobody.html"
    assert SESSION_KEY not in client.session


def test_who_knows_the_phone_makes_the_user_at_the_first_sign_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unionhall.accounts.operations import enrol_user

    def claim(visitor: Visitor) -> User | None:
        return enrol_user(phone=visitor.phone, name="马超", by=visitor)

    monkeypatch.setattr(claims, "_claims", [claim])

    member_signs_in(client, "12000000057")

    assert client.session[SESSION_KEY] == str(User.objects.get().pk)


def test_a_password_that_is_right_forgets_the_failures(client: Client) -> None:
    make_user(password=True, second_factor=True, username="he-tao")
    for _round in range(2):
        for _try in range(4):
            send_password(client, "he-tao", "wrong-Password-1")
        assert send_password(client, "he-tao").status_code == 302


def test_who_is_led_to_the_door_comes_back_by_the_language_of_the_user() -> None:
    client = signed_in(make_user(language="en"))

    assert "My settings" in client.get("/desk/me/").content.decode()


def test_no_secret_stands_plain_in_the_database() -> None:
    make_user(second_factor=True)

    assert "GEZDGNBV" not in str(SecondFactor.objects.values().get()).replace("Sealed", "")
