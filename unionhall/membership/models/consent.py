"""What people agree to when they give their data (个人信息告知与同意), by version."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.kit.model import Model, ScopedModel
from unionhall.kit.reach import Reach
from unionhall.membership.models.applications import Application
from unionhall.membership.models.codes import ApplyChannel


class ConsentText(Model):
    """One version of the notice; the newest whose day has come is shown, old ones stay to be read."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    text_zh_hans = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"))
    valid_from = models.DateField(_("valid from"), unique=True)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")

    def __str__(self) -> str:
        return self.version

    def get_absolute_url(self) -> str:
        """Return the page on which every version stands."""
        return reverse("membership:consent-list")

    @property
    def text(self) -> str:
        """The text in the reader's language, Chinese unless it is English."""
        return self.text_en if (get_language() or "").startswith("en") else self.text_zh_hans


class ConsentRecord(ScopedModel):
    """Who agreed to which version, when and how; withdrawing it keeps the row and adds the moment."""

    reach: ClassVar[Reach] = Reach(unit="application__unit")

    application = models.ForeignKey(Application, models.PROTECT, related_name="consents", verbose_name=_("application"))
    version = models.CharField(_("version"), max_length=20)
    channel = models.CharField(pgettext_lazy("membership", "channel"), max_length=20, choices=ApplyChannel)
    agreed_at = models.DateTimeField(_("agreed at"))
    ip_hash = models.CharField(_("keyed hash of the address"), max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.version} {self.agreed_at:%Y-%m-%d}"
