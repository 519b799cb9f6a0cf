"""The authenticator: setting it up, showing it again, losing it."""

from typing import Any

import pytest
from django.test import Client

from unionhall.accounts import sessions, totp
from unionhall.accounts.models import ApiToken, Message, RecoveryCode, SecondFactor
from unionhall.accounts.operations.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from unionhall.accounts.queries import has_second_factor
from unionhall.accounts.sign_in import use_authenticator_code, use_recovery_code
from unionhall.accounts.tests.factories import SECRET, code_now, make_user, signed_in
from unionhall.accounts.tests.test_codes import at_once
from unionhall.kit.refused import NotAllowed, Refused, SecondFactorNeeded
from unionhall.records.actors import System
from unionhall.records.models import JournalLine

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"


def code_of(secret: str) -> str:
    from django.utils import timezone

    return totp.code_of_step(secret, totp.step_at(timezone.now().timestamp()))


def test_an_officer_sets_up_an_authenticator_and_sees_the_recovery_codes_once() -> None:
    user = make_user()
    browser = signed_in(user, second_factor=False)
    browser.post("/desk/me/second-factor/", {"key": KEY})
    secret = SecondFactor.objects.get().next_secret.reveal()

    page = browser.post("/desk/me/second-factor/confirm/?next=/desk/inbox/", {"code": code_of(secret), "key": KEY})

    assert (page.templates[0].name, page.context["next_url"]) == ("accounts/desk/recovery_codes.html", "/desk/inbox/")
    assert (len(page.context["codes"]), RecoveryCode.objects.filter(user=user).count()) == (10, 10)
    assert has_second_factor(user)
    assert browser.session[sessions.KEY]["proven"] > 0
    assert use_recovery_code(user, page.context["codes"][3].replace("-", ""))


def test_the_page_shows_the_new_key_as_qr_and_text() -> None:
    user = make_user()
    browser = signed_in(user, second_factor=False)
    browser.post("/desk/me/second-factor/", {"key": KEY})

    page = browser.get("/desk/me/second-factor/")

    secret = SecondFactor.objects.get().next_secret.reveal()
    assert page.context["secret"].replace(" ", "") == secret
    assert secret in page.context["address"]


def test_a_wrong_first_code_sets_nothing_up() -> None:
    user = make_user()
    begin_second_factor(user=user, by=user)

    with pytest.raises(Refused) as refused:
        confirm_second_factor(user=user, code="000000", by=user)

    assert (refused.value.code, has_second_factor(user)) == ("UH-2401", False)


def test_an_authenticator_begun_and_not_confirmed_changes_nothing() -> None:
    user = make_user(second_factor=True)
    user.has_recent_second_factor = True

    begin_second_factor(user=user, by=user)

    assert use_authenticator_code(user, code_now())


@pytest.mark.parametrize("act", [begin_second_factor, renew_recovery_codes])
def test_changing_the_second_factor_asks_for_it(act: Any) -> None:
    user = make_user(second_factor=True)

    with pytest.raises(SecondFactorNeeded):
        act(user=user, by=user)


def test_changing_it_without_showing_it_leads_to_the_page_that_asks() -> None:
    browser = signed_in(make_user(second_factor=True), second_factor=False)

    response = browser.post(
        "/desk/me/recovery-codes/", {"key": KEY}, headers={"referer": "http://testserver/desk/me/?a=1"}
    )

    assert response["Location"] == "/desk/prove/?next=%2Fdesk%2Fme%2F%3Fa%3D1"


def test_the_page_that_asks_leads_back() -> None:
    browser = signed_in(make_user(second_factor=True), second_factor=False)

    response = browser.post("/desk/prove/?next=/desk/me/", {"code": code_now(), "key": KEY})

    assert response["Location"] == "/desk/me/"
    assert browser.session[sessions.KEY]["proven"] > 0


def test_the_page_that_asks_leads_to_setting_up_first() -> None:
    browser = signed_in(make_user(), second_factor=False)

    response = browser.get("/desk/prove/?next=/desk/me/")

    assert response["Location"] == "/desk/me/second-factor/?next=%2Fdesk%2Fme%2F"


