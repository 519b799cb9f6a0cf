"""Accounts in the side bar."""

from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import MenuItem

entries = [MenuItem(_("Users"), "accounts:user-list", "user-cog", "accounts.view_users", 340)]
