"""The authenticator, and the recovery codes that stand in for it."""

import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import totp
from unionhall.accounts.digests import digest
from unionhall.accounts.messages import queue_message
from unionhall.accounts.models import ApiToken, RecoveryCode, SecondFactor, User
from unionhall.accounts.operations.users import raise_session_version
from unionhall.accounts.queries import has_second_factor
from unionhall.kit.refused import Refused, SecondFactorNeeded
from unionhall.records import journal
from unionhall.records.actors import Actor
from unionhall.records.operation import operation

RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz"
"""Letters only, so that a recovery code is never taken for an authenticator's; none that is misread."""


@operation("accounts.settings", journal=_("Began to set up an authenticator"), of="user")
def begin_second_factor(*, user: User, by: Actor) -> str:
    """Return a new secret for the user's authenticator; the old one holds until the first code of the new one comes."""
    _require_recent(user, by)
    factor, _is_new = SecondFactor.objects.get_or_create(user=user)
    secret = totp.new_secret()
    factor.next_secret = secret
    factor.save(update_fields=["next_secret"])
    return secret


@operation("accounts.settings", journal=_("Set up an authenticator"), of="user")
def confirm_second_factor(*, user: User, code: str, by: Actor) -> list[str]:
    """Take the new secret into use with its first code; return ten recovery codes, which are shown this once."""
    _require_recent(user, by)
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    secret = factor.next_secret.reveal() if factor and factor.next_secret else ""
    step = totp.matching_step(secret, "".join(code.split()), timezone.now().timestamp()) if secret else None
    if factor is None or step is None:
        raise Refused(
            _("This code does not fit. Check that the phone's clock is right and type the newest code."),
            "UH-2401",
            field="code",
        )
    factor.secret, factor.next_secret = secret, ""
    factor.confirmed_at, factor.last_step = timezone.now(), step
    factor.save()
    return _new_recovery_codes(user)


@operation("accounts.settings", journal=_("Made new recovery codes"), of="user")
def renew_recovery_codes(*, user: User, by: Actor) -> list[str]:
    """Return ten new recovery codes, which are shown this once; the old ones end."""
    _require_recent(user, by)
    if not has_second_factor(user):
        raise Refused(_("Set up an authenticator first."), "UH-2402")
    return _new_recovery_codes(user)


@operation("accounts.reset_second_factor", journal=_("Took the second factor of %(user)s away"), of="user")
def reset_second_factor(*, user: User, reason: str, by: Actor) -> None:
    """Take a lost authenticator away: the user is told, sessions and tokens end, and they set up a new one."""
    if not reason.strip():
        raise Refused(_("Write down why: the journal keeps the reason."), "UH-2306", field="reason")
    if user.pk == by.pk:
        raise Refused(_("Nobody resets their own second factor. Ask the office above."), "UH-2403")
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
    raise_session_version(user)
    told = {"actor": by.label, "reason": reason}
    queue_message(template="accounts.second_factor_reset", params=told, to_user=user)
    if user.phone:
        queue_message(template="accounts.second_factor_reset", params=told, to_phone=user.phone.reveal())
    journal.note(user, reason=reason, user=user.label)


def recovery_digest(user: User, code: str) -> str:
    """Return what is kept of a recovery code."""
    return digest("recovery-code", f"{user.pk}:{code.lower()}")


def _require_recent(user: User, by: Any) -> None:
    """Whoever has a second factor shows it before changing it."""
    if has_second_factor(user) and not by.has_recent_second_factor:
        raise SecondFactorNeeded(_("Enter the code of your authenticator first."), "UH-1404")


def _new_recovery_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(ALPHABET) for _place in range(10)) for _one in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=recovery_digest(user, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]
