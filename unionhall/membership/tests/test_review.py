"""Reviewing: what approval makes, what a refusal takes back, and who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from unionhall.accounts.models import Message
from unionhall.kit.refused import NotAllowed, Refused, SecondFactorNeeded
from unionhall.membership.models import Application, ApplicationStatus, Card, Drive, Membership, MembershipEvent, Person
from unionhall.membership.operations.numbers import is_member_number
from unionhall.membership.operations.review import (
    approve_application,
    reject_application,
    return_application,
    set_review_rule,
)
from unionhall.membership.queries import figures
from unionhall.membership.tests.factories import SYSTEM, applicant, apply, member
from unionhall.organisation.counting import differences, totals
from unionhall.records.models import JournalLine


@pytest.fixture
def drive(cast: Any) -> Drive:
    today = timezone.localdate()
    return Drive.objects.create(
        unit=cast.jinzhan, name="网约车司机入会", target=8, starts_on=today, ends_on=today + timedelta(days=6)
    )


def stocks(unit: Any, *measures: str) -> list[int]:
    found = totals([unit.pk], measures)[unit.pk]
    return [found[measure] for measure in measures]


def test_approval_makes_the_member_with_number_card_event_and_counts(drive: Drive, cast: Any) -> None:
    entered = applicant(gig_category="ride_hailing", is_migrant_worker=True)
    application = apply(entered, drive=drive)

    approved = approve_application(application=application, by=cast.street_cadre)

    membership = Membership.objects.unscoped("tests").get()
    person = Person.objects.unscoped("tests").get()
    assert approved.status == ApplicationStatus.CARD_ISSUED
    assert approved.decided_by == cast.street_cadre
    assert (membership.unit, membership.joined_on, membership.is_held_in_pool) == (
        cast.jinzhan,
        timezone.localdate(),
        True,
    )
    assert (person.name, person.id_number.reveal()) == (entered.name, entered.id_number)
    assert is_member_number(person.member_no)
    assert Card.objects.unscoped("tests").get().membership == membership
    event = MembershipEvent.objects.unscoped("tests").get()
    assert (event.change, event.to_unit, event.application) == ("1", cast.jinzhan, approved)
    drive.refresh_from_db()
    assert (drive.submitted_count, drive.approved_count) == (1, 1)
    counted = [figures.MEMBERS, figures.POOL, figures.KEY_FOUR, figures.gig_measure("ride_hailing"), figures.MIGRANT]
    assert stocks(cast.city, *counted) == [1, 1, 1, 1, 1]
    assert differences() == []


def test_the_new_member_is_told_by_message(drive: Drive, cast: Any) -> None:
    approve_application(application=apply(applicant(), drive=drive), by=cast.street_cadre)

    message = Message.objects.get(template="membership.approved")
    assert message.phone.reveal() == applicant().mobile


def test_a_refusal_takes_the_counts_back_and_the_person_may_apply_again(drive: Drive, cast: Any) -> None:
    application = apply(applicant(), drive=drive)

    rejected = reject_application(application=application, reason="不在本辖区工作", by=cast.street_cadre)
    again = apply(applicant(), drive=drive)

    drive.refresh_from_db()
    assert (rejected.status, rejected.reason) == (ApplicationStatus.REJECTED, "不在本辖区工作")
    assert again.pk != application.pk
    assert drive.submitted_count == 1
    assert differences() == []


@pytest.mark.parametrize("operation", [return_application, reject_application])
def test_returning_and_refusing_need_a_reason(drive: Drive, cast: Any, operation: Any) -> None:
    application = apply(applicant(), drive=drive)

    with pytest.raises(Refused) as refused:
        operation(application=application, reason="  ", by=cast.street_cadre)

    assert refused.value.field == "reason"


def test_a_second_decision_is_refused(drive: Drive, cast: Any) -> None:
    application = apply(applicant(), drive=drive)
    approve_application(application=application, by=cast.street_cadre)

    with pytest.raises(Refused) as stale:
        approve_application(application=application, by=cast.street_cadre)
    application.refresh_from_db()
    with pytest.raises(Refused) as late:
        reject_application(application=application, reason="x", by=cast.street_cadre)

    assert (stale.value.code, late.value.code) == ("UH-4202", "UH-4201")
    assert Membership.objects.unscoped("tests").count() == 1


def test_approval_needs_the_second_factor_and_reach(drive: Drive, cast: Any) -> None:
    application = apply(applicant(), drive=drive)
    cast.street_cadre.has_recent_second_factor = False

    with pytest.raises(SecondFactorNeeded):
        approve_application(application=application, by=cast.street_cadre)
    for outsider in (cast.stranger, cast.grassroots_chair, cast.member):
        with pytest.raises(NotAllowed):
            approve_application(application=application, by=outsider)

    assert Application.objects.unscoped("tests").get().status == ApplicationStatus.STREET_REVIEW


def test_the_reviewer_learns_that_the_applicant_is_a_member_elsewhere(drive: Drive, cast: Any) -> None:
    held = member(cast.far_base, seed=1)
    application = apply(applicant(1), drive=drive)

    with pytest.raises(Refused) as refused:
        approve_application(application=application, by=cast.street_cadre)

    assert refused.value.code == "UH-4213"
    assert cast.far_base.name in str(refused.value)
    assert Membership.objects.unscoped("tests").get() == held
    application.refresh_from_db()
    assert application.status == ApplicationStatus.STREET_REVIEW


def test_an_application_never_overwrites_another_persons_record(drive: Drive, cast: Any) -> None:
    held = member(cast.base, seed=1)
    forged = apply(applicant(1, name="欧阳无名", mobile=applicant(2).mobile), drive=drive)

    with pytest.raises(Refused) as refused:
        approve_application(application=forged, by=cast.street_cadre)

    held.person.refresh_from_db()
    assert refused.value.code == "UH-4212"
    assert held.person.mobile.reveal() == applicant(1).mobile


def test_a_phone_of_another_member_is_refused(drive: Drive, cast: Any) -> None:
    member(cast.base, seed=1)
    application = apply(applicant(2, mobile=applicant(1).mobile), drive=drive)

    with pytest.raises(Refused) as refused:
        approve_application(application=application, by=cast.street_cadre)

    assert refused.value.code == "UH-4211"


def test_the_committee_decides_where_the_rule_says_so(cast: Any) -> None:
    set_review_rule(unit=cast.base, is_committee_asked=True, by=cast.grassroots_chair)
    application = apply(applicant(), unit=cast.base)

    passed = approve_application(application=application, by=cast.street_cadre)
    with pytest.raises(NotAllowed):
        approve_application(application=passed, by=cast.street_cadre)
    decided = approve_application(application=passed, by=cast.grassroots_chair)

    assert passed.status == ApplicationStatus.COMMITTEE_REVIEW
    assert decided.status == ApplicationStatus.CARD_ISSUED


def test_member_numbers_follow_one_another(cast: Any) -> None:
    numbers = [member(cast.base, seed=seed).person.member_no for seed in (1, 2, 3)]

    assert [number[10:17] for number in numbers] == ["0000001", "0000002", "0000003"]
    assert all(is_member_number(number) for number in numbers)
    assert not is_member_number(numbers[0][:-1] + str((int(numbers[0][-1]) + 1) % 10))


def test_the_journal_keeps_who_decided_without_the_numbers(drive: Drive, cast: Any) -> None:
    from unionhall.records.models import JournalLine

    entered = applicant()
    approve_application(application=apply(entered, drive=drive), by=cast.street_cadre)
    reject_application(application=apply(applicant(2), drive=drive), reason=entered.id_number, by=SYSTEM)

    lines = JournalLine.objects.unscoped("tests").filter(operation__startswith="membership.").order_by("pk")
    assert [line.operation.split(".")[1] for line in lines] == [
        "submit_application",
        "approve_application",
        "submit_application",
        "reject_application",
    ]
    written = " ".join(f"{line.text}{line.parameters}{line.changes}{line.reason}{line.object_label}" for line in lines)
    assert entered.id_number not in written
    assert entered.mobile not in written


def test_the_journal_names_an_applicant_masked(cast: Any) -> None:
    application = apply(applicant(1, name="欧阳志远"), unit=cast.base)

    approve_application(application=application, by=SYSTEM)

    lines = JournalLine.objects.unscoped("tests").filter(operation="membership.approve_application")
    assert [(line.object_label, line.parameters["name"]) for line in lines] == [("欧阳*远", "欧阳*远")]
