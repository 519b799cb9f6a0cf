"""Messages: written with what they tell, sent at least once after it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from unionhall.accounts import adapters
from unionhall.accounts.adapters.recording import Recording
from unionhall.accounts.jobs import MOST_ATTEMPTS, forget_the_past, send_messages
from unionhall.accounts.messages import queue_message, text_of
from unionhall.accounts.models import Message, PhoneCode, Tries
from unionhall.accounts.notices import notices
from unionhall.accounts.tests.factories import make_user
from unionhall.accounts.tests.test_codes import let_minutes_pass, send

pytestmark = pytest.mark.django_db
PHONE = "12000000001"


@pytest.fixture(autouse=True)
def recording(settings: Any) -> Any:
    """Let every channel keep what it sends."""
    settings.MESSAGE_ADAPTERS = {"sms": "unionhall.accounts.adapters.recording.Recording"}
    adapters.adapter_of.cache_clear()
    Recording.sent.clear()
    yield Recording
    adapters.adapter_of.cache_clear()
    Recording.fails = 0
    cache.clear()


def test_a_message_is_sent_once_with_its_id() -> None:
    message = queue_message(template="accounts.code", params={"code": "123456"}, to_phone=PHONE, is_secret=True)

    numbers = [send_messages(), send_messages()]

    message.refresh_from_db()
    assert numbers == [1, 0]
    assert [(one.message_id, one.phone, one.params) for one in Recording.sent] == [
        (str(message.pk), PHONE, {"code": "123456"})
    ]
    assert (message.state, message.attempts) == ("sent", 1)


def test_a_refused_transaction_sends_nothing() -> None:
    with transaction.atomic():
        queue_message(template="accounts.code", params={"code": "1"}, to_phone=PHONE)
        transaction.set_rollback(True)

    assert (send_messages(), Recording.sent) == (0, [])


def test_a_carrier_in_trouble_is_asked_again_later() -> None:
    message = queue_message(template="accounts.code", params={"code": "1"}, to_phone=PHONE)
    Recording.fails = 1
    send_messages()
    at_once = send_messages()
    Message.objects.update(next_try_at=timezone.now())

    later = send_messages()

    message.refresh_from_db()
    assert (at_once, later, message.state, message.attempts) == (0, 1, "sent", 2)


def test_after_eight_attempts_it_has_failed() -> None:
    message = queue_message(template="accounts.code", params={"code": "1"}, to_phone=PHONE)
    Recording.fails = MOST_ATTEMPTS
    for _attempt in range(MOST_ATTEMPTS):
        Message.objects.update(next_try_at=timezone.now())
        send_messages()

    message.refresh_from_db()
    assert (message.state, message.trouble, send_messages()) == ("failed", "AdapterTrouble", 0)


def test_a_secret_is_wiped_once_it_is_out_except_in_the_demonstration(settings: Any) -> None:
    kept = queue_message(template="accounts.code", params={"code": "1"}, to_phone=PHONE, is_secret=True)
    send_messages()
    settings.IS_DEMO = False
    wiped = queue_message(template="accounts.code", params={"code": "1"}, to_phone=PHONE, is_secret=True)
    send_messages()

    assert bool(Message.objects.get(pk=kept.pk).params)
    assert not Message.objects.get(pk=wiped.pk).params


def test_a_user_finds_it_in_the_inbox_at_once() -> None:
    user = make_user()

    message = queue_message(template="accounts.password_changed", to_user=user)

    assert (message.channel, message.state, send_messages()) == ("inbox", "sent", 0)


def test_a_text_to_a_user_goes_to_the_users_phone_in_the_users_language() -> None:
    user = make_user(phone=PHONE, language="en")
    queue_message(template="accounts.password_changed", to_user=user, channel="sms")

    send_messages()

    assert [(one.phone, one.text[:25]) for one in Recording.sent] == [(PHONE, "Your password was changed")]


def test_a_template_that_nobody_lists_is_refused_when_it_is_written() -> None:
    with pytest.raises(LookupError, match="nothing"):
        queue_message(template="nothing", to_phone=PHONE)


def test_the_console_shows_neither_phone_nor_text(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.MESSAGE_ADAPTERS = {}
    adapters.adapter_of.cache_clear()
    queue_message(template="accounts.code", params={"code": "654321"}, to_phone=PHONE)

    with caplog.at_level("INFO", "unionhall.accounts"):
        send_messages()

    assert "120****0001" in caplog.text
    assert PHONE not in caplog.text
    assert "654321" not in caplog.text


def test_every_notice_can_be_told_with_its_parameters() -> None:
    names = {"name", "code", "inviter", "link", "actor", "reason", "phone"}

    for notice in notices().values():
        if notice.key.startswith("accounts."):
            assert str(notice.body) % dict.fromkeys(names, "x")


def test_a_message_without_parameters_may_hold_a_percent_sign() -> None:
    message = queue_message(template="accounts.password_changed", to_phone=PHONE)

    assert text_of(message, "en")[0] == "Your password was changed"


def test_codes_and_counts_of_the_past_are_forgotten() -> None:
    send()
    let_minutes_pass(3 * 24 * 60)
    Tries.objects.update(expires_at=timezone.now() - timedelta(days=2))

    forget_the_past()

    assert (PhoneCode.objects.count(), Tries.objects.count()) == (0, 0)
