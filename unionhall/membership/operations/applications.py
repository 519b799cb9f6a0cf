"""Applying for membership: submitting, correcting and withdrawing, by the applicant or with a cadre's help.

The public answer never tells whether a person is known: who is a member already learns it from the reviewer.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit.encrypted import blind_index
from unionhall.kit.masks import mask_name
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.membership import permissions
from unionhall.membership.models import (
    OPEN_STATES,
    Application,
    ApplicationStatus,
    ApplicationStep,
    ApplyChannel,
    Drive,
    DriveStatus,
    StepDecision,
)
from unionhall.membership.operations.consent import record_consent
from unionhall.membership.operations.counting import count_submitted
from unionhall.membership.operations.particulars import Particulars, checked
from unionhall.membership.operations.steps import move
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, Unit
from unionhall.organisation.operations.holding import hold_units
from unionhall.records.actors import Actor, Visitor
from unionhall.records.journal import note
from unionhall.records.operation import operation

GRACE_DAYS = 7
"""So long after a drive's last day a draft written in time on a phone without network is still taken."""


@operation(permissions.SUBMIT.code, journal=gettext_noop("Applied for membership: %(name)s"))
def submit_application(
    *,
    particulars: Particulars,
    consent_version: str,
    by: Actor,
    drive: Drive | None = None,
    unit: Unit | None = None,
    channel: str = ApplyChannel.QR_ONSITE,
    drafted_at: datetime | None = None,
    client_key: str = "",
) -> Application:
    """Take an application from whoever proved the phone in it; a second one of the same person is the first again."""
    entered = checked(particulars)
    if phone_of(by) != entered.mobile and not by.is_system:
        raise Refused(_("Prove with a code that this phone is yours."), "UH-4101", field="mobile")
    arrival = _Arrival(
        drive=drive,
        unit=unit,
        channel=channel,
        consent_version=consent_version,
        drafted_at=drafted_at,
        client_key=client_key,
    )
    return _submit(entered, arrival, by)


@operation(permissions.ASSIST.code, journal=gettext_noop("Helped %(name)s to apply for membership"), of="return")
def submit_for_someone(
    *,
    particulars: Particulars,
    consent_version: str,
    by: Actor,
    drive: Drive | None = None,
    unit: Unit | None = None,
    channel: str = ApplyChannel.STATION,
    drafted_at: datetime | None = None,
    client_key: str = "",
) -> Application:
    """Take an application that a cadre fills in for someone without a phone at hand, who agrees in person."""
    arrival = _Arrival(
        drive=drive,
        unit=unit,
        channel=channel,
        consent_version=consent_version,
        drafted_at=drafted_at,
        client_key=client_key,
        assisted_by_id=by.pk,
    )
    return _submit(checked(particulars), arrival, by)


@operation(permissions.SUBMIT.code, journal=gettext_noop("Corrected the application of %(name)s"))
def resubmit_application(*, application: Application, particulars: Particulars, by: Actor) -> Application:
    """Send a returned application in again, corrected, to where it was reviewed."""
    _check_is_applicant(application, by)
    if application.status != ApplicationStatus.RETURNED:
        raise Refused(_("Only an application that was returned for correction can be changed."), "UH-4102")
    entered = checked(particulars)
    if phone_of(by) != entered.mobile and not by.is_system:
        raise Refused(
            _("The application keeps the phone that was proven. Enter that number."), "UH-4103", field="mobile"
        )
    return _corrected(application, entered, by)


@operation(permissions.WITHDRAW.code, journal=gettext_noop("Withdrew the application of %(name)s"))
def withdraw_application(*, application: Application, by: Actor) -> Application:
    """Withdraw one's own application before it is decided; it leaves the counts of its union and drive."""
    _check_is_applicant(application, by)
    if application.is_approved:
        raise Refused(
            _("The application was approved already. To leave the union, ask it to end the membership."), "UH-4104"
        )
    moved = move(application, ApplicationStatus.WITHDRAWN, StepDecision.WITHDRAW, by)
    count_submitted(moved, -1)
    note(moved, name=mask_name(moved.name))
    return moved


def phone_of(by: Actor) -> str:
    """Return the phone that the actor has proven: a visitor's, or a user's own; ``""`` for the system."""
    if isinstance(by, Visitor):
        return by.phone
    phone = getattr(by, "phone", None)
    return phone.reveal() if phone else ""


@dataclass(frozen=True, kw_only=True)
class _Arrival:
    """How an application came in."""

    drive: Drive | None
    unit: Unit | None
    channel: str
    consent_version: str
    drafted_at: datetime | None
    client_key: str
    assisted_by_id: int | None = None


def _submit(entered: Particulars, arrival: _Arrival, by: Actor) -> Application:
    """Enter the application, its consent, its first step and its counts, and hand it to the reviewers."""
    made = _made(_with_known_employer(entered), arrival)
    application = _entered_once(made)
    note(application, name=mask_name(application.name))
    if application.pk != made.pk:
        return _again(application, entered, by)
    record_consent(application, arrival.consent_version, arrival.channel)
    _log_submission(application, by)
    count_submitted(application, 1)
    application.status = _review_of(application)
    application.save(update_fields=["status"])
    return application


