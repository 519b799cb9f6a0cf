"""Who can sign in, how they prove who they are, and what they were told."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from unionhall.kit import reach as kit_reach
from unionhall.kit.encrypted import EncryptedTextField, blind_index
from unionhall.kit.ids import new_id
from unionhall.kit.masks import mask_all, mask_mobile, mask_name
from unionhall.kit.model import Model
from unionhall.kit.reach import Limits, Reach


def unused_username() -> str:
    """Return the user name of someone who signs in by phone and chose none."""
    return f"u{new_id()}"


class UserQuerySet(models.QuerySet["User"]):
    """Users; no list of them is shown but within reach."""

    def within_reach(self, by: Any, code: str) -> Self:
        """Keep the users on whom ``by`` may do the permission ``code``."""
        return self.filter(kit_reach.condition(by, code, User))

    def with_phone(self, phone: str) -> Self:
        """Keep the user who has this phone and was not closed: one at most."""
        return self.filter(phone_index=blind_index(User, "phone", phone), closed_at=None)


class UserManager(models.Manager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds a user by the name with which they sign in, as Django's sign-in asks."""

    def get_by_natural_key(self, username: str) -> "User":
        """Return the user of this name, or raise ``User.DoesNotExist``."""
        user: User = self.get(username=username)
        return user


class User(AbstractBaseUser, Model):
    """A person who can sign in; what they may do follows from their offices, duties and own record.

    A user is invited (inactive), active once the invitation was taken up or the phone proven, and closed at the end.
    """

    reach: ClassVar[Reach] = Reach(user="")
    is_system: ClassVar[bool] = False
    has_recent_second_factor = False
    """Whether the second factor was shown in the last 15 minutes; set for one request by ``accounts.middleware``."""
    limits: Limits | None = None
    """What a token or a sign-in by message code alone leaves of the user's rights; ``None``: everything."""

    username = models.CharField(_("user name"), max_length=64, unique=True, default=unused_username)
    name = models.CharField(_("name"), max_length=64)
    phone = EncryptedTextField(
        _("mobile phone"), mask=mask_mobile, index="phone_index", last4="phone_last4", blank=True
    )
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    phone_last4 = models.CharField(max_length=4, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_system_administrator = models.BooleanField(_("system administrator"), default=False)
    is_demo = models.BooleanField(_("made by the demonstration"), default=False, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    session_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=Q(closed_at=None) & ~Q(phone_index=""),
                name="accounts_one_user_per_phone",
                violation_error_message=_("This phone already belongs to another user."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(is_active=False), name="accounts_closed_user_is_inactive"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def actor_key(self) -> str:
        """Return the key of receipts and journal lines."""
        return f"user:{self.pk}"

    @property
    def label(self) -> str:
        """Return the masked name, as the journal shows it."""
        return mask_name(self.name)

    def has_perm(self, code: str, obj: Any = None) -> bool:
        """Say whether the user may do ``code``: on ``obj``, or anywhere at all."""
        return kit_reach.holds(self, code, obj)

    def has_perms(self, codes: Iterable[str], obj: Any = None) -> bool:
        """Say whether the user may do all of these."""
        return all(self.has_perm(code, obj) for code in codes)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie sessions to the password and the version, so that raising the version ends every session."""
        text = f"{self.password}|{self.session_version}"
        return salted_hmac("unionhall.accounts.session", text, secret=secret, algorithm="sha256").hexdigest()


class OldPassword(Model):
    """The hash of a password once used: the last three may not come back."""

    user = models.ForeignKey(User, models.PROTECT, related_name="old_passwords")
    password = models.CharField(max_length=128)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"


class SecondFactor(Model):
    """The secret that a user's authenticator shares with us; ``last_step`` makes each of its codes work once.

    ``next_secret`` takes the place of ``secret`` with its first code, so that stopping halfway costs nothing.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="second_factor")
    secret = EncryptedTextField(mask=mask_all, blank=True)
    next_secret = EncryptedTextField(mask=mask_all, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(Model):
    """One of ten codes that stand in once for a lost authenticator."""

    user = models.ForeignKey(User, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "digest"], name="accounts_one_recovery_code"),)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Invitation(Model):
    """A link by message with which a user takes up an account: 128 random bits, 72 hours, once."""

    LASTS = timedelta(hours=72)

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Tries(Model):
    """The moments of recent tries under one key (an account and an address, say), shared by every process."""

    key = models.CharField(max_length=64, unique=True)
    moments = ArrayField(models.DateTimeField(), default=list)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:12]


class PhoneCode(Model):
    """A code sent by message; only its keyed digest and the phone's blind index are kept."""

    LASTS = timedelta(minutes=5)
    MOST_TRIES = 5

    phone_index = models.CharField(max_length=64)
    purpose = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    address_digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["phone_index", "created_at"], name="accounts_code_phone"),
            models.Index(fields=["address_digest", "created_at"], name="accounts_code_address"),
            models.Index(fields=["created_at"], name="accounts_code_created"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by where they stand."""

    def inbox_of(self, user: User) -> Self:
        """Keep what a user reads in the inbox."""
        return self.filter(to_user=user, channel=Message.Channel.INBOX)

    def unread(self) -> Self:
        """Keep what was not read yet."""
        return self.filter(read_at=None)

    def due(self, now: datetime) -> Self:
        """Keep what is to be sent now, also what a killed worker left half sent."""
        return self.filter(state=Message.State.QUEUED, next_try_at__lte=now)


class Message(Model):
    """Something we tell a person, written in the transaction of what it tells and sent after it, at least once.

    ``id`` goes along as the message id, by which the other side can tell a repetition.
    """

    class Channel(models.TextChoices):
        """The ways to a person."""

        INBOX = "inbox", _("Inbox")
        SMS = "sms", _("Text message")
        WECHAT = "wechat", _("WeChat")

    class State(models.TextChoices):
        """Where a message stands; a message of the inbox is there as soon as it is written."""

        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    reach: ClassVar[Reach] = Reach(user="to_user")

    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    template = models.CharField(_("template"), max_length=64)
    params = EncryptedTextField(mask=mask_all, blank=True)
    is_secret = models.BooleanField(default=False)
    to_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="messages")
    phone = EncryptedTextField(_("mobile phone"), mask=mask_mobile, last4="phone_last4", blank=True)
    phone_last4 = models.CharField(max_length=4, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    trouble = models.CharField(_("trouble"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = (
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="accounts_message_due"),
            models.Index(fields=["to_user", "channel", "-id"], name="accounts_message_inbox"),
            models.Index(
                fields=["to_user"], condition=Q(channel="inbox", read_at=None), name="accounts_message_unread"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(to_user__isnull=False) | ~Q(channel="inbox"), name="accounts_inbox_has_a_user"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.created_at:%Y-%m-%d %H:%M}"


class ApiToken(Model):
    """A key with which a program acts for its user: only named permissions, perhaps only inside one unit."""

    reach: ClassVar[Reach] = Reach(user="user")

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=64)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scope = ArrayField(models.CharField(max_length=64), verbose_name=_("what it may do"))
    unit_id = models.BigIntegerField(_("only inside this unit"), null=True, blank=True)
    has_second_factor = models.BooleanField(_("made with the second factor"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def is_valid(self) -> bool:
        """Say whether it still opens anything."""
        return self.revoked_at is None and self.expires_at > timezone.now()
