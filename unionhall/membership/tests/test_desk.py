"""The desk pages of members and applications."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from unionhall.accounts.tests.factories import signed_in
from unionhall.kit import registries
from unionhall.membership.jobs import KIND
from unionhall.membership.models import Application, ApplicationStatus, Expulsion, Membership, MembershipStatus
from unionhall.membership.queries import figures
from unionhall.membership.queries.members import found
from unionhall.membership.tests.factories import applicant, apply, member
from unionhall.organisation.counting import totals
from unionhall.records.jobs import start
from unionhall.records.models import Job, JournalLine
from unionhall.records.running import run

LIST = "membership:member-list"


def key() -> str:
    return str(uuid4())


def names_in(page: Any) -> set[str]:
    return {row.person.name for row in page.context["rows"]}


def applications() -> Any:
    return Application.objects.unscoped("tests")


def test_the_list_shows_only_members_within_reach_and_masks_numbers(cast: Any) -> None:
    mine, other = member(cast.base, 1), member(cast.far_base, 2)

    page = signed_in(cast.street_cadre).get(reverse(LIST))

    assert names_in(page) == {mine.person.name}
    text = page.content.decode()
    assert other.person.member_no not in text
    assert applicant(1).mobile not in text
    assert f"{applicant(1).mobile[:3]}****{applicant(1).mobile[-4:]}" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(cast: Any, rows: int) -> None:
    for seed in range(rows):
        member(cast.base, seed + 1)
    client = signed_in(cast.street_cadre)
    client.get(reverse(LIST))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse(LIST))

    assert len(asked) <= 12


@pytest.mark.parametrize(
    "typed", ["何文静", "文静", "何", "hewenjing", "hwj", "hewen", "MEMBER", "LAST4", "IDNUMBER", "PHONE"]
)
def test_a_member_is_found_by_name_pinyin_initials_and_numbers(cast: Any, typed: str) -> None:
    wanted, _other = member(cast.base, 1, name="何文静"), member(cast.base, 2, name="王大伟")
    numbers = {
        "MEMBER": wanted.person.member_no,
        "LAST4": applicant(1).mobile[-4:],
        "IDNUMBER": applicant(1).id_number,
        "PHONE": applicant(1).mobile,
    }

    rows = found(Membership.objects.unscoped("tests"), str(numbers.get(typed, typed)))

    assert list(rows) == [wanted]


def test_rows_of_every_stock_are_those_that_the_figure_counts(cast: Any) -> None:
    member(cast.base, 1, gig_category="courier", is_migrant_worker=True)
    member(cast.base, 2, is_dispatched=True)
    member(cast.jinzhan, 3, gig_category="care")
    client = signed_in(cast.city_chair)

    for code, _lookups in figures.stock_filters():
        measure = registries.measures()[code]
        page = client.get(measure.rows_url(cast.chaoyang.pk))
        assert len(page.context["rows"]) == totals([cast.chaoyang.pk], [code])[cast.chaoyang.pk][code], code


def test_rows_of_a_flow_are_the_lines_of_the_log(cast: Any) -> None:
    member(cast.base, 1)
    member(cast.far_base, 2)
    client = signed_in(cast.city_chair)

    joined = client.get(registries.measures()[figures.JOINED].rows_url(cast.chaoyang.pk))
    left = client.get(registries.measures()[figures.LEFT].rows_url(cast.chaoyang.pk))

    assert [event.membership.unit for event in joined.context["rows"]] == [cast.base]
    assert list(left.context["rows"]) == []


def test_a_units_log_out_of_reach_does_not_exist(cast: Any) -> None:
    page = signed_in(cast.street_cadre).get(reverse("membership:event-list"), {"unit": cast.far_base.pk})

    assert page.status_code == 404


def test_a_member_out_of_reach_does_not_exist(cast: Any) -> None:
    held = member(cast.far_base)

    for name in ("member-detail", "member-reveal", "member-move"):
        page = signed_in(cast.district_officer).get(reverse(f"membership:{name}", args=[held.pk]))
        assert page.status_code == 404, name


def test_a_member_without_office_sees_no_desk_page(cast: Any) -> None:
    client = signed_in(cast.member)

    for name in (LIST, "membership:application-list"):
        assert client.get(reverse(name)).status_code == 403


def test_the_full_number_is_shown_once_for_a_reason(cast: Any) -> None:
    held = member(cast.base)
    client = signed_in(cast.grassroots_chair)
    url = reverse("membership:member-reveal", args=[held.pk])

    before = client.get(held.get_absolute_url()).content.decode()
    without = client.post(url, {"field": "id_number", "reason": "", "key": key()}).content.decode()
    shown = client.post(url, {"field": "id_number", "reason": "核对证件", "key": key()})

    number = applicant().id_number
    assert number not in before
    assert number not in without
    assert number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert JournalLine.objects.unscoped("tests").filter(operation="membership.reveal_of_member").count() == 1


def test_the_queue_counts_its_tabs_and_filters_by_state(cast: Any) -> None:
    apply(applicant(1), unit=cast.base)
    approved = apply(applicant(2), unit=cast.base)
    client = signed_in(cast.street_cadre)
    client.post(reverse("membership:application-approve", args=[approved.pk]), {"approve-key": key()})

    page = client.get(reverse("membership:application-list"))
    second = client.get(reverse("membership:application-list"), {"state": "approved"})

    assert [(tab["count"]) for tab in page.context["tabs"]] == [1, 0, 0, 1, 0, 0]
    assert [row.name for row in page.context["rows"]] == [applicant(1).name]
    assert [row.name for row in second.context["rows"]] == [applicant(2).name]


def test_a_double_click_on_pass_acts_once(cast: Any) -> None:
    application = apply(applicant(), unit=cast.base)
    client = signed_in(cast.street_cadre)
    url, form = reverse("membership:application-approve", args=[application.pk]), {"approve-key": key()}

    answers = [client.post(url, form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] == application.get_absolute_url()
    assert Membership.objects.unscoped("tests").count() == 1


@pytest.mark.parametrize(("verb", "status"), [("return", "returned"), ("reject", "rejected")])
def test_returning_and_refusing_tell_the_reason(cast: Any, verb: str, status: str) -> None:
    application = apply(applicant(), unit=cast.base)
    client = signed_in(cast.street_cadre)
    url = reverse(f"membership:application-{verb}", args=[application.pk])

    client.post(url, {f"{verb}-key": key(), f"{verb}-template": "", f"{verb}-reason": ""})
    before = applications().get().status
    client.post(url, {f"{verb}-key": key(), f"{verb}-template": "0", f"{verb}-reason": ""})

    application.refresh_from_db()
    assert before == ApplicationStatus.UNIT_REVIEW
    assert application.status == status
    assert application.reason != ""


def test_review_asks_for_the_second_factor(cast: Any) -> None:
    application = apply(applicant(), unit=cast.base)
    client = signed_in(cast.street_cadre, second_factor=False)

    answer = client.post(reverse("membership:application-approve", args=[application.pk]), {"approve-key": key()})

    assert answer.status_code == 302
    assert reverse("accounts:prove") in answer["Location"]
    assert applications().get().status == ApplicationStatus.UNIT_REVIEW


def test_the_reviewer_is_warned_of_a_member_elsewhere(cast: Any) -> None:
    member(cast.far_base, 1)
    application = apply(applicant(1), unit=cast.base)

    page = signed_in(cast.street_cadre).get(application.get_absolute_url())

    assert cast.far_base.name in str(page.context["hints"][0])


def test_a_batch_decides_all_it_can_and_says_why_not(cast: Any) -> None:
    member(cast.far_base, 1)
    waiting = [apply(applicant(seed), unit=cast.base) for seed in (1, 2, 3)]
    cast.street_cadre.has_recent_second_factor = True
    arguments = {"applications": [str(one.pk) for one in waiting], "verdict": "approve", "reason": ""}

    job = start(KIND, by=cast.street_cadre, arguments=arguments, total=3)
    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result["decided"]) == ("done", 2)
    assert [one["code"] for one in job.result["refused"]] == ["UH-4213"]
    page = signed_in(cast.street_cadre).get(reverse("membership:batch-result", args=[job.pk]))
    assert [application for application, _why in page.context["refused"]] == [waiting[0]]


def test_a_batch_is_sent_from_the_queue(cast: Any) -> None:
    application, foreign = apply(applicant(1), unit=cast.base), apply(applicant(2), unit=cast.far_base)
    client = signed_in(cast.street_cadre)
    form = {"chosen": [application.pk, foreign.pk], "action": "approve", "key": key()}

    answers = [client.post(reverse("membership:application-batch"), form) for _time in range(2)]

    job = Job.objects.unscoped("tests").get()
    assert job.arguments["applications"] == [str(application.pk)]
    assert {answer["Location"] for answer in answers} == {reverse("membership:batch-result", args=[job.pk])}


def test_a_change_page_moves_a_member(cast: Any) -> None:
    held = member(cast.base)
    client = signed_in(cast.street_cadre)
    url = reverse("membership:member-move", args=[held.pk])
    form = {"to_unit": cast.second_base.pk, "happened_on": held.joined_on, "reason": "1", "remark": "", "key": key()}

    answer = client.post(url, form)

    held.refresh_from_db()
    assert answer.status_code == 302
    assert held.unit == cast.second_base


def test_an_expulsion_is_decided_on_the_page_by_another(cast: Any) -> None:
    held = member(cast.base)
    first, second = signed_in(cast.grassroots_chair), signed_in(cast.district_officer)
    first.post(reverse("membership:member-expel", args=[held.pk]), {"grounds": "判决书", "key": key()})
    case = Expulsion.objects.unscoped("tests").get()

    listed = second.get(reverse("membership:expulsion-list"))
    second.post(reverse("membership:expulsion-decide", args=[case.pk]), {"action": "confirm", "key": key()})

    held.refresh_from_db()
    assert list(listed.context["rows"]) == [case]
    assert held.status == MembershipStatus.EXPELLED


@pytest.mark.parametrize("name", ["retain", "resume", "move", "end", "expel"])
def test_change_pages_open(cast: Any, name: str) -> None:
    held = member(cast.base)

    page = signed_in(cast.grassroots_chair).get(reverse(f"membership:member-{name}", args=[held.pk]))

    assert page.status_code == 200


def test_the_chair_chooses_that_the_committee_decides(cast: Any) -> None:
    client = signed_in(cast.grassroots_chair)
    url = reverse("membership:review-rule", args=[cast.base.pk])

    client.post(url, {"is_committee_asked": "1", "key": key()})

    assert "checked" in client.get(url).content.decode()


def test_visitors_are_sent_to_sign_in(cast: Any) -> None:
    held = member(cast.base)

    for url in (reverse(LIST), held.get_absolute_url(), reverse("membership:application-list")):
        assert Client().get(url).status_code == 302