def _made(entered: Particulars, arrival: _Arrival) -> Application:
    is_late = _check_drive_takes(arrival.drive, arrival.drafted_at)
    target = _route(entered, arrival.drive, arrival.unit)
    if target.pk not in hold_units(target.pk):
        raise Refused(_("The union that receives it is just being merged. Send it once more."), "UH-4115")
    now = timezone.now()
    return Application(
        **entered.values(),
        unit=target,
        drive=arrival.drive,
        channel=arrival.channel,
        status=ApplicationStatus.SUBMITTED,
        is_for_pool=kind_of(target.kind).is_territorial,
        consent_version=arrival.consent_version,
        client_key=arrival.client_key,
        drafted_at=min(arrival.drafted_at, now) if arrival.drafted_at else None,
        submitted_at=now,
        is_late=is_late,
        assisted_by_id=arrival.assisted_by_id,
    )


def _review_of(application: Application) -> str:
    return ApplicationStatus.STREET_REVIEW if application.is_for_pool else ApplicationStatus.UNIT_REVIEW


def _entered_once(made: Application) -> Application:
    """Enter the application unless one of this person and phone is open; return the one that is."""
    rows = Application.objects.unscoped("an applicant's own open application, by number and phone")
    for _attempt in range(3):  # The one that was in the way may be decided just now: then there is room again.
        Application.objects.bulk_create([made], ignore_conflicts=True)
        same = rows.filter(id_number_index=made.id_number_index, mobile_index=made.mobile_index, status__in=OPEN_STATES)
        hold_units(*same.values_list("unit_id", flat=True))
        held = same.select_for_update().values_list("pk", flat=True).first()
        found = rows.select_related("unit", "drive", "employer").get(pk=held) if held else None
        if found is not None:
            application: Application = found
            return application
    raise Refused(_("Your application is being decided right now. Send it once more."), "UH-4110")


def _again(application: Application, entered: Particulars, by: Actor) -> Application:
    """Answer a second sending by the first; what was returned for correction is taken as corrected."""
    if application.status == ApplicationStatus.RETURNED:
        return _corrected(application, entered, by)
    return application


def _corrected(application: Application, entered: Particulars, by: Actor) -> Application:
    moved = move(application, ApplicationStatus.SUBMITTED, StepDecision.SUBMIT, by)
    for name, value in entered.values().items():
        setattr(moved, name, value)
    moved.status = _review_of(moved)
    moved.decided_at = moved.decided_by = None
    moved.reason = ""
    _save_unless_double(moved)
    note(moved, name=mask_name(moved.name))
    return moved


def _save_unless_double(application: Application) -> None:
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        raise Refused(
            _("Another application with this ID number is open already. Withdraw one of the two."), "UH-4109"
        ) from None


def _check_drive_takes(drive: Drive | None, drafted_at: datetime | None) -> bool:
    """Say whether the application comes late but in time to be taken; refuse it when the drive is over or not begun."""
    today = timezone.localdate()
    if drive is None or drive.is_open_on(today):
        return False
    if today < drive.starts_on:
        raise Refused(_("This drive begins on %(day)s. Come back then.") % {"day": drive.starts_on}, "UH-4105")
    if _was_written_in_time(drive, drafted_at, today):
        return True
    raise Refused(_("This drive is over. Ask your union or the street's service station how to join."), "UH-4106")


def _was_written_in_time(drive: Drive, drafted_at: datetime | None, today: date) -> bool:
    if drafted_at is None or drive.status != DriveStatus.OPEN or today > drive.ends_on + timedelta(days=GRACE_DAYS):
        return False
    return drive.starts_on <= timezone.localdate(drafted_at) <= drive.ends_on


def _with_known_employer(entered: Particulars) -> Particulars:
    """Recognise an employer that was typed by the full name under which it is registered."""
    if entered.employer is not None or not entered.employer_name:
        return entered
    rows = Employer.objects.unscoped("the register of employers is public by name").filter(is_active=True)
    found = rows.select_related("unit", "street").filter(name=entered.employer_name)[:2]
    return replace(entered, employer=found[0]) if len(found) == 1 else entered


def _route(entered: Particulars, drive: Drive | None, unit: Unit | None) -> Unit:
    """Return who reviews the application: the employer's union, else the drive's, else the street's (the pool)."""
    employer = entered.employer
    candidates = [
        employer.unit if employer else None,
        drive.unit if drive else None,
        unit,
        employer.street if employer else None,
    ]
    for candidate in candidates:
        if candidate is not None and candidate.is_active and kind_of(candidate.kind).admits_members:
            return candidate
    raise Refused(
        _("Choose the street where you work or live; its union will receive the application."), "UH-4107", field="unit"
    )


def _check_is_applicant(application: Application, by: Actor) -> None:
    if by.is_system:
        return
    phone = phone_of(by)
    if not phone or blind_index(Application, "mobile", phone) != application.mobile_index:
        raise NotAllowed(_("Only the applicant can do this, with the phone in the application."), "UH-4108")


def _log_submission(application: Application, by: Actor) -> None:
    ApplicationStep.objects.create(
        application=application,
        decision=StepDecision.SUBMIT,
        from_status=ApplicationStatus.DRAFT,
        to_status=ApplicationStatus.SUBMITTED,
        by_id=by.pk,
        happened_at=timezone.now(),
    )
