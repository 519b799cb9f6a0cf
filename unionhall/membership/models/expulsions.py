"""Expulsions (开除会籍): asked for by one person, decided by another."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.kit.model import ScopedModel
from unionhall.kit.reach import Reach
from unionhall.membership.models.memberships import Membership


class Expulsion(ScopedModel):
    """A request to expel a member, open until a second person confirms or drops it."""

    reach: ClassVar[Reach] = Reach(unit="membership__unit")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="expulsions", verbose_name=_("membership"))
    grounds = models.CharField(_("grounds"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("expulsion")
        verbose_name_plural = _("expulsions")
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(decided_at__isnull=True), name="expulsion_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="expulsion_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership)
