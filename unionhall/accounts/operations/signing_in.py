"""What signing in leaves in the journal, and the codes it needs."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.digests import digest
from unionhall.accounts.messages import queue_message
from unionhall.accounts.models import PhoneCode, User
from unionhall.kit.encrypted import blind_index
from unionhall.kit.ids import new_id
from unionhall.kit.masks import mask_mobile
from unionhall.records import journal
from unionhall.records.actors import Actor
from unionhall.records.operation import operation


@operation("accounts.sign_in", journal=_("Signed in with the password; no second factor is set up"))
def note_password_sign_in(*, by: User) -> None:
    """Write down that the user signed in with the password alone."""
    journal.note(by)


@operation("accounts.sign_in", journal=_("Signed in with password and second factor"))
def note_full_sign_in(*, by: User) -> None:
    """Write down that the user signed in with both."""
    journal.note(by)


@operation("accounts.sign_in", journal=_("Signed in with a code by message"))
def note_member_sign_in(*, by: User) -> None:
    """Write down that the user signed in by phone."""
    journal.note(by)


@operation("accounts.sign_in", journal=_("Signed out"))
def note_sign_out(*, by: User) -> None:
    """Write down that the user signed out."""
    journal.note(by)


@operation("accounts.sign_in", journal=_("A sign-in was refused: the password was wrong"))
def note_wrong_password(*, user: User | None, by: Actor) -> None:
    """Write down a wrong password; ``user`` is ``None`` if there is none of the name that was typed."""
    journal.note(user)


@operation("accounts.sign_in", journal=_("A second factor was refused: the code was wrong"))
def note_wrong_second_factor(*, user: User, by: Actor) -> None:
    """Write down a wrong code of an authenticator, or a wrong recovery code."""
    journal.note(user)


@operation("accounts.code", journal=_("Sent a code to %(phone)s"))
def write_code(*, phone: str, purpose: str, code: str, address_digest: str, by: Actor) -> PhoneCode:
    """Keep the digest of a code and queue the message with it; earlier codes of the purpose end."""
    now = timezone.now()
    phone_index = blind_index(User, "phone", phone)
    PhoneCode.objects.filter(phone_index=phone_index, purpose=purpose, used_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    code_id = new_id()
    kept = PhoneCode.objects.create(
        id=code_id,
        phone_index=phone_index,
        purpose=purpose,
        digest=digest("phone-code", f"{code_id}:{code}"),
        address_digest=address_digest,
        created_at=now,
        expires_at=now + PhoneCode.LASTS,
    )
    queue_message(template="accounts.code", params={"code": code}, to_phone=phone, is_secret=True)
    journal.note(phone=mask_mobile(phone))
    return kept


def forget_codes() -> int:
    """Delete the codes of the day before yesterday and earlier: the limits look back one day."""
    return PhoneCode.objects.filter(created_at__lt=timezone.now() - timedelta(days=2)).delete()[0]
