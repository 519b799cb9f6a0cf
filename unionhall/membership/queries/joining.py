"""Reads of the joining pages: the drive behind a code, and a visitor's own applications."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from unionhall.kit.encrypted import blind_index
from unionhall.membership.models import Application, ApplicationStatus, ConsentText, Drive, DriveStatus
from unionhall.records.actors import Visitor

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that looks like a digit."""


def drive_behind(token: str) -> Drive | None:
    """Return the drive whose code holds this token."""
    drives = Drive.objects.unscoped("the token on the poster is the right to read the drive's form")
    return drives.select_related("unit").filter(token=token).first()


def phase_of(drive: Drive) -> str:
    """Say how the drive stands today: "future", "open", "past" or "closed"."""
    today = timezone.localdate()
    if drive.status == DriveStatus.CLOSED:
        return "closed"
    if today < drive.starts_on:
        return "future"
    return "open" if today <= drive.ends_on else "past"


def applications_of(visitor: Visitor, drive: Drive) -> QuerySet[Application]:
    """Return what was sent in through the drive from this proven phone, newest first."""
    rows = Application.objects.unscoped("one's own applications, by a phone that was proven")
    return rows.filter(drive=drive, mobile_index=blind_index(Application, "mobile", visitor.phone)).order_by("-pk")


def corrects(visitor: Visitor | None, drive: Drive) -> bool:
    """Say whether an application of this proven phone waits for a correction."""
    return visitor is not None and applications_of(visitor, drive).filter(status=ApplicationStatus.RETURNED).exists()


def consent_in_force() -> ConsentText:
    """Return the newest consent text whose day has come; ``ConsentText.DoesNotExist`` if none was ever entered."""
    return ConsentText.objects.filter(valid_from__lte=timezone.localdate()).latest("valid_from")


def consents_shown_lately() -> set[str]:
    """Return the versions that a form begun within a day may have shown: those in force since yesterday."""
    today = timezone.localdate()
    since = ConsentText.objects.filter(valid_from__lte=today - timedelta(days=1)).order_by("-valid_from")[:1]
    newer = ConsentText.objects.filter(valid_from=today)
    return {text.version for text in (*since, *newer)}


def receipt_number(application_id: int) -> str:
    """Return the number on the receipt: the id in base 32, in groups that can be read aloud."""
    digits = ""
    while application_id:
        application_id, place = divmod(application_id, 32)
        digits = ALPHABET[place] + digits
    return "-".join([digits[:4], digits[4:8], digits[8:]])
