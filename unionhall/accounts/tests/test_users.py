"""Users from their invitation to their end."""

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from unionhall.accounts.commands import create_admin
from unionhall.accounts.models import ApiToken, Invitation, Message, OldPassword, User
from unionhall.accounts.operations import close_user, create_demo_user, enrol_user, invite_user
from unionhall.accounts.operations.users import accept_invitation, change_password, change_phone, end_sessions
from unionhall.accounts.tests.factories import PASSWORD, make_user, signed_in
from unionhall.accounts.tests.test_codes import at_once
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.records.actors import System, Visitor

pytestmark = pytest.mark.django_db
SYSTEM = System("tests")
KEY = "11111111-1111-4111-8111-111111111111"


def link_of_last_message() -> str:
    message = Message.objects.filter(template="accounts.invitation").latest("id")
    link: str = json.loads(message.params.reveal())["link"]
    return link[link.index("/invitation/") :]


def invite(phone: str = "12000000001") -> tuple[User, str]:
    user = invite_user(phone=phone, name="何涛", by=SYSTEM)
    return user, link_of_last_message()


def accept(client: Client, link: str, **changes: str) -> Any:
    typed = {"username": "he-tao", "password": PASSWORD, "again": PASSWORD, "key": KEY}
    return client.post(link, typed | changes)


def test_an_invited_user_sets_a_password_by_the_link_and_goes_on_to_the_authenticator(client: Client) -> None:
    user, link = invite()

    response = accept(client, link)

    user.refresh_from_db()
    assert response["Location"] == "/desk/me/second-factor/"
    assert (user.is_active, user.username, user.check_password(PASSWORD)) == (True, "he-tao", True)


def test_an_invitation_is_taken_up_once(client: Client) -> None:
    _user, link = invite()
    accept(client, link)

    page = accept(Client(), link)

    assert (page.status_code, page.templates[0].name) == (404, "accounts/public/invitation_over.html")


def test_a_newer_link_ends_the_older(client: Client) -> None:
    _user, older = invite()
    _same, newer = invite()

    assert (client.get(older).status_code, client.get(newer).status_code) == (404, 200)
    assert User.objects.count() == 1


def test_a_link_lasts_72_hours(client: Client) -> None:
    _user, link = invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(link).status_code == 404


def test_a_link_that_nobody_got_opens_nothing(client: Client) -> None:
    assert client.get("/invitation/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("Short-1", "Short-1"),
        ("only-small-letters", "only-small-letters"),
        ("password123", "password123"),
        (PASSWORD, "Another-One-99"),
    ],
    ids=["short", "two classes", "common", "differ"],
)
def test_a_weak_password_is_refused_and_the_link_stays_open(client: Client, password: str, again: str) -> None:
    user, link = invite()

    page = accept(client, link, password=password, again=again)

    user.refresh_from_db()
    assert (page.status_code, user.is_active) == (200, False)
    assert client.get(link).status_code == 200


def test_a_user_name_belongs_to_one(client: Client) -> None:
    make_user(username="he-tao")
    _user, link = invite()

    page = accept(client, link)

    assert "UH-2303" in str(page.context["form"].errors["username"])
    assert client.get(link).status_code == 200


def test_a_member_who_is_invited_keeps_the_account() -> None:
    member = enrol_user(phone="12000000001", name="马超", by=SYSTEM)

    invited = invite_user(phone="12000000001", name="马超", by=SYSTEM)

    assert (invited.pk, invited.is_active) == (member.pk, True)


def test_enrolling_twice_gives_one_user() -> None:
    first = enrol_user(phone="12000000001", name="马超", by=SYSTEM)

    assert enrol_user(phone="120 0000 0001", name="马超", by=SYSTEM).pk == first.pk


@pytest.mark.django_db(transaction=True)
def test_of_six_enrolments_at_once_one_makes_the_user() -> None:
    answers = at_once(6, lambda: enrol_user(phone="12000000001", name="马超", by=SYSTEM))

    assert User.objects.count() == 1
    assert {type(answer) for answer in answers} <= {User, Refused}


