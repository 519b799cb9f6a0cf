"""One step of an application: the state moves if it is still the one that was seen, and the log says who moved it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.membership.models import Application, ApplicationStep
from unionhall.organisation.operations.holding import hold_units
from unionhall.records.actors import Actor
from unionhall.records.masking import masked_text


def move(
    application: Application, status: str, decision: str, by: Actor, *, opinion: str = "", **changes: Any
) -> Application:
    """Move an application to ``status`` by one conditional update and return it as it now stands.

    Whoever comes second, of two reviewers or of a reviewer and the applicant, is refused with UH-4202; likewise whoever
    saw it at a union that was merged meanwhile.
    """
    if not application.may_become(status):
        raise Refused(
            _("The application is %(status)s; this is not possible any more.")
            % {"status": application.get_status_display()},
            "UH-4201",
        )
    hold_units(application.unit_id)
    rows = Application.objects.unscoped("the row at hand, checked by the operation")
    seen = rows.filter(pk=application.pk, status=application.status, unit=application.unit_id)
    if not seen.update(status=status, **changes):
        raise Refused(_("Somebody else decided on this application meanwhile. Load the page again."), "UH-4202")
    ApplicationStep.objects.create(
        application=application,
        decision=decision,
        from_status=application.status,
        to_status=status,
        opinion=masked_text(opinion),
        by_id=by.pk,
        happened_at=timezone.now(),
    )
    moved: Application = rows.select_related("unit", "drive", "employer").get(pk=application.pk)
    return moved
