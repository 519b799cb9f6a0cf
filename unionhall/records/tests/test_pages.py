"""The pages of records: they work, they refuse, and they ask the database no more for more rows."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from unionhall.records import files, operations
from unionhall.records.actors import System
from unionhall.records.models import Certificate, Job, JournalLine, StoredFile
from unionhall.records.operations import Holder
from unionhall.records.tests.factories import make_series, make_user, office, sign_in

pytestmark = pytest.mark.django_db
OWN_TO_EACH_PAGE = re.compile(r'<input type="hidden"[^>]*>|<[^>]*hx-headers[^>]*>')
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def officer(client: Client) -> Any:
    """A signed-in officer of unit 7."""
    user = make_user("李强")
    sign_in(client, user)
    with office(user, 7):
        yield user


def make_job(**more: Any) -> Job:
    given = {"kind": "records.issue-certificates", "state": "running", "done": 40, "total": 200, "request_id": "r1"}
    return Job.objects.create(**{**given, "unit_id": 7, **more})


def issue(**more: Any) -> Certificate:
    return operations.issue_certificate(
        series=make_series(), holder=Holder("欧阳小明"), title="服务 12 小时", by=System("test"), **more
    )


def test_the_journal_lists_the_lines_of_the_readers_units_only(client: Client, officer: Any) -> None:
    make_series(unit_id=7, title="本级")
    make_series(unit_id=8, title="旁级")

    page = client.get(reverse("records:journal-list")).content.decode()

    assert ("本级" in page, "旁级" in page) == (True, False)


def test_a_line_names_a_changed_field_as_the_pages_do() -> None:
    known = JournalLine(object_type="records.storedfile", changes={"name": ["甲", "乙"]})
    forgotten = JournalLine(object_type="gone.model", changes={"name": ["甲", "乙"]})

    assert known.named_changes == [(str(StoredFile._meta.get_field("name").verbose_name), "甲", "乙")]
    assert forgotten.named_changes == [("name", "甲", "乙")]


def test_the_journal_asks_as_often_for_three_lines_as_for_one(
    client: Client, officer: Any, django_assert_max_num_queries: Any
) -> None:
    make_series()
    client.get(reverse("records:journal-list"))
    with django_assert_max_num_queries(100) as one:
        client.get(reverse("records:journal-list"))
    make_series()
    make_series()

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("records:journal-list"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?since=2020-01-01&until=2020-01-02", 0),
        ("?operation=records.open_series", 2),
        ("?operation=records.revoke_certificate", 0),
        ("?request_id=nobody", 0),
        ("?before=x", 2),
    ],
)
def test_the_journal_is_filtered(client: Client, officer: Any, query: str, found: int) -> None:
    make_series()
    make_series()

    page = client.get(reverse("records:journal-list") + query)

    assert len(page.context["rows"]) == found


def test_a_line_shows_who_what_and_both_values(client: Client, officer: Any) -> None:
    make_series(title="本级证明")
    line = JournalLine.objects.unscoped("test").latest("pk")

    page = client.get(line.get_absolute_url()).content.decode()

    assert all(text in page for text in (line.request_id, "本级证明", "records.open_series"))


def test_a_line_out_of_reach_does_not_exist(client: Client, officer: Any) -> None:
    make_series(unit_id=8)
    line = JournalLine.objects.unscoped("test").latest("pk")

    assert client.get(line.get_absolute_url()).status_code == 404


def test_a_job_shows_its_progress_and_asks_again_until_it_is_over(client: Client, officer: Any) -> None:
    running, done = make_job(), make_job(state="done")

    pages = [
        client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode() for job in (running, done)
    ]

    assert [("every 2s" in page, "<html" in page) for page in pages] == [(True, False), (False, False)]


def test_jobs_are_listed_by_state(client: Client, officer: Any) -> None:
    make_job()
    make_job(state="failed")

    page = client.get(reverse("records:job-list") + "?state=failed")

    assert [job.state for job in page.context["rows"]] == ["failed"]


def test_cancelling_twice_with_one_key_acts_once(client: Client, officer: Any) -> None:
    job = make_job()
    url = reverse("records:job-cancel", args=[job.pk])

    answers = [client.post(url, {"key": KEY}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert JournalLine.objects.unscoped("test").filter(operation="records.cancel_job").count() == 1


def test_a_job_out_of_reach_is_not_cancelled(client: Client, officer: Any) -> None:
    job = make_job(unit_id=8)

    answer = client.post(reverse("records:job-cancel", args=[job.pk]), {"key": KEY})

    assert answer.status_code == 404


def test_a_failed_job_goes_on_by_its_button(client: Client, officer: Any) -> None:
    job = make_job(state="failed", fault="x")

    client.post(reverse("records:job-resume", args=[job.pk]), {"key": KEY})

    job = Job.objects.unscoped("test").get(pk=job.pk)
    assert (job.state, job.fault) == ("waiting", "")


def test_a_kept_file_comes_as_an_attachment_that_no_cache_keeps(client: Client, officer: Any) -> None:
    file = files.keep(b"%PDF-", name="名册.pdf", kind=files.RESULT, by=officer)

    answer = client.get(file.get_absolute_url())

    assert answer.content == b"%PDF-"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_a_file_of_someone_else_or_of_an_unknown_kind_does_not_exist(client: Client, officer: Any) -> None:
    others = files.keep(b"x", name="x.txt", kind=files.RESULT, by=make_user(), unit_id=8)
    odd = files.keep(b"x", name="x.txt", kind=files.RESULT, by=officer)
    StoredFile.objects.unscoped("test").filter(pk=odd.pk).update(kind="gone")

    assert [client.get(file.get_absolute_url()).status_code for file in (others, odd)] == [404, 404]


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    file = files.keep(b"x", name="x.txt", kind=files.RESULT, by=System("test"))

    for url in (file.get_absolute_url(), reverse("records:job-list"), reverse("records:journal-list")):
        assert client.get(url).status_code == 302


def test_anyone_checks_a_certificate_and_sees_the_masked_name(client: Client) -> None:
    certificate = issue()

    page = client.get(certificate.get_absolute_url())

    text = page.content.decode()
    assert page.status_code == 200
    assert ("欧阳*明" in text, "欧阳小明" in text, certificate.written_number in text) == (True, False, True)
    assert "no-store" in page["Cache-Control"]


def test_a_revoked_certificate_says_so(client: Client) -> None:
    certificate = operations.revoke_certificate(certificate=issue(), reason="信息有误", by=System("test"))

    page = client.get(certificate.get_absolute_url())

    assert page.context["state"] == "revoked"


def test_number_and_check_code_lead_to_the_certificate_however_they_are_typed(client: Client) -> None:
    certificate = issue()
    typed = {"number": f" {certificate.written_number} ", "code": certificate.check_code.lower().replace("0", "o")}

    page = client.get(reverse("records:certificate-search"), typed)

    assert page.context["certificate"] == certificate


def test_every_wrong_token_gets_the_same_answer(client: Client) -> None:
    certificate = issue()
    ordered = operations.Certificate.objects.create(series=certificate.series, holder_name="x", title="x")
    wrong = [
        "0" * 32, certificate.token[:-1], certificate.token.upper() + "x", "../", "\u202e", "a" * 3_000,
        ordered.token,
    ]  # fmt: skip

    answers = [client.get(f"/check/certificates/{token.replace('/', '-')}/") for token in wrong]
    answers.append(client.get("/check/certificates/", {"number": certificate.written_number, "code": "AAAAAAAA"}))

    assert {answer.status_code for answer in answers} == {404}
    assert len({OWN_TO_EACH_PAGE.sub("", answer.content.decode()) for answer in answers}) == 1


def test_the_search_asks_for_both_fields(client: Client) -> None:
    page = client.get("/check/certificates/", {"number": "1"})

    assert page.status_code == 200
    assert page.context["form"].errors["code"]
