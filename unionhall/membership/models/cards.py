"""The member's electronic card (电子会员卡)."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.model import ScopedModel
from unionhall.kit.reach import Reach
from unionhall.membership.models.memberships import Membership


def new_handle() -> str:
    """Return a random 128-bit handle: a card's QR code leads to the member only through it."""
    return secrets.token_urlsafe(16)


class Card(ScopedModel):
    """A card of one membership; a reissue revokes it and makes another with a new handle."""

    reach: ClassVar[Reach] = Reach(unit="membership__unit", user="membership__person__user")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="cards", verbose_name=_("membership"))
    handle = models.CharField(_("handle"), max_length=32, unique=True, default=new_handle, editable=False)
    issued_at = models.DateTimeField(_("issued at"))
    revoked_at = models.DateTimeField(pgettext_lazy("membership", "revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(revoked_at__isnull=True), name="card_one_valid_a_membership"
            )
        ]

    def __str__(self) -> str:
        return str(self.membership)

    @property
    def is_valid(self) -> bool:
        """Whether the card was not revoked."""
        return self.revoked_at is None
