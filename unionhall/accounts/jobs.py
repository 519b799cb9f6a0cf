"""What the worker does for accounts by itself: sending messages, and forgetting what is past."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from unionhall.accounts import limits
from unionhall.accounts.adapters import Outgoing, adapter_of
from unionhall.accounts.messages import params_of, text_of
from unionhall.accounts.models import Message
from unionhall.accounts.operations.signing_in import forget_codes
from unionhall.records.duties import every

log = logging.getLogger(__name__)

AT_ONCE = 100
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=5)
"""Doubles with each attempt: the eighth comes about ten minutes after the first."""


@every(1, lane="messages")
def send_messages() -> int:
    """Send what is due, at least once: what was sent but not written down before a kill goes again, with its id."""
    due = list(Message.objects.due(timezone.now()).select_related("to_user").order_by("id")[:AT_ONCE])
    for message in due:
        _send(message)
    return len(due)


@every(600)
def forget_the_past() -> None:
    """Delete counts of tries, codes and sessions that nothing looks at any more."""
    SessionStore.clear_expired()
    limits.forget_expired()
    forget_codes()


def _send(message: Message) -> None:
    try:
        adapter_of(message.channel).send(_outgoing(message))
    except Exception as trouble:
        log.warning("Message %s was not taken: %s", message.pk, type(trouble).__name__)
        _postpone(message, type(trouble).__name__)
        return
    message.state, message.sent_at, message.trouble = Message.State.SENT, timezone.now(), ""
    _wipe(message)
    message.attempts += 1
    message.save(update_fields=["state", "sent_at", "trouble", "attempts", "params"])


def _postpone(message: Message, trouble: str) -> None:
    message.attempts += 1
    message.trouble = trouble
    message.next_try_at = timezone.now() + FIRST_PAUSE * 2 ** (message.attempts - 1)
    if message.attempts >= MOST_ATTEMPTS:
        message.state = Message.State.FAILED
        _wipe(message)
    message.save(update_fields=["state", "trouble", "attempts", "next_try_at", "params"])


def _wipe(message: Message) -> None:
    """A code or a link is not kept once it is out; the demonstration keeps it, because it sends nothing."""
    if message.is_secret and not settings.IS_DEMO:
        message.params = ""


def _outgoing(message: Message) -> Outgoing:
    language = (message.to_user.language if message.to_user else "") or settings.LANGUAGE_CODE
    return Outgoing(
        message_id=str(message.pk),
        phone=message.phone.reveal() if message.phone else "",
        template=message.template,
        params=params_of(message),
        text=text_of(message, language)[1],
    )
