"""Putting another card in the place of one that was lost; approval issues the first, the end revokes the last."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.membership.models import Card, Membership
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation


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
