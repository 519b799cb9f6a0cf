"""Receipts: what was sent with one key acts once, and gets the same answer again however often it is sent."""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit import keys
from unionhall.kit.refused import Refused
from unionhall.records.models import RECEIPT_DAYS, Receipt

KEY = re.compile(r"[A-Za-z0-9_.:-]{8,64}")
BATCH = 5_000


@dataclass(frozen=True)
class Answer:
    """The answer to a sending, and whether it had been given before."""

    answer: dict[str, Any]
    is_repeat: bool


def once(actor_key: str, key: str, do: Callable[[], dict[str, Any]], purpose: str = "") -> Answer:
    """Run ``do`` unless this actor's ``key`` was received before; return its answer, or the one given then.

    The receipt and the effects of ``do`` stand or fall together. A second sending waits for the first that is under
    way. A refusal keeps nothing, so that the sender can correct the form and send it with the same key. The answer is
    JSON without personal data. ``purpose`` says what the key is for (a path, a digest of the body): another one is
    refused.
    """
    if not KEY.fullmatch(key):
        raise Refused(_("This page is damaged or out of date. Open it again and fill it in once more."), "UH-1601")
    with transaction.atomic():
        mine, kept = _received(actor_key, key, purpose[:200])
        if kept.pk == mine.pk:
            mine.answer = do()
            mine.save(update_fields=["answer"])
            return Answer(mine.answer, is_repeat=False)
    if kept.purpose != mine.purpose:
        raise Refused(_("This key was already used for something else. Open the page again."), "UH-1602")
    return Answer(dict(kept.answer or {}), is_repeat=True)


def act_once(request: HttpRequest, form_key: str, do: Callable[[], dict[str, Any]]) -> Answer:
    """Run ``do`` once for the ``form_key`` that the page's form carries; see ``once``."""
    return once(actor_key_of(request), form_key, do, purpose=request.path)


def actor_key_of(request: HttpRequest) -> str:
    """Return whose receipts the request's are: the user's, else the session's."""
    key: str | None = getattr(request.user, "actor_key", None)
    if key is not None and request.user.is_authenticated:
        return key
    session = request.session.session_key or ""
    return f"session:{hmac.digest(keys.derive('receipts'), session.encode(), 'sha256').hex()[:32]}"


def forget_expired() -> int:
    """Delete the receipts older than thirty days, some thousands at a time; return how many went."""
    last_day = timezone.now() - timedelta(days=RECEIPT_DAYS)
    expired = Receipt.objects.filter(received_at__lt=last_day).values("pk")[:BATCH]
    return Receipt.objects.filter(pk__in=expired).delete()[0]


def _received(actor_key: str, key: str, purpose: str) -> tuple[Receipt, Receipt]:
    """Insert a receipt first, and return it with the one that is kept: the same, or that of the sending before.

    The unique constraint lets a second sending wait here until the first is decided.
    """
    mine = Receipt(actor_key=actor_key, key=key, purpose=purpose)
    Receipt.objects.bulk_create([mine], ignore_conflicts=True)
    return mine, Receipt.objects.get(actor_key=actor_key, key=key)
