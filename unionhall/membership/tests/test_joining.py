"""The form behind a drive's code, step by step as without JavaScript, and as the script sends it."""

import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from unionhall.accounts.models import Tries
from unionhall.membership.models import Application, ApplicationStatus, ConsentRecord, ConsentText, Drive
from unionhall.membership.operations.consent import publish_consent_text
from unionhall.membership.operations.drives import close_drive, open_drive
from unionhall.membership.operations.review import return_application
from unionhall.membership.queries.joining import receipt_number
from unionhall.membership.views import proof
from unionhall.records.actors import System

PHONE = "12011112222"
ID_NUMBER = "119901199003074014"
KEY = "11111111-1111-4111-8111-111111111111"
TYPED = {
    "name": "欧阳晓雯",
    "id_type": "resident",
    "id_number": ID_NUMBER,
    "work": "platform",
    "gig_category": "ride_hailing",
    "workplace": "顺路出行",
    "agrees_to_join": "on",
    "agrees_to_id": "on",
    "key": KEY,
}


@pytest.fixture
def drive(cast: Cast) -> Drive:
    """A drive of the street union, open today."""
    today = timezone.localdate()
    return open_drive(
        unit=cast.jinzhan,
        name="网约车司机集中入会",
        target=50,
        starts_on=today,
        ends_on=today + timedelta(days=30),
        gig_category="ride_hailing",
        by=cast.street_cadre,
    )


def publish(version: str, valid_from: date) -> ConsentText:
    texts = {"text_zh_hans": "新的文本", "text_en": "the new text"}
    return publish_consent_text(version=version, valid_from=valid_from, by=System("tests"), **texts)


def path(drive: Drive) -> str:
    return f"/join/{drive.token}/"


def proven(client: Client, drive: Drive, phone: str = PHONE) -> Client:
    """Let the client prove the phone as a visitor does."""
    page = client.post(path(drive), {"phone": phone, "action": "code"}, headers={"Accept": "application/json"})
    code = re.findall(r"\d{6}", page.json()["message"])[-1]
    answer = client.post(path(drive), {"phone": phone, "code": code, "action": "prove"})
    assert answer.status_code == 302
    return client


def sent_by_script(client: Client, drive: Drive, **changes: Any) -> Any:
    typed = {**TYPED, "action": "send", **changes}
    return client.post(path(drive), typed, headers={"Accept": "application/json"})


def test_the_form_can_be_read_without_a_login(client: Client, drive: Drive) -> None:
    page = client.get(path(drive))

    assert page.status_code == 200
    assert "金盏地区总工会" in page.content.decode()


def test_a_driver_joins_step_by_step_without_javascript(client: Client, drive: Drive) -> None:
    page = client.post(path(drive), {"phone": PHONE, "action": "code"})
    code = re.findall(r"(?<!\d)\d{6}(?!\d)", page.content.decode())[0]
    client.post(path(drive), {"phone": PHONE, "code": code, "action": "prove"})
    confirm = client.post(path(drive), {**TYPED, "action": "check"}).content.decode()
    sealed = re.findall(r'name="sealed" value="([^"]+)"', confirm)[0]

    answer = client.post(path(drive), {"sealed": sealed, "action": "send"}, follow=True)

    application = Application.objects.unscoped("test").get()
    assert ID_NUMBER not in confirm
    assert application.status == ApplicationStatus.STREET_REVIEW
    assert application.platform_name == "顺路出行"
    assert receipt_number(application.pk) in answer.content.decode()


def test_going_back_from_the_confirmation_keeps_what_was_typed(client: Client, drive: Drive) -> None:
    proven(client, drive)
    confirm = client.post(path(drive), {**TYPED, "action": "check"}).content.decode()
    sealed = re.findall(r'name="sealed" value="([^"]+)"', confirm)[0]

    page = client.post(path(drive), {"sealed": sealed, "action": "change"}).content.decode()

    assert 'value="顺路出行"' in page


def test_a_double_tap_acts_once_and_gives_the_same_receipt(client: Client, drive: Drive) -> None:
    proven(client, drive)

    first, second = sent_by_script(client, drive), sent_by_script(client, drive)

    drive.refresh_from_db()
    assert first.json() == second.json()
    assert Application.objects.unscoped("test").count() == 1
    assert drive.submitted_count == 1


def test_a_wrong_check_character_stands_beside_its_field(client: Client, drive: Drive) -> None:
    proven(client, drive)

    answer = sent_by_script(client, drive, id_number=ID_NUMBER[:-1] + "5")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["id_number"]


def test_without_consent_nothing_is_sent(client: Client, drive: Drive) -> None:
    proven(client, drive)

    answer = sent_by_script(client, drive, agrees_to_id="")

    assert list(answer.json()["errors"]) == ["agrees_to_id"]
    assert not Application.objects.unscoped("test").exists()


def test_sending_without_a_proven_phone_asks_for_the_proof(client: Client, drive: Drive) -> None:
    answer = sent_by_script(client, drive)

    assert answer.status_code == 409
    assert answer.json()["proof"] is True


def test_another_person_with_the_same_number_gets_the_same_answer(client: Client, drive: Drive) -> None:
    known = sent_by_script(proven(client, drive), drive)

    unknown = sent_by_script(proven(Client(), drive, "12011113333"), drive, key=KEY.replace("1", "2"))

    assert unknown.status_code == known.status_code == 200
    assert unknown.json().keys() == known.json().keys()


