"""Drives on the desk: opening, changing, closing, the counter and the poster."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.membership.models import Application, Drive
from unionhall.membership.operations.applications import submit_for_someone
from unionhall.membership.operations.drives import change_drive, close_drive, open_drive, reopen_drive
from unionhall.membership.queries import posters
from unionhall.membership.queries.joining import phase_of
from unionhall.membership.tests.factories import applicant, consent_version
from unionhall.organisation.models import Place

KEY = "11111111-1111-4111-8111-111111111111"
DETAILS = {"name": "集中入会", "target": 8, "starts_on": date(2020, 1, 1), "ends_on": date(2099, 12, 31)}


@pytest.fixture
def drive(cast: Cast) -> Drive:
    """A drive of the street union, open today."""
    return open_drive(unit=cast.jinzhan, by=cast.street_cadre, **DETAILS)


def desk(client: Client, user: Any) -> Client:
    """Sign an officer in with password and second factor."""
    from unionhall.accounts.sessions import KEY as SESSION_KEY
    from unionhall.accounts.sessions import STAFF, _now

    client.force_login(user, backend="unionhall.accounts.backends.UserBackend")
    session = client.session
    session[SESSION_KEY] = {"way": STAFF, "began": _now(), "seen": _now(), "proven": _now()}
    session.save()
    return client


def test_a_cadre_opens_a_drive_once_however_often_the_form_is_sent(client: Client, cast: Cast) -> None:
    sent = {
        "unit": cast.jinzhan.pk,
        "name": "集中入会",
        "target": 8,
        "starts_on": "2026-01-01",
        "ends_on": "2099-01-01",
    }

    for _time in range(2):
        answer = desk(client, cast.street_cadre).post("/desk/membership/drives/new/", {**sent, "key": KEY})

    made = Drive.objects.unscoped("test").get()
    assert answer.headers["Location"] == made.get_absolute_url()


def test_nobody_opens_a_drive_for_a_union_out_of_reach(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        open_drive(unit=cast.tianqiao, by=cast.street_cadre, **DETAILS)


def test_the_drive_of_another_district_does_not_exist(client: Client, cast: Cast, drive: Drive) -> None:
    assert desk(client, cast.stranger).get(drive.get_absolute_url()).status_code == 404


def test_a_period_that_ends_before_it_begins_is_refused(cast: Cast, drive: Drive) -> None:
    with pytest.raises(Refused) as refused:
        change_drive(drive=drive, by=cast.street_cadre, **{**DETAILS, "ends_on": date(2019, 1, 1)})

    assert refused.value.field == "ends_on"


def test_changing_a_drive_keeps_its_code(cast: Cast, drive: Drive) -> None:
    changed = change_drive(drive=drive, by=cast.street_cadre, **{**DETAILS, "target": 80})

    assert (changed.target, changed.token) == (80, drive.token)


def test_a_closed_drive_opens_again_with_the_same_code(cast: Cast, drive: Drive) -> None:
    closed = close_drive(drive=drive, by=cast.street_cadre)
    phases = [phase_of(closed)]

    reopened = reopen_drive(drive=closed, by=cast.street_cadre)

    assert [*phases, phase_of(reopened)] == ["closed", "open"]
    assert reopened.token == drive.token


def test_closing_twice_is_refused(cast: Cast, drive: Drive) -> None:
    close_drive(drive=drive, by=cast.street_cadre)

    with pytest.raises(Refused) as refused:
        close_drive(drive=drive, by=cast.street_cadre)

    assert refused.value.code == "UH-4303"


@pytest.mark.parametrize(("days", "phase"), [(-2, "past"), (0, "open"), (2, "future")])
def test_the_phase_follows_the_day(days: int, phase: str) -> None:
    day = timezone.localdate() + timedelta(days=days)

    assert phase_of(Drive(status="open", starts_on=day, ends_on=day)) == phase


def test_the_counter_moves_and_the_number_of_queries_does_not(client: Client, cast: Cast, drive: Drive) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    officer = desk(client, cast.street_cadre)
    numbers = []
    for seed in range(1, 4):
        submit_for_someone(
            particulars=applicant(seed), consent_version=consent_version(), drive=drive, by=cast.street_cadre
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = officer.get(drive.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
        numbers.append(len(queries))

    drive.refresh_from_db()
    assert drive.submitted_count == 3
    assert page.count("/desk/membership/applications/") == 3
    assert numbers[0] == numbers[2]


def test_the_poster_names_the_station_and_is_a_pdf(client: Client, cast: Cast, drive: Drive) -> None:
    Place.objects.create(kind="station", name="金盏地区工会服务站", unit=cast.jinzhan, address="东苇路1号")
    said = posters.words(drive, address="https://union.example/", **posters.first_choice(drive))

    answer = desk(client, cast.street_cadre).get(f"{drive.get_absolute_url()}poster.pdf")

    assert "金盏地区工会服务站" in said["where"]
    assert said["link"] == f"https://union.example/join/{drive.token}/"
    assert answer.content.startswith(b"%PDF")


def test_assisted_joining_keeps_who_helped(client: Client, cast: Cast, drive: Drive) -> None:
    consent_version()
    person = applicant(seed=5)
    typed = {
        "name": person.name,
        "id_type": "resident",
        "id_number": person.id_number,
        "mobile": person.mobile,
        "work": "employer",
        "workplace": "金盏快运",
        "agrees_to_join": "on",
        "agrees_to_id": "on",
        "key": KEY,
    }

    answer = desk(client, cast.street_cadre).post(f"/field/membership/drives/{drive.pk}/assist/", typed)

    application = Application.objects.unscoped("test").get()
    assert answer.status_code == 302
    assert application.assisted_by == cast.street_cadre
    assert application.employer_name == "金盏快运"


def test_a_new_drive_is_offered_where_its_officer_stands(client: Client, cast: Cast) -> None:
    page = desk(client, cast.street_cadre).get("/desk/membership/drives/new/")

    assert page.context["form"]["unit"].value() == cast.jinzhan.pk
    assert f'<option value="{cast.jinzhan.pk}" selected>' in page.text
