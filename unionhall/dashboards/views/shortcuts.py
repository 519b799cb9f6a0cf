"""Where each role goes most: what the workbench offers to whoever may do it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kit import reach
from unionhall.kit.shell import Link
from unionhall.organisation.models import Unit

TO_DO = (
    (_("Open a drive"), "membership:drive-new", "membership.manage_drive", "qrcode"),
    (_("Review applications"), "membership:application-list", "membership.review", "clipboard-check"),
    (_("Find a member"), "membership:member-list", "membership.view", "user-search"),
    (_("Enter an employer"), "organisation:employer-new", "organisation.edit_employers", "building-store"),
)
AT_THE_UNIT = (
    (_("Found a union below"), "organisation:unit-new", "organisation.found", "building-community"),
    (_("Appoint an officer"), "organisation:office-new", "organisation.appoint", "user-plus"),
)


def shortcuts_of(by: Any, unit: Unit | None) -> list[Link]:
    """Return the shortcuts of what the reader may do, those at their own unit last."""
    links = [Link(label, reverse(name), icon) for label, name, code, icon in TO_DO if reach.holds(by, code)]
    if unit is not None:
        links += [
            Link(label, reverse(name, args=[unit.pk]), icon)
            for label, name, code, icon in AT_THE_UNIT
            if reach.holds(by, code, unit)
        ]
    return links
