"""Membership's lines in the side bar."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import MenuItem
from unionhall.membership.permissions import VIEW, VIEW_APPLICATIONS, VIEW_DRIVES

entries = [
    MenuItem(_("Members"), "membership:member-list", "users", VIEW.code, 200),
    MenuItem(_("Applications"), "membership:application-list", "clipboard-check", VIEW_APPLICATIONS.code, 210),
    MenuItem(_("Drives"), "membership:drive-list", "qrcode", VIEW_DRIVES.code, 220),
]
