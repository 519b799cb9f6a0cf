"""Who is at the door: passwords, authenticator codes and recovery codes, with the tries counted before each check."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import limits, totp
from unionhall.accounts.devices import Device
from unionhall.accounts.limits import Claim, Limit
from unionhall.accounts.models import RecoveryCode, SecondFactor, User
from unionhall.accounts.operations.second_factor import recovery_digest
from unionhall.accounts.operations.signing_in import note_wrong_password, note_wrong_second_factor
from unionhall.accounts.phones import normal_phone
from unionhall.kit.refused import Refused
from unionhall.records.actors import System

QUARTER = 15 * 60
HERE = Limit("password-here", 5, QUARTER)
"""Tries on one account from one address."""
ACCOUNT = Limit("password-account", 50, QUARTER)
ADDRESS = Limit("password-address", 60, QUARTER)
"""Failures from one address on all accounts together: one password tried on many."""
DEVICE = Limit("password-device", 5, QUARTER)
CODE_HERE = Limit("second-factor-here", 5, QUARTER)
CODE_ACCOUNT = Limit("second-factor-account", 20, QUARTER)

LOCKED_BY_TRIES = "UH-2002"
"""The code of the refusal that a code by message opens again."""


def user_of(login: str) -> User | None:
    """Return the active user of this user name or phone."""
    login = login.strip()
    found = User.objects.filter(username=login, is_active=True).first()
    if found is not None:
        return found
    try:
        return User.objects.with_phone(normal_phone(login)).filter(is_active=True).first()
    except Refused:
        return None


def check_login(*, login: str, password: str, ip: str, device: Device | None) -> User:
    """Return the user, if the password is right.

    Raises ``Refused``: UH-2001 wrong (the same for names that nobody has, and as slow), UH-2002 when the tries of the
    account are used up, UH-2003 when those of the address are. A known device has tries of its own, so that strangers
    cannot use up the owner's. Must be called outside of a transaction.
    """
    user = user_of(login)
    claims = _password_claims(str(user.pk) if user else login.strip().lower(), user, ip, device)
    _take(claims)
    stored = user.password if user and user.has_usable_password() else _nobodys_password()
    if not check_password(password, stored, setter=None) or user is None or not user.has_usable_password():
        note_wrong_password(user=user, by=System("sign-in"))
        raise Refused(_("The name or the password is wrong."), "UH-2001")
    limits.forget(claims[:1])
    limits.give_back(claims[1:])
    return user


def check_second_factor(*, user: User, code: str, ip: str, device: Device | None) -> None:
    """Return if ``code`` is the authenticator's or an unused recovery code of the user, and use it up.

    Raises ``Refused``: UH-2004 wrong or used, UH-2002 when the tries are used up. Call it outside of a transaction.
    """
    claims = [CODE_HERE.of(user.pk, ip), CODE_ACCOUNT.of(user.pk)]
    if device is not None and device.is_of(user):
        claims = [CODE_HERE.of(user.pk, device.name)]
    _take(claims)
    typed = "".join(code.split()).replace("-", "")
    is_right = use_authenticator_code(user, typed) if typed.isdecimal() else use_recovery_code(user, typed)
    if not is_right:
        note_wrong_second_factor(user=user, by=System("sign-in"))
        raise Refused(_("This code is wrong or was used before. Wait for the next one."), "UH-2004", field="code")
    limits.forget(claims[:1])
    limits.give_back(claims[1:])


def use_authenticator_code(user: User, code: str) -> bool:
    """Use up the authenticator's code, however many send it at once; one of a step used before is wrong."""
    factor = SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).first()
    step = totp.matching_step(factor.secret.reveal(), code, timezone.now().timestamp()) if factor else None
    if factor is None or step is None:
        return False
    return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))


def use_recovery_code(user: User, code: str) -> bool:
    """Use up one of the user's recovery codes."""
    unused = RecoveryCode.objects.filter(user=user, digest=recovery_digest(user, code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def _password_claims(account: str, user: User | None, ip: str, device: Device | None) -> list[Claim]:
    """Return what a try counts against; the first is forgotten after a success, the others only give the try back."""
    if user is not None and device is not None and device.is_of(user):
        return [DEVICE.of(account, device.name)]
    return [HERE.of(account, ip), ACCOUNT.of(account), ADDRESS.of(ip)]


def _take(claims: list[Claim]) -> None:
    reached = limits.take(claims)
    if reached == ADDRESS:
        raise Refused(_("Too many wrong tries came from this network. Wait a quarter of an hour."), "UH-2003")
    if reached is not None:
        raise Refused(
            _("Too many tries. Wait a quarter of an hour, or let a code be sent to the phone of the account."),
            LOCKED_BY_TRIES,
        )


@cache
def _nobodys_password() -> str:
    """Return a hash that no password has, so that a name nobody has takes as long as one that somebody has."""
    return make_password("nobody's password")
