"""Reviewing applications: 通过, 退回修改, 不予通过; each decision happens once, however many press at the same time."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.accounts.messages import queue_message
from unionhall.kit import reach
from unionhall.kit.masks import mask_name
from unionhall.kit.refused import Refused
from unionhall.membership import permissions
from unionhall.membership.models import (
    Application,
    ApplicationStatus,
    Card,
    ChangeType,
    Membership,
    ReviewRule,
    StepDecision,
)
from unionhall.membership.operations.counting import count_approved, count_stocks, count_submitted
from unionhall.membership.operations.memberships import record_event
from unionhall.membership.operations.numbers import division_of, take_member_numbers
from unionhall.membership.operations.people import affiliate, person_for
from unionhall.membership.operations.steps import move
from unionhall.organisation.models import Unit
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.masking import masked_text
from unionhall.records.operation import operation


@operation(permissions.REVIEW.code, journal=gettext_noop("Passed the application of %(name)s"), of="application")
def approve_application(*, application: Application, by: Actor, opinion: str = "") -> Application:
    """Pass an application: on to the committee where the union's rule asks it, else to membership from today on."""
    if application.status == ApplicationStatus.COMMITTEE_REVIEW:
        reach.require(by, permissions.DECIDE_COMMITTEE.code, application)
    elif _is_committee_asked(application):
        passed = move(application, ApplicationStatus.COMMITTEE_REVIEW, StepDecision.PASS, by, opinion=opinion)
        _note(passed, application.status)
        return passed
    admitted = _admit(application, by, opinion)
    _note(admitted, application.status)
    return admitted


@operation(permissions.REVIEW.code, journal=gettext_noop("Returned the application of %(name)s"), of="application")
def return_application(*, application: Application, reason: str, by: Actor) -> Application:
    """Send an application back for correction (退回修改); the applicant reads the reason and sends it in again."""
    returned = _decide(application, ApplicationStatus.RETURNED, StepDecision.RETURN, reason, by)
    _tell(returned, "membership.returned", reason=reason)
    return returned


@operation(permissions.REVIEW.code, journal=gettext_noop("Refused the application of %(name)s"), of="application")
def reject_application(*, application: Application, reason: str, by: Actor) -> Application:
    """Refuse an application (不予通过); it leaves the counts, and the person may apply again."""
    rejected = _decide(application, ApplicationStatus.REJECTED, StepDecision.REJECT, reason, by)
    count_submitted(rejected, -1)
    _tell(rejected, "membership.rejected", reason=reason)
    return rejected


@operation(permissions.SET_REVIEW.code, journal=gettext_noop("Set how applications are reviewed"), of="unit")
def set_review_rule(*, unit: Unit, is_committee_asked: bool, by: Actor) -> ReviewRule:
    """Say whether the union's committee decides after the first review."""
    rule, _is_new = ReviewRule.objects.update_or_create(unit=unit, defaults={"is_committee_asked": is_committee_asked})
    note(unit, new={"is_committee_asked": is_committee_asked})
    return rule


def _is_committee_asked(application: Application) -> bool:
    return ReviewRule.objects.filter(unit=application.unit_id, is_committee_asked=True).exists()


def _decide(application: Application, status: str, decision: str, reason: str, by: Actor) -> Application:
    reason = masked_text(reason.strip())
    if not reason:
        raise Refused(_("Write down the reason: the applicant reads it."), "UH-4203", field="reason")
    if application.status == ApplicationStatus.COMMITTEE_REVIEW:
        reach.require(by, permissions.DECIDE_COMMITTEE.code, application)
    decided = move(
        application,
        status,
        decision,
        by,
        opinion=reason,
        decided_at=timezone.now(),
        decided_by_id=by.pk,
        reason=reason,
    )
    _note(decided, application.status, reason)
    return decided


def _admit(application: Application, by: Actor, opinion: str) -> Application:
    """Make person, job, membership, event, number and card, and move every figure, in the caller's transaction."""
    today = timezone.localdate()
    approved = move(
        application,
        ApplicationStatus.APPROVED,
        StepDecision.PASS,
        by,
        opinion=opinion,
        decided_at=timezone.now(),
        decided_by_id=by.pk,
        reason="",
    )
    person = person_for(approved)
    if not person.member_no:
        person.member_no = take_member_numbers(division_of(approved.unit), today.year)[0]
        person.save(update_fields=["member_no"])
    membership = Membership(
        person=person,
        unit=approved.unit,
        affiliation=affiliate(person, approved, today),
        is_held_in_pool=approved.is_for_pool,
        joined_on=today,
    )
    membership.save(force_insert=True)
    record_event(membership, ChangeType.JOIN, today, by, to_unit=approved.unit, application=approved)
    Card.objects.create(membership=membership, issued_at=timezone.now())
    issued = move(approved, ApplicationStatus.CARD_ISSUED, StepDecision.ISSUE_CARD, by, membership=membership)
    count_stocks(membership, 1, today)
    count_approved(issued, today)
    _tell(issued, "membership.approved", unit=issued.unit.name, number=person.member_no)
    return issued


def _tell(application: Application, template: str, **params: Any) -> None:
    """Send the applicant a text message once the decision stands."""
    queue_message(template=template, params={"name": application.name, **params}, to_phone=application.mobile.reveal())


def _note(application: Application, before: str, reason: str = "") -> None:
    note(
        application,
        old={"status": before},
        new={"status": application.status},
        reason=reason,
        name=mask_name(application.name),
    )
