"""Users from their invitation to their end."""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.demo_credentials import PASSWORD as DEMO_PASSWORD
from unionhall.accounts.demo_credentials import SECRET as DEMO_SECRET
from unionhall.accounts.digests import digest
from unionhall.accounts.messages import queue_message
from unionhall.accounts.models import ApiToken, Invitation, SecondFactor, User
from unionhall.accounts.passwords import set_password
from unionhall.accounts.phones import normal_phone
from unionhall.kit.refused import Refused
from unionhall.records import journal
from unionhall.records.actors import Actor
from unionhall.records.operation import operation

TOKEN_BYTES = 16


@operation("accounts.create_administrator", journal=_("Made the system administrator %(username)s"))
def create_administrator(*, username: str, name: str, password: str, by: Actor, phone: str = "") -> User:
    """Make someone who looks after accounts and holds no office."""
    user = User(username=username, name=name, phone=normal_phone(phone) if phone else "", is_system_administrator=True)
    user.set_unusable_password()
    _add(user)
    set_password(user, password)
    journal.note(user)
    return user


@operation("accounts.create_administrator", journal=_("Made the demonstration's user %(username)s"))
def create_demo_user(*, username: str, name: str, phone: str, by: Actor, is_system_administrator: bool = False) -> User:
    """Make a user with the password and the authenticator that everybody knows; only in the demonstration."""
    if not settings.IS_DEMO:
        raise Refused(_("Users of the demonstration exist in the demonstration only."), "UH-2301")
    user = User(username=username, name=name, phone=normal_phone(phone) if phone else "", is_demo=True)
    user.is_system_administrator = is_system_administrator
    user.set_password(DEMO_PASSWORD)
    _add(user)
    SecondFactor.objects.create(user=user, secret=DEMO_SECRET, confirmed_at=timezone.now())
    journal.note(user)
    return user


@operation("accounts.enrol", journal=_("%(user)s may sign in by phone"))
def enrol_user(*, phone: str, name: str, by: Actor) -> User:
    """Return the user with this phone, made now if there is none: a member signs in with a code by message."""
    phone = normal_phone(phone)
    user = User.objects.with_phone(phone).first()
    if user is None:
        user = User(name=name, phone=phone)
        user.set_unusable_password()
        _add(user)
    elif not user.is_active:
        User.objects.filter(pk=user.pk).update(is_active=True)
        user.is_active = True
    journal.note(user, user=user.label)
    return user


@operation("accounts.invite", journal=_("Invited %(user)s"))
def invite_user(*, phone: str, name: str, by: Actor, unit_id: int | None = None) -> User:
    """Send a link to a phone with which its owner sets a password; return the user, inactive until then if new.

    Someone who has an account already (a member, or an officer without a password any more) keeps it. An earlier
    link of the same user ends. ``unit_id`` is the unit whose matter it is.
    """
    phone = normal_phone(phone)
    user = User.objects.with_phone(phone).first()
    if user is None:
        user = User(name=name, phone=phone, is_active=False)
        user.set_unusable_password()
        _add(user)
    now = timezone.now()
    Invitation.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(user=user, digest=digest("invitation", token), expires_at=now + Invitation.LASTS)
    link = settings.PUBLIC_ADDRESS.rstrip("/") + reverse("accounts:invitation", args=[token])
    params = {"name": user.name, "inviter": by.label, "link": link}
    queue_message(template="accounts.invitation", params=params, to_phone=phone, is_secret=True)
    journal.note(user, unit_id=unit_id, user=user.label)
    return user


