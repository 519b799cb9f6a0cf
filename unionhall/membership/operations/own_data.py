"""What a person does about the data they gave: taking a consent back."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit.encrypted import blind_index
from unionhall.kit.masks import mask_name
from unionhall.kit.refused import NotAllowed
from unionhall.membership import permissions
from unionhall.membership.models import OPEN_STATES, Application, ConsentRecord
from unionhall.membership.operations.applications import phone_of, withdraw_application
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation


@operation(permissions.WITHDRAW.code, journal=gettext_noop("Took back the consent of %(name)s"))
def withdraw_consent(*, consent: ConsentRecord, by: Actor) -> ConsentRecord:
    """Take one's own consent back: an application not yet decided is withdrawn; a membership stays until it is ended.

    The row stays, with the moment, because what was done under the consent was lawful then (PIPL article 15).
    """
    application = consent.application
    phone = phone_of(by)
    if not by.is_system and (not phone or blind_index(Application, "mobile", phone) != application.mobile_index):
        raise NotAllowed(_("Only the applicant can do this, with the phone in the application."), "UH-4108")
    rows = ConsentRecord.objects.unscoped("the row at hand")
    if rows.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        note(consent, name=mask_name(application.name))
        if application.status in OPEN_STATES:
            withdraw_application(application=application, by=by)
    return consent
