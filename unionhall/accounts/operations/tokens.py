"""Keys with which programs act for a user."""

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.digests import digest
from unionhall.accounts.models import ApiToken, User
from unionhall.kit import permission, reach
from unionhall.kit.refused import Refused
from unionhall.records import journal
from unionhall.records.actors import Actor
from unionhall.records.operation import operation

MOST_DAYS = 365
START = "uh"


@operation("accounts.tokens", journal=_("Made the API token %(name)s"), of="user")
def make_token(
    *, user: User, name: str, scope: list[str], days: int, by: Actor, unit_id: int | None = None
) -> tuple[ApiToken, str]:
    """Return a new token and its secret text, which is shown this once.

    ``scope`` are codes of permissions that the user holds; what the user loses later, the token loses too. The second
    factor shown for making it counts for what it does. ``days`` is 1 to 365.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("A token is valid for 1 to 365 days."), "UH-2501", field="days")
    known = {one.code for one in permission.all_permissions()}
    if not scope or not all(code in known and reach.holds(user, code) for code in scope):
        raise Refused(_("Choose at least one thing, and only what you may do yourself."), "UH-2502", field="scope")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(24)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=prefix,
        digest=digest("api-token", secret),
        scope=sorted(set(scope)),
        unit_id=unit_id,
        has_second_factor=by.has_recent_second_factor,
        expires_at=timezone.now() + timedelta(days=days),
    )
    journal.note(token, new={"scope": token.scope, "unit_id": unit_id, "days": days})
    return token, f"{START}_{prefix}_{secret}"


@operation("accounts.settings", journal=_("Revoked the API token %(name)s"), of="token")
def revoke_token(*, token: ApiToken, by: Actor) -> None:
    """Let a token open nothing any more; revoking it again changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    journal.note(token, name=token.name)
