"""Telling people something: a row in the transaction of what it tells, sent after it."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation

from unionhall.accounts.models import Message, User
from unionhall.accounts.notices import notice_of


def queue_message(
    *,
    template: str,
    params: Mapping[str, Any] | None = None,
    to_user: User | None = None,
    to_phone: str = "",
    channel: str = "",
    is_secret: bool = False,
) -> Message:
    """Write a message to a user or to a phone; the worker sends it, at least once, when this transaction is through.

    ``template`` is the key of a ``Notice``. Without a ``channel`` a user finds it in the inbox, a phone gets a text
    message. The parameters of a secret one (a code, a link) are wiped once it was sent.
    """
    notice_of(template)
    channel = channel or (Message.Channel.INBOX if to_user else Message.Channel.SMS)
    if to_user is not None and channel != Message.Channel.INBOX and not to_phone:
        to_phone = to_user.phone.reveal() if to_user.phone else ""
    is_there = channel == Message.Channel.INBOX
    return Message.objects.create(
        channel=channel,
        template=template,
        params=json.dumps(dict(params or {}), ensure_ascii=False, default=str),
        is_secret=is_secret,
        to_user=to_user,
        phone=to_phone,
        state=Message.State.SENT if is_there else Message.State.QUEUED,
        sent_at=timezone.now() if is_there else None,
    )


def params_of(message: Message) -> dict[str, Any]:
    """Return what fills the places of a message's text; nothing once a secret was wiped."""
    found: dict[str, Any] = json.loads(message.params.reveal()) if message.params else {}
    return found


def text_of(message: Message, language: str | None = None) -> tuple[str, str]:
    """Return subject and body in a language, the present one unless given."""
    notice = notice_of(message.template)
    params = params_of(message)
    with translation.override(language or translation.get_language()):
        return str(notice.subject), str(notice.body) % params if params else str(notice.body)
