"""What a drive's poster says, in the reader's language; only data goes to the typesetter."""

from typing import Any

from django.urls import reverse
from django.utils import formats, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.kit import qr
from unionhall.membership.models import Drive
from unionhall.organisation.models import Place
from unionhall.organisation.models.employer import PlaceKind

TEMPLATES = {"poster": "membership/poster", "table-card": "membership/table_card"}


def link_of(drive: Drive, address: str) -> str:
    """Return what the drive's code says: the form's full address on the site at ``address``."""
    return address.rstrip("/") + reverse("membership:join", args=[drive.token])


def headline(drive: Drive) -> str:
    """Return the call at the head of the poster and of the form."""
    if drive.gig_category:
        return capfirst(_("%(workers)s, join the union") % {"workers": drive.get_gig_category_display()})
    return _("Join the union")


def first_choice(drive: Drive) -> dict[str, Any]:
    """Return the place that a poster names unless another is chosen: the unit's service station."""
    places = Place.objects.unscoped("places of the drive's own unit are public").filter(
        unit=drive.unit_id, is_open=True
    )
    station = places.filter(kind=PlaceKind.STATION).order_by("pk").first()
    return {"place": station, "ask": ""}


def words(drive: Drive, *, address: str, place: Place | None, ask: str) -> dict[str, Any]:
    """Return everything that is printed on the poster and on the table card."""
    link = link_of(drive, address)
    where = drive.unit.name
    if place:
        where = _("%(place)s (%(address)s)") % {"place": place.name, "address": place.address}
    return {
        "title": drive.name,
        "language": (translation.get_language() or "zh").split("-")[0],
        "unit": drive.unit.name,
        "headline": headline(drive),
        "invitation": _("Take out your phone and scan: done in two minutes, without a visit"),
        "code": str(qr.svg(link)),
        "link": link,
        "link_label": link.split("://", 1)[-1],
        "how": _("Scan with WeChat or the camera. Nothing to install."),
        "steps": [
            {"title": _("Prove your phone"), "detail": _("Enter the number, get a code")},
            {"title": _("Fill in"), "detail": _("Name, ID number, your work")},
            {"title": _("Send"), "detail": _("The union reviews and tells you the result")},
        ],
        "facts": _facts(drive, where, ask),
        "where": where,
        "promise": _("Voluntary · encrypted, used only for joining · questions: ask at the service station"),
    }


def _facts(drive: Drive, where: str, ask: str) -> list[dict[str, str]]:
    begins, ends = formats.date_format(drive.starts_on), formats.date_format(drive.ends_on)
    facts = [
        {"label": pgettext("poster", "When"), "value": _("%(first)s to %(last)s") % {"first": begins, "last": ends}},
        {"label": _("Where"), "value": where},
    ]
    return [*facts, {"label": _("Ask"), "value": ask}] if ask else facts
