"""The series from which member numbers are taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.kit.model import Model


class MemberNumberSeries(Model):
    """The last sequence number given in one division and year; one conditional statement takes the next ones."""

    division_code = models.CharField(_("division"), max_length=6)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("series of member numbers")
        verbose_name_plural = _("series of member numbers")
        constraints = [
            models.UniqueConstraint(fields=["division_code", "year"], name="member_number_series_once"),
            models.CheckConstraint(condition=models.Q(last__lt=10_000_000), name="member_number_series_has_room"),
        ]

    def __str__(self) -> str:
        return f"{self.division_code} {self.year}"
