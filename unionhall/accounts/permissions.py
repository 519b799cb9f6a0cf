"""What may be done with users, and what the administrators of the data centre may do."""

from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.kit import reach
from unionhall.kit.permission import Permission, declare

ADMINISTRATOR = "system_administrator"
"""A role without an office: it looks after accounts and sees no member."""

OFFICE = ("chair", "vice_chair", "data_admin", ADMINISTRATOR)

SETTINGS = declare("accounts.settings", _("Change one's own settings"), myself=True)
TOKENS = declare("accounts.tokens", _("Make and revoke one's own API tokens"), myself=True, second_factor=True)
SIGN_IN = declare("accounts.sign_in", _("Sign in"), myself=True)
CODE = declare("accounts.code", _("Ask for a code by message"), public=True)
ACCEPT = declare("accounts.accept_invitation", _("Take up an invitation"), public=True)
CREATE_ADMINISTRATOR = declare("accounts.create_administrator", _("Make a system administrator"))
ENROL = declare("accounts.enrol", _("Let a member sign in by phone"), public=True)
VIEW_USERS = declare("accounts.view_users", _("See who can sign in"), roles=OFFICE)
INVITE = declare("accounts.invite", _("Invite a user"), roles=OFFICE)
RESET_SECOND_FACTOR = declare(
    "accounts.reset_second_factor", _("Take a lost second factor away"), roles=OFFICE, second_factor=True
)
CLOSE_USER = declare("accounts.close_user", _("Close a user"), roles=OFFICE, second_factor=True)


class Administration:
    """Reach of a system administrator: every user, nothing else."""

    is_own = False
    narrows_to_unit = False

    def holds(self, by: Any, permission: Permission) -> bool:
        """Say whether the actor is a system administrator and the permission one of theirs."""
        return ADMINISTRATOR in permission.roles and bool(getattr(by, "is_system_administrator", False))

    def condition(self, by: Any, permission: Permission, model: type[Model]) -> Q | None:
        """Return every user."""
        return reach.EVERYTHING if model is User and self.holds(by, permission) else None

    def explain(self, by: Any, permission: Permission, obj: Model) -> list[str]:
        """Return the reason."""
        return [_now("As system administrator.")] if isinstance(obj, User) and self.holds(by, permission) else []


reach.register(Administration())
