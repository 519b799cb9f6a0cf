"""The code on a member's card: a signed token that lives a minute over the card's random handle."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from unionhall.kit import keys
from unionhall.kit.masks import mask_name
from unionhall.membership.models import Card, MembershipStatus

SECONDS = 60
"""How long a code is good for."""

GRACE = 5
"""Seconds more, for the scan itself and the network behind it."""


@dataclass(frozen=True)
class CheckedCard:
    """What a passer-by may read of a card."""

    state: str
    name: str
    number: str
    unit: str
    checked_at: datetime


def _signer() -> TimestampSigner:
    return TimestampSigner(key=keys.derive("card-token").hex(), sep=".", salt="membership.card")


def token_of(card: Card) -> str:
    """Return a fresh token for the card's QR code."""
    return _signer().sign(card.handle)


def check(token: str) -> CheckedCard | None:
    """Return what the card behind a token shows, or ``None``: forged, expired, unknown and revoked do not differ.

    Every way takes one look-up, so that the answer's time tells nothing.
    """
    try:
        handle = _signer().unsign(token, max_age=SECONDS + GRACE)
    except BadSignature:
        handle = secrets.token_urlsafe(16)
    cards = Card.objects.unscoped("a fresh code shown by its member is the right to read the card")
    card = cards.select_related("membership__person", "membership__unit").filter(handle=handle).first()
    if card is None or not card.is_valid or card.membership.ended_on is not None:
        return None
    return _shown(card)


def _shown(card: Card) -> CheckedCard:
    membership = card.membership
    return CheckedCard(
        state=str(MembershipStatus(membership.status).label),
        name=mask_name(membership.person.name),
        number=membership.person.member_no or "",
        unit=membership.unit.name,
        checked_at=timezone.now(),
    )


def valid_card_of(user_id: int) -> Card | None:
    """Return the valid card of the user's own open membership."""
    cards = Card.objects.unscoped("one's own card")
    return (
        cards.select_related("membership__person", "membership__unit")
        .filter(membership__person__user=user_id, membership__ended_on__isnull=True, revoked_at__isnull=True)
        .first()
    )
