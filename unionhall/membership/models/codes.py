"""The unions' own code lists of membership; a value is the code that exports carry (docs/reference/code-lists.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplyChannel(TextChoices):
    """How an application came in (入会渠道)."""

    UNIT_PAPER = "unit_paper", _("on paper at the union")
    UNIT_IMPORT = "unit_import", _("from the union's list")
    ONLINE_SELF = "online_self", _("online")
    QR_ONSITE = "qr_onsite", _("by a code on the spot")
    CAMPAIGN = "campaign", _("at a joining event")
    STATION = "station", _("at a service station")


class ChangeType(TextChoices):
    """The six events of a membership (会籍变化类型)."""

    JOIN = "1", _("joined")
    TRANSFER_IN = "2", _("moved in")
    RETAIN = "3", _("retained")
    TRANSFER_OUT = "4", _("moved out")
    EXPEL = "5", _("expelled")
    WITHDRAW = "6", pgettext_lazy("membership", "left")


class ChangeReason(TextChoices):
    """Why a membership changed (会籍变化原因): the six common reasons, and from 90 our own."""

    JOB_CHANGED = "1", _("the job changed")
    LAID_OFF = "2", pgettext_lazy("membership", "laid off, waiting for work")
    UNEMPLOYED = "3", _("lost the job")
    BANKRUPT = "4", _("the employer went bankrupt")
    OWN_WISH = "5", _("own wish")
    CRIME = "6", _("expelled for a crime")
    RETIRED = "90", _("retired")
    DIED = "91", _("died")
    DUPLICATE = "92", _("double record merged")
    MISTAKE = "93", _("recorded by mistake")
    REORGANISED = "94", _("the union was merged, split or closed")
