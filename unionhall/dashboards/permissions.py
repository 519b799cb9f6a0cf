"""Who sees the workbench and the board."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.permission import declare

ROLES = (
    "chair",
    "vice_chair",
    "clerk",
    "organiser",
    "auditor",
    "editor",
    "data_admin",
    "group_leader",
    "group_member",
)

VIEW_BOARD = declare("dashboards.view_board", _("See the board of growth and coverage"), roles=ROLES)