@pytest.mark.django_db(transaction=True)
def test_of_six_who_take_up_one_invitation_at_once_one_does() -> None:
    user, link = invite()
    token, visitor = link.strip("/").split("/")[-1], Visitor(phone="12000000001", proven=True)

    answers = at_once(6, lambda: accept_invitation(token=token, username="he-tao", password=PASSWORD, by=visitor))

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 5 + ["User"]
    assert User.objects.get().session_version == user.session_version + 1


def test_the_last_three_passwords_do_not_come_back() -> None:
    user = make_user(password=True)
    for password in ("Second-Kettle-2", "Third-Kettle-33"):
        change_password(user=user, password=password, by=user)

    with pytest.raises(Refused) as refused:
        change_password(user=user, password=PASSWORD, by=user)
    change_password(user=user, password="Fourth-Kettle-4", by=user)
    change_password(user=user, password=PASSWORD, by=user)

    assert (refused.value.code, OldPassword.objects.count()) == ("UH-2201", 3)


def test_nobody_changes_anothers_password() -> None:
    user, other = make_user(password=True), make_user()

    with pytest.raises(NotAllowed):
        change_password(user=user, password="Second-Kettle-2", by=other)


def test_changing_the_phone_tells_both_phones() -> None:
    user = make_user(phone="12000000001")

    change_phone(user=user, phone="12000000002", by=user)

    user.refresh_from_db()
    assert User.objects.with_phone("12000000002").get() == user
    assert not User.objects.with_phone("12000000001").exists()
    assert {(str(message.phone or ""), message.channel) for message in Message.objects.all()} == {
        ("", "inbox"),
        ("120****0001", "sms"),
    }


def test_a_phone_belongs_to_one_user() -> None:
    make_user(phone="12000000002")
    user = make_user()

    with pytest.raises(Refused) as refused:
        change_phone(user=user, phone="12000000002", by=user)

    assert refused.value.code == "UH-2304"


def test_a_closed_user_is_out_at_once_and_the_phone_is_free() -> None:
    user = make_user(phone="12000000002")
    browser = signed_in(user)
    token = ApiToken.objects.create(
        user=user, name="x", prefix="p", digest="d", scope=[], expires_at=timezone.now() + timedelta(days=1)
    )

    close_user(user=user, reason="退休", by=SYSTEM)

    token.refresh_from_db()
    assert browser.get("/desk/me/")["Location"].startswith("/sign-in/")
    assert token.revoked_at is not None
    assert make_user(phone="12000000002").pk != user.pk


def test_closing_needs_a_reason_and_works_once() -> None:
    user = make_user()
    with pytest.raises(Refused) as without:
        close_user(user=user, reason=" ", by=SYSTEM)
    close_user(user=user, reason="退休", by=SYSTEM)

    with pytest.raises(Refused) as again:
        close_user(user=user, reason="退休", by=SYSTEM)

    assert (without.value.code, again.value.code) == ("UH-2306", "UH-2308")


def test_signing_out_everywhere_ends_every_session() -> None:
    user = make_user()
    browsers = [signed_in(user), signed_in(user)]

    end_sessions(user=user, by=user)

    assert [browser.get("/desk/me/").status_code for browser in browsers] == [302, 302]


def test_a_demo_user_is_made_in_the_demonstration_only(settings: Any) -> None:
    settings.IS_DEMO = False

    with pytest.raises(Refused) as refused:
        create_demo_user(username="demo", name="何涛", phone="", by=SYSTEM)

    assert refused.value.code == "UH-2301"


def test_the_command_makes_an_administrator() -> None:
    answer = CliRunner().invoke(create_admin, ["--username", "root", "--name", "钟管理", "--password", PASSWORD])

    user = User.objects.get()
    assert (answer.exit_code, user.username, user.is_system_administrator) == (0, "root", True)


def test_the_command_says_in_a_line_what_is_wrong() -> None:
    answer = CliRunner().invoke(create_admin, ["--username", "root", "--name", "钟管理", "--password", "weak"])

    assert (answer.exit_code, User.objects.count()) == (1, 0)
    assert "UH-2201" in answer.output


def test_the_demonstration_shows_what_phones_would_have_received(client: Client, settings: Any) -> None:
    _user, link = invite()

    shown = client.get("/demo/phones/").content.decode()
    settings.IS_DEMO = False
    elsewhere = client.get("/demo/phones/")

    assert link in shown
    assert "12000000001" not in shown
    assert elsewhere.status_code == 404