def test_an_applicant_withdraws_and_the_counter_goes_back(client: Client, drive: Drive) -> None:
    sent_by_script(proven(client, drive), drive)
    application = Application.objects.unscoped("test").get()

    client.post(f"{path(drive)}withdraw/", {"application": application.pk, "key": KEY.replace("1", "3")})

    drive.refresh_from_db()
    application.refresh_from_db()
    assert application.status == ApplicationStatus.WITHDRAWN
    assert drive.submitted_count == 0


def test_nobody_withdraws_the_application_of_another_phone(client: Client, drive: Drive) -> None:
    sent_by_script(proven(client, drive), drive)
    application = Application.objects.unscoped("test").get()
    other = proven(Client(), drive, "12011113333")

    answer = other.post(f"{path(drive)}withdraw/", {"application": application.pk, "key": KEY.replace("1", "3")})

    application.refresh_from_db()
    assert answer.status_code == 404
    assert application.status == ApplicationStatus.STREET_REVIEW


def test_a_closed_drive_says_so_and_takes_nothing(client: Client, cast: Cast, drive: Drive) -> None:
    proven(client, drive)
    close_drive(drive=drive, by=cast.street_cadre)

    page = client.get(path(drive))
    answer = sent_by_script(client, drive)

    assert "该行动已关闭" in page.content.decode()
    assert answer.status_code == 422
    assert not Application.objects.unscoped("test").exists()


def test_a_form_written_in_time_is_taken_after_the_last_day(client: Client, drive: Drive) -> None:
    proven(client, drive)
    yesterday = timezone.localdate() - timedelta(days=1)
    Drive.objects.unscoped("test").filter(pk=drive.pk).update(starts_on=yesterday, ends_on=yesterday)
    written = (timezone.now() - timedelta(days=1)).isoformat()

    answer = sent_by_script(client, drive, drafted_at=written)

    assert answer.status_code == 200
    assert Application.objects.unscoped("test").get().is_late


def test_an_unknown_token_is_a_friendly_404(client: Client, db: None) -> None:
    page = client.get("/join/AAAAAAAAAAAAAAAAAAAAAA/")

    assert page.status_code == 404


def test_a_returned_application_is_corrected_and_counted_once(client: Client, cast: Cast, drive: Drive) -> None:
    sent_by_script(proven(client, drive), drive)
    application = Application.objects.unscoped("test").get()
    return_application(application=application, reason="请写明平台全称", by=cast.street_cadre)
    page = client.get(f"{path(drive)}?correct={application.pk}").content.decode()

    sent_by_script(
        client, drive, correct=application.pk, workplace="顺路出行科技", key="22222222-2222-4222-8222-222222222222"
    )

    application.refresh_from_db()
    drive.refresh_from_db()
    assert "请写明平台全称" in page
    assert ID_NUMBER not in page
    assert (application.status, application.platform_name) == (ApplicationStatus.STREET_REVIEW, "顺路出行科技")
    assert drive.submitted_count == 1


def test_a_proof_older_than_a_day_is_none(client: Client, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    proven(client, drive)
    later = time.time() + proof.SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)

    answer = sent_by_script(client, drive)

    assert answer.json()["proof"] is True


def test_the_first_screen_asks_for_two_fields_and_the_second_for_six(client: Client, drive: Drive) -> None:
    first = client.get(path(drive)).context["form"]
    second = proven(client, drive).get(path(drive)).context["form"]

    asked = [field for field in second.visible_fields() if field.name not in ("sex", "birth_date")]
    assert [field.name for field in first] == ["phone", "code"]
    assert len([field for field in asked if not field.name.startswith("agrees")]) == 6


def test_the_consent_is_recorded_with_the_version_that_was_shown(client: Client, drive: Drive) -> None:
    proven(client, drive)
    shown = re.findall(r'name="consent_version" value="([^"]+)"', client.get(path(drive)).content.decode())
    publish("2099-1", timezone.localdate())

    sent_by_script(client, drive, consent_version=shown[0])

    assert shown == ["2023-1"]
    assert ConsentRecord.objects.unscoped("test").get().version == "2023-1"


@pytest.mark.parametrize("version", ["2023-1", "none"])
def test_a_text_that_was_replaced_before_yesterday_has_to_be_read_anew(
    client: Client, drive: Drive, version: str
) -> None:
    proven(client, drive)
    ConsentText.objects.create(
        version="2099-1", text_zh_hans="新", text_en="new", valid_from=timezone.localdate() - timedelta(days=1)
    )

    answer = sent_by_script(client, drive, consent_version=version)

    assert list(answer.json()["errors"]) == ["agrees_to_join"]
    assert not Application.objects.unscoped("test").exists()


def test_after_the_drive_an_applicant_still_sees_and_corrects_the_application(client: Client, drive: Drive) -> None:
    proven(client, drive)
    sent_by_script(client, drive)
    application = Application.objects.unscoped("test").get()
    return_application(application=application, reason="请补全单位", by=System("tests"))
    close_drive(drive=drive, by=System("tests"))
    client.cookies.clear()
    Tries.objects.all().delete()

    stranger = client.get(path(drive))
    asked = client.get(path(drive), {"prove": "1"})
    proven(client, drive)
    seen = client.get(path(drive))
    form = client.get(path(drive), {"correct": application.pk})

    assert [stranger.templates[0].name, asked.templates[0].name] == [
        "membership/public/join_unavailable.html",
        "membership/public/join_phone.html",
    ]
    assert seen["Location"] == f"{path(drive)}done/"
    assert form.templates[0].name == "membership/public/join_form.html"


def test_after_the_drive_who_never_applied_gets_no_form(client: Client, drive: Drive) -> None:
    proven(client, drive)
    close_drive(drive=drive, by=System("tests"))

    page = client.get(path(drive))

    assert page.templates[0].name == "membership/public/join_unavailable.html"
