"""What may be done with users, and what the administrators of the data centre may do."""

from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Model, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import Invitation, User
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
    """Reach of a system administrator: whoever has a password or was invited to set one; no member, nothing else."""

    is_own = False
    narrows_to_unit = False

    def holds(self, by: Any, permission: Permission) -> bool:
        """Say whether the actor is a system administrator and the permission one of theirs."""
        return ADMINISTRATOR in permission.roles and bool(getattr(by, "is_system_administrator", False))

    def condition(self, by: Any, permission: Permission, model: type[Model]) -> Q | None:
        """Return the users with an account to look after."""
        if model is not User or not self.holds(by, permission):
            return None
        return ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(pk__in=Invitation.objects.values("user"))

    def explain(self, by: Any, permission: Permission, obj: Model) -> list[str]:
        """Return the reason."""
        condition = self.condition(by, permission, type(obj))
        if condition is None or not User.objects.filter(condition, pk=obj.pk).exists():
            return []
        return [gettext("As system administrator.")]


reach.register(Administration())
