"""Consent: publishing its text, recording who agreed, taking it back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit.refused import Refused
from unionhall.membership import permissions
from unionhall.membership.models import Application, ConsentRecord, ConsentText
from unionhall.records import context
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation


@operation(permissions.PUBLISH_CONSENT.code, journal=gettext_noop("Published the consent text %(version)s"))
def publish_consent_text(*, version: str, text_zh_hans: str, text_en: str, valid_from: date, by: Actor) -> ConsentText:
    """Add a version of the text, valid from today or a day to come; an earlier version is never changed.

    Raises ``Refused`` when a text is missing (UH-4124), the day is past (UH-4123), or version or day are taken
    (UH-4121).
    """
    if not (version.strip() and text_zh_hans.strip() and text_en.strip()):
        raise Refused(_("Name the version and write the text in both languages."), "UH-4124")
    if valid_from < timezone.localdate():
        raise Refused(
            _("Choose today or a day to come: nobody could have read the text before."), "UH-4123", field="valid_from"
        )
    texts = {"text_zh_hans": text_zh_hans.strip(), "text_en": text_en.strip()}
    made = ConsentText(version=version.strip(), valid_from=valid_from, **texts)
    ConsentText.objects.bulk_create([made], ignore_conflicts=True)
    if not ConsentText.objects.filter(pk=made.pk).exists():
        raise Refused(_("A text of this version or this day exists. Choose another."), "UH-4121", field="version")
    note(made, version=made.version, new={"valid_from": valid_from})
    return made


def record_consent(application: Application, version: str, channel: str) -> ConsentRecord:
    """Record that the applicant agreed to this version now; ``Refused`` if there is no such version."""
    if not ConsentText.objects.filter(version=version).exists():
        raise Refused(_("Read the notice on your data and agree to it."), "UH-4122", field="consent")
    return ConsentRecord.objects.create(
        application=application,
        version=version,
        channel=channel,
        agreed_at=timezone.now(),
        ip_hash=context.current().address_digest,
    )