@operation("accounts.accept_invitation", journal=_("%(user)s took up the invitation"))
def accept_invitation(*, token: str, username: str, password: str, by: Actor) -> User:
    """Give the invited user a name and a password, once; sessions that were open end."""
    user = invited_user(token)
    if user is None or not Invitation.objects.filter(digest=digest("invitation", token), used_at=None).update(
        used_at=timezone.now()
    ):
        raise Refused(_("This link was used or is older than 72 hours. Ask your office for another."), "UH-2302")
    user.is_active, user.username = True, username or user.username
    user.session_version += 1
    try:
        with transaction.atomic():
            user.save(update_fields=["is_active", "username", "session_version"])
    except IntegrityError as taken:
        raise Refused(_("Somebody has this user name. Choose another one."), "UH-2303", field="username") from taken
    set_password(user, password)
    journal.note(user, user=user.label, new={"username": user.username})
    return user


def invited_user(token: str) -> User | None:
    """Return the user whom an open invitation is for, or ``None``."""
    open_ones = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now(), user__closed_at=None)
    invitation = open_ones.filter(digest=digest("invitation", token)).select_related("user").first()
    return invitation.user if invitation else None


@operation("accounts.settings", journal=_("Changed the password"), of="user")
def change_password(*, user: User, password: str, by: Actor) -> None:
    """Give oneself a new password; all other sessions end. The old one was checked before, where tries are counted."""
    set_password(user, password)
    queue_message(template="accounts.password_changed", to_user=user)


@operation("accounts.settings", journal=_("Changed the phone"), of="user")
def change_phone(*, user: User, phone: str, by: Actor) -> None:
    """Sign in with another phone from now on; that it is the user's was proven by a code. Both phones are told."""
    phone = normal_phone(phone)
    before = user.phone.reveal() if user.phone else ""
    if User.objects.with_phone(phone).exclude(pk=user.pk).exists():
        raise Refused(_("This phone already belongs to another user."), "UH-2304", field="phone")
    user.phone = phone
    try:
        with transaction.atomic():
            user.save(update_fields=["phone", "phone_index", "phone_last4"])
    except IntegrityError as taken:
        raise Refused(_("This phone already belongs to another user."), "UH-2304", field="phone") from taken
    told = {"phone": str(user.phone)}
    queue_message(template="accounts.phone_changed", params=told, to_user=user)
    if before:
        queue_message(template="accounts.phone_changed", params=told, to_phone=before)
    journal.note(user, old={"phone": before}, new={"phone": phone})


@operation("accounts.settings", journal=_("Changed the language to %(language)s"), of="user")
def choose_language(*, user: User, language: str, by: Actor) -> None:
    """Show pages in this language from now on; empty follows the browser."""
    if language and language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose one of the languages offered."), "UH-2305", field="language")
    journal.note(user, old={"language": user.language}, new={"language": language})
    user.language = language
    user.save(update_fields=["language"])


@operation("accounts.settings", journal=_("Signed out everywhere"), of="user")
def end_sessions(*, user: User, by: Actor) -> None:
    """End every session of the user at once and forget the known devices."""
    raise_session_version(user)


@operation("accounts.close_user", journal=_("Closed %(user)s"), of="user")
def close_user(*, user: User, reason: str, by: Actor) -> None:
    """Let a user sign in no more: sessions, tokens and open invitations end, the phone is free for another user."""
    if not reason.strip():
        raise Refused(_("Write down why: the journal keeps the reason."), "UH-2306", field="reason")
    if user.pk == by.pk:
        raise Refused(_("Nobody closes their own account. Ask another administrator."), "UH-2307")
    now = timezone.now()
    if not User.objects.filter(pk=user.pk, closed_at=None).update(is_active=False, closed_at=now):
        raise Refused(_("This user is closed already."), "UH-2308")
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    Invitation.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)
    raise_session_version(user)
    user.refresh_from_db()
    journal.note(user, reason=reason, user=user.label)


def raise_session_version(user: User) -> None:
    """End the user's sessions, as part of the operation that asks for it."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])


def _add(user: User) -> None:
    """Insert a user; of two at the same moment with one name or phone, the second is refused."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(_("Somebody has this user name or this phone already."), "UH-2303") from taken
