"""The demonstration's system administrator; its officers and members come with their offices and memberships."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.accounts.demo_credentials import PASSWORD
from unionhall.accounts.operations.users import create_demo_user
from unionhall.records.actors import System


def build(progress: Any) -> None:
    """Make the administrator."""
    progress(_("Users"))
    create_demo_user(username="admin", name="钟管理", phone="", is_system_administrator=True, by=System("demo"))


def accounts() -> list[tuple[str, str, str]]:
    """List who can sign in, and how."""
    return [(str(_("System administrator")), "admin", _("Password %(password)s") % {"password": PASSWORD})]
