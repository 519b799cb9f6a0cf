"""The organisation's lines in the side bar."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import MenuItem
from unionhall.organisation.permissions import VIEW, VIEW_EMPLOYERS, VIEW_PLACES

entries = [
    MenuItem(_("Unions"), "organisation:tree", "sitemap", VIEW.code, 300),
    MenuItem(_("Employers"), "organisation:employer-list", "building", VIEW_EMPLOYERS.code, 310),
    MenuItem(_("Places"), "organisation:place-list", "map-pin", VIEW_PLACES.code, 320),
    MenuItem(_("Working groups"), "organisation:group-list", "users-group", VIEW.code, 330),
]