def test_a_wrong_code_proves_nothing() -> None:
    browser = signed_in(make_user(second_factor=True), second_factor=False)

    page = browser.post("/desk/prove/", {"code": "000000", "key": KEY})

    assert page.status_code == 200
    assert browser.session[sessions.KEY]["proven"] == 0


@pytest.mark.django_db(transaction=True)
def test_of_six_who_send_one_code_at_once_one_is_let_in() -> None:
    user = make_user(second_factor=True)
    code = code_now()

    answers = at_once(6, lambda: use_authenticator_code(user, code))

    assert sorted(answers) == [False] * 5 + [True]


@pytest.mark.django_db(transaction=True)
def test_of_six_who_send_one_recovery_code_at_once_one_is_let_in() -> None:
    user = make_user(second_factor=True)
    user.has_recent_second_factor = True
    code = renew_recovery_codes(user=user, by=user)[0].replace("-", "")

    answers = at_once(6, lambda: use_recovery_code(user, code))

    assert sorted(answers) == [False] * 5 + [True]


def test_a_lost_authenticator_is_taken_away_with_a_reason_and_the_user_is_told() -> None:
    administrator = make_user(password=True, is_system_administrator=True)
    administrator.has_recent_second_factor = True
    user = make_user(password=True, second_factor=True)
    browser = signed_in(user)
    token = ApiToken.objects.create(
        user=user, name="x", prefix="p", digest="d", scope=[], expires_at="2030-01-01T00:00Z"
    )

    reset_second_factor(user=user, reason="手机丢失", by=administrator)

    token.refresh_from_db()
    line = JournalLine.objects.unscoped("test").latest("id")
    assert not has_second_factor(user)
    assert browser.get("/desk/me/").status_code == 302
    assert token.revoked_at is not None
    assert sorted(Message.objects.filter(to_user=user).values_list("channel", flat=True)) == ["inbox"]
    assert Message.objects.filter(phone_last4=user.phone_last4, channel="sms").count() == 1
    assert (line.reason, line.actor_key) == ("手机丢失", administrator.actor_key)


def test_nobody_takes_their_own_away_or_another_s_without_being_allowed() -> None:
    administrator = make_user(password=True, is_system_administrator=True)
    administrator.has_recent_second_factor = True
    user = make_user(password=True, second_factor=True)

    with pytest.raises(Refused) as own:
        reset_second_factor(user=administrator, reason="x", by=administrator)
    with pytest.raises(NotAllowed):
        reset_second_factor(user=administrator, reason="x", by=user)
    with pytest.raises(Refused) as without_reason:
        reset_second_factor(user=user, reason="", by=System("tests"))

    assert (own.value.code, without_reason.value.code) == ("UH-2403", "UH-2306")


def test_an_administrator_sees_officers_and_no_members() -> None:
    administrator = make_user(password=True, is_system_administrator=True, username="root")
    make_user(password=True, username="officer")
    make_user(username="member")

    page = signed_in(administrator).get("/desk/accounts/users/")

    assert {user.username for user in page.context["rows"]} == {"root", "officer"}


def test_an_administrator_takes_a_second_factor_away_on_the_page() -> None:
    administrator = make_user(password=True, is_system_administrator=True)
    user = make_user(password=True, second_factor=True)
    address = f"/desk/accounts/users/{user.pk}/reset-second-factor/"
    browser = signed_in(administrator)

    answers = [browser.post(address, {"reset-reason": "手机丢失", "key": KEY})["Location"] for _twice in range(2)]

    assert answers == [f"/desk/accounts/users/{user.pk}/"] * 2
    assert not has_second_factor(user)
    assert Message.objects.filter(to_user=user).count() == 1


def test_the_page_asks_for_the_second_factor_before_anything() -> None:
    administrator = make_user(password=True, second_factor=True, is_system_administrator=True)
    user = make_user(password=True, second_factor=True)

    response = signed_in(administrator, second_factor=False).post(
        f"/desk/accounts/users/{user.pk}/close/", {"key": KEY}
    )

    assert response["Location"].startswith("/desk/prove/?next=")


def test_the_secret_of_the_tests_is_a_secret() -> None:
    assert len(SECRET) == 32
    assert Client().get("/desk/prove/").status_code == 302
