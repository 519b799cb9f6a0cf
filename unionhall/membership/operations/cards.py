"""Issuing a member's card, and putting another in its place."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.membership.models import Card, Membership
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation


@operation("membership.review", journal=_("Issued a member card to %(membership)s"), of="membership")
def issue_card(*, membership: Membership, by: Actor) -> Card:
    """Issue the first card of a membership, or return the valid one that it has."""
    if membership.ended_on is not None:
        raise Refused(_("This membership has ended. Only an open membership has a card."), "UH-4401")
    card, is_new = Card.objects.unscoped("cards of the membership at hand").get_or_create(
        membership=membership, revoked_at=None, defaults={"issued_at": timezone.now()}
    )
    note(card if is_new else None)
    return card


@operation("membership.revoke_card", journal=_("Replaced the member card of %(membership)s"), of="membership")
def reissue_card(*, membership: Membership, reason: str, by: Actor) -> Card:
    """Revoke the valid card, if there is one, and issue another with a new handle: a lost phone shows nothing."""
    if membership.ended_on is not None:
        raise Refused(_("This membership has ended. Only an open membership has a card."), "UH-4401")
    revoke_cards(membership)
    note(reason=reason)
    return Card.objects.create(membership=membership, issued_at=timezone.now())


def revoke_cards(membership: Membership) -> int:
    """Revoke the valid card of a membership, as part of the operation that asks for it; return how many there were."""
    valid = Card.objects.unscoped("cards of the membership at hand").filter(membership=membership, revoked_at=None)
    return valid.update(revoked_at=timezone.now())
