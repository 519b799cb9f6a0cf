"""Codes by message: whoever has one holds the phone. The answer is the same for phones we know and for others."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import limits
from unionhall.accounts.digests import digest, is_same
from unionhall.accounts.limits import Limit
from unionhall.accounts.models import Message, PhoneCode, User
from unionhall.accounts.operations.signing_in import write_code
from unionhall.accounts.phones import normal_phone
from unionhall.kit.encrypted import blind_index
from unionhall.kit.refused import Refused
from unionhall.records.actors import System, Visitor

DIGITS = 6
PER_MINUTE = Limit("code-minute", 1, 60)
PER_DAY = Limit("code-day", 10, 24 * 3600)
PER_ADDRESS = 5_000
"""Codes sent in a quarter of an hour to phones behind one address: a rally joins behind one router."""
ADDRESS_STRETCH = timedelta(minutes=15)
WRONG_PER_ADDRESS = Limit("code-wrong", 200, 15 * 60)
SENT_LATELY = "UH-2102"


@dataclass(frozen=True)
class Sent:
    """A code is on its way. ``demo_code`` is the code itself in the demonstration, which shows it; else empty."""

    demo_code: str = ""


def send_code(phone: str, purpose: str, ip: str) -> Sent:
    """Send a code to a phone: one a minute and ten a day at most, and never two that are valid for one purpose.

    Raises ``Refused`` when the phone is no mobile phone or a limit is reached (UH-2102 to UH-2105). Must be called
    outside of a transaction, because the count of what was sent outlives every refusal.
    """
    phone = normal_phone(phone)
    index = blind_index(User, "phone", phone)
    address = digest("address", ip)
    stretch = timezone.now() - ADDRESS_STRETCH
    if PhoneCode.objects.filter(address_digest=address, created_at__gt=stretch).count() >= PER_ADDRESS:
        raise Refused(_("Very many codes were asked for from this network. Wait some minutes."), "UH-2103")
    reached = limits.take([PER_MINUTE.of(index), PER_DAY.of(index)])
    if reached == PER_MINUTE:
        message = _("A code was sent less than a minute ago. If it is not for this page, wait a minute and ask again.")
        raise Refused(message, SENT_LATELY)
    if reached == PER_DAY:
        raise Refused(_("Ten codes were sent to this phone today. Try again tomorrow."), "UH-2105")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    write_code(phone=phone, purpose=purpose, code=code, address_digest=address, by=System("codes"))
    return Sent(code if settings.IS_DEMO else "")


def prove(phone: str, purpose: str, code: str, ip: str = "") -> Visitor:
    """Return the visitor who holds the phone, if the code is the one sent last for the purpose.

    A code is valid for five minutes and five tries, and proves once, however many send it at the same time. Raises
    ``Refused`` (UH-2104), the same for every reason; must be called outside of a transaction, like ``send_code``.
    """
    phone = normal_phone(phone)
    wrong = Refused(
        _("This code is wrong or no longer valid. Check it, or ask for a new one."), "UH-2104", field="code"
    )
    claims = [WRONG_PER_ADDRESS.of(ip)] if ip else []
    if claims and limits.take(claims):
        raise Refused(_("Too many wrong codes came from this network. Wait a quarter of an hour."), "UH-2103")
    with transaction.atomic(durable=True):
        is_proven = _use(blind_index(User, "phone", phone), purpose, code.strip())
    if not is_proven:
        raise wrong
    limits.give_back(claims)
    return Visitor(phone=phone, proven=True)


def _use(phone_index: str, purpose: str, code: str) -> bool:
    """Count a try against the last code and use the code up if it is right; conditional updates settle every race."""
    now = timezone.now()
    sent = _sent_last(phone_index, purpose)
    if sent is None:
        return False
    still_open = PhoneCode.objects.filter(pk=sent.pk, used_at=None, expires_at__gt=now)
    if not still_open.filter(tries__lt=PhoneCode.MOST_TRIES).update(tries=F("tries") + 1):
        return False
    if not _fits(sent, code):
        return False
    return bool(still_open.update(used_at=now))


def _sent_last(phone_index: str, purpose: str) -> PhoneCode | None:
    codes = PhoneCode.objects.filter(phone_index=phone_index, purpose=purpose)
    return codes.order_by("-created_at", "-id").first()


def _fits(sent: PhoneCode, code: str) -> bool:
    return is_same(sent.digest, digest("phone-code", f"{sent.pk}:{code}"))


def demo_code_of(phone: str, purpose: str) -> str:
    """Return the code that proves the phone for this purpose now: the demonstration shows it; elsewhere nothing."""
    if not settings.IS_DEMO or not phone:
        return ""
    sent = _sent_last(blind_index(User, "phone", phone), purpose)
    if sent is None or sent.used_at is not None or sent.expires_at <= timezone.now():
        return ""
    latest = Message.objects.filter(template="accounts.code", phone_last4=phone[-4:]).order_by("-id")[:20]
    said = [str(json.loads(one.params.reveal())["code"]) for one in latest if one.params]
    return next((code for code in said if _fits(sent, code)), "")
