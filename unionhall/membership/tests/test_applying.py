"""Applying, correcting and withdrawing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from unionhall.kit.national.codes import EmploymentStatus
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.membership.models import Application, ApplicationStatus, ApplicationStep, ConsentRecord, Drive
from unionhall.membership.operations.applications import (
    resubmit_application,
    submit_application,
    submit_for_someone,
    withdraw_application,
)
from unionhall.membership.operations.review import return_application
from unionhall.membership.queries.figures import SUBMITTED
from unionhall.membership.tests.factories import applicant, apply, consent_version, member
from unionhall.organisation.counting import month_of, totals
from unionhall.records.actors import Visitor


def submitted_at(unit: Any) -> int:
    month = month_of(timezone.localdate())
    return totals([unit.pk], [SUBMITTED], period=month)[unit.pk][SUBMITTED]


@pytest.fixture
def drive(cast: Any) -> Drive:
    today = timezone.localdate()
    return Drive.objects.create(
        unit=cast.jinzhan, name="网约车司机入会", target=8, starts_on=today, ends_on=today + timedelta(days=6)
    )


def rows() -> Any:
    return Application.objects.unscoped("tests")


def test_application_without_a_union_at_the_employer_goes_to_the_drives_street_and_its_pool(drive: Drive) -> None:
    application = apply(applicant(), drive=drive)

    assert application.unit == drive.unit
    assert application.status == ApplicationStatus.STREET_REVIEW
    assert application.is_for_pool


def test_application_is_counted_once_at_unit_and_drive_and_keeps_the_consent(drive: Drive) -> None:
    application = apply(applicant(), drive=drive)

    drive.refresh_from_db()
    assert (drive.submitted_count, drive.approved_count) == (1, 0)
    assert submitted_at(drive.unit) == 1
    consent = ConsentRecord.objects.unscoped("tests").get(application=application)
    assert (consent.version, consent.channel) == (consent_version(), application.channel)


def test_application_goes_to_the_employers_union_by_its_registered_name(drive: Drive, cast: Any) -> None:
    from unionhall.organisation.models import Employer

    Employer.objects.create(
        uscc="91110105MA0000007L", name="金盏快运公司", street=cast.jinzhan, unit=cast.base, counted_at=cast.base
    )

    application = apply(applicant(employer_name="金盏快运公司"), drive=drive)

    assert application.unit == cast.base
    assert application.status == ApplicationStatus.UNIT_REVIEW
    assert not application.is_for_pool


def test_second_application_of_the_same_person_is_the_first_again(drive: Drive) -> None:
    first = apply(applicant(), drive=drive)
    second = apply(applicant(), drive=drive)

    drive.refresh_from_db()
    assert second.pk == first.pk
    assert rows().count() == 1
    assert drive.submitted_count == 1


def test_a_member_applying_again_is_answered_like_anybody_else(drive: Drive, cast: Any) -> None:
    member(cast.base, seed=1)

    application = apply(applicant(1), drive=drive)

    assert application.status == ApplicationStatus.STREET_REVIEW


def test_number_and_phone_are_sealed_at_rest(drive: Drive) -> None:
    entered = applicant()
    application = apply(entered, drive=drive)

    raw = rows().extra(select={"sealed": "id_number || mobile"}).values_list("sealed", flat=True).get()
    assert entered.id_number not in raw
    assert entered.mobile not in raw
    assert rows().get(pk=application.pk).id_number.reveal() == entered.id_number


def test_a_phone_that_was_not_proven_is_refused(drive: Drive) -> None:
    other = Visitor(phone=applicant(2).mobile, proven=True)

    with pytest.raises(Refused) as refused:
        submit_application(particulars=applicant(1), consent_version=consent_version(), drive=drive, by=other)

    assert refused.value.code == "UH-4101"
    assert rows().count() == 0


def test_an_unproven_visitor_is_refused(drive: Drive) -> None:
    visitor = Visitor(phone=applicant().mobile, proven=False)

    with pytest.raises(NotAllowed):
        submit_application(particulars=applicant(), consent_version=consent_version(), drive=drive, by=visitor)


def test_consent_to_no_version_is_refused(drive: Drive) -> None:
    visitor = Visitor(phone=applicant().mobile, proven=True)

    with pytest.raises(Refused) as refused:
        submit_application(particulars=applicant(), consent_version="none", drive=drive, by=visitor)

    assert refused.value.code == "UH-4122"
    assert rows().count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_number": "119901199003074015"}, "id_number"),
        ({"id_number": "119901202501010016"}, "id_number"),
        ({"mobile": "1200000"}, "mobile"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_fields_are_named(drive: Drive, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        apply(applicant(**changes), drive=drive)

    assert refused.value.field == field


def test_the_retired_are_not_newly_admitted(drive: Drive) -> None:
    retired = applicant(id_number="119902194912310022", employment_status=EmploymentStatus.RETIRED)

    with pytest.raises(Refused) as refused:
        apply(retired, drive=drive)

    assert refused.value.code == "UH-4114"


def test_after_the_last_day_only_drafts_written_in_time_are_taken(drive: Drive) -> None:
    today = timezone.localdate()
    Drive.objects.unscoped("tests").filter(pk=drive.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=2)
    )
    drive.refresh_from_db()

    with pytest.raises(Refused):
        apply(applicant(1), drive=drive)
    late = apply(applicant(2), drive=drive, drafted_at=timezone.now() - timedelta(days=3))

    assert late.is_late


def test_withdrawing_takes_the_counts_back_and_frees_the_way_for_another(drive: Drive) -> None:
    visitor = Visitor(phone=applicant().mobile, proven=True)
    application = apply(applicant(), drive=drive)

    withdrawn = withdraw_application(application=application, by=visitor)
    again = apply(applicant(), drive=drive)

    drive.refresh_from_db()
    assert withdrawn.status == ApplicationStatus.WITHDRAWN
    assert again.pk != application.pk
    assert drive.submitted_count == 1
    assert submitted_at(drive.unit) == 1


def test_nobody_withdraws_the_application_of_another(drive: Drive, cast: Any) -> None:
    application = apply(applicant(), drive=drive)

    for other in (Visitor(phone=applicant(2).mobile, proven=True), cast.city_chair):
        with pytest.raises(NotAllowed):
            withdraw_application(application=application, by=other)

    assert rows().get().status == ApplicationStatus.STREET_REVIEW


def test_a_returned_application_is_corrected_and_reviewed_again(drive: Drive, cast: Any) -> None:
    visitor = Visitor(phone=applicant().mobile, proven=True)
    application = apply(applicant(name="何文"), drive=drive)
    returned = return_application(application=application, reason="姓名与证件不符", by=cast.street_cadre)

    corrected = resubmit_application(application=returned, particulars=applicant(name="何文静"), by=visitor)

    drive.refresh_from_db()
    assert (corrected.name, corrected.status, corrected.reason) == ("何文静", ApplicationStatus.STREET_REVIEW, "")
    assert drive.submitted_count == 1
    steps = ApplicationStep.objects.unscoped("tests").filter(application=application).order_by("pk")
    assert [step.decision for step in steps] == ["submit", "return", "submit"]


def test_a_cadre_helps_only_within_reach(drive: Drive, cast: Any) -> None:
    details = {"consent_version": consent_version(), "drive": drive}

    helped = submit_for_someone(particulars=applicant(1), by=cast.street_cadre, **details)
    with pytest.raises(NotAllowed):
        submit_for_someone(particulars=applicant(2), by=cast.stranger, **details)

    assert helped.assisted_by == cast.street_cadre
    assert rows().count() == 1


def test_papers_from_elsewhere_need_sex_and_date_of_birth(drive: Drive) -> None:
    passport = applicant(id_type="passport", id_number="ZZ123456")

    with pytest.raises(Refused) as refused:
        apply(passport, drive=drive)
    taken = apply(replace(passport, sex="F", birth_date=timezone.localdate().replace(year=1990)), drive=drive)

    assert refused.value.field == "sex"
    assert taken.id_type == "passport"
