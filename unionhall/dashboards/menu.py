"""The dashboards' lines of the side bar."""

from django.utils.translation import gettext_lazy as _

from unionhall.dashboards.permissions import VIEW_BOARD
from unionhall.kit.registries import MenuItem

entries = [
    MenuItem(_("Workbench"), "dashboards:workbench", "layout-dashboard", None, 0),
    MenuItem(_("Board"), "dashboards:board", "chart-bar", VIEW_BOARD.code, 10),
]
