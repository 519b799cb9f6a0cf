"""What every operation does: ask, act, and leave one line."""

from typing import Any

import pytest
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import NotAllowed, Refused
from unionhall.records import context, operations
from unionhall.records.actors import Actor, System, Visitor
from unionhall.records.journal import mac_of, note
from unionhall.records.models import AppendOnly, CertificateSeries, Job, JournalLine
from unionhall.records.operation import operation
from unionhall.records.tests.factories import make_series, make_user, office

pytestmark = pytest.mark.django_db


def lines() -> list[JournalLine]:
    return list(JournalLine.objects.unscoped("test").order_by("pk"))


@pytest.fixture
def rename() -> Any:
    @operation("records.manage-certificates", journal=_("Renamed %(series)s to %(title)s"), of="series")
    def rename_series(*, series: CertificateSeries, title: str, by: Actor, reason: str = "") -> CertificateSeries:
        note(series, old={"title": series.title}, new={"title": title}, reason=reason)
        if title == "bad":
            raise Refused("bad title")
        series.title = title
        series.save()
        return series

    return rename_series


def test_an_operation_writes_who_what_old_and_new_why_and_the_request(rename: Any) -> None:
    series, user = make_series(), make_user("王小芳")

    with office(user, 7), context.occurring(context.Occurrence("r1", "a1")):
        rename(series=series, title="新名", by=user, reason="改名")

    line = lines()[-1]
    assert (line.actor_key, line.actor_id, line.actor_label) == (f"user:{user.pk}", user.pk, "王*芳")
    assert (line.operation, line.permission) == ("records.rename_series", "records.manage-certificates")
    assert (line.object_type, line.object_id, line.unit_id) == ("records.certificateseries", series.pk, 7)
    assert line.changes == {"title": ["志愿服务证明", "新名"]}
    assert (line.reason, line.request_id, line.address_digest) == ("改名", "r1", "a1")
    assert line.text == "Renamed %(series)s to %(title)s"
    assert line.mac == mac_of(line)


def test_an_operation_is_refused_out_of_reach_and_leaves_nothing(rename: Any) -> None:
    series, user = make_series(unit_id=7), make_user()
    before = len(lines())

    with office(user, 8), pytest.raises(NotAllowed):
        rename(series=series, title="新名", by=user)

    series.refresh_from_db(from_queryset=CertificateSeries.objects.unscoped("test"))
    assert (series.title, len(lines())) == ("志愿服务证明", before)


def test_a_refusing_body_leaves_neither_change_nor_line(rename: Any) -> None:
    series = make_series()
    before = len(lines())

    with pytest.raises(Refused):
        rename(series=series, title="bad", by=System("test"))

    assert len(lines()) == before


def test_nested_operations_write_their_own_lines_under_one_request(rename: Any) -> None:
    series = make_series()

    @operation("records.manage-certificates", journal=_("Renamed twice"), of="series")
    def rename_twice(*, series: CertificateSeries, by: Actor) -> None:
        rename(series=series, title="一", by=by)
        rename(series=series, title="二", by=by)

    rename_twice(series=series, by=System("test"))

    written = lines()[-3:]
    assert [line.operation for line in written] == ["records.rename_series"] * 2 + ["records.rename_twice"]
    assert len({line.request_id for line in written}) == 1


def test_numbers_of_persons_are_masked_in_whatever_is_noted(rename: Any) -> None:
    series = make_series()

    rename(series=series, title="电话12012345678", by=System("test"), reason="证件119911199001011234号")

    line = lines()[-1]
    assert line.changes["title"][1] == "电话120****5678"
    assert line.parameters["title"] == "电话120****5678"
    assert line.reason == "证件119***********1234号"


def test_an_id_of_ours_is_not_taken_for_a_number_of_a_person(rename: Any) -> None:
    series = make_series()

    rename(series=series, title=str(series.pk), by=System("test"))

    assert lines()[-1].changes["title"][1] == str(series.pk)


def test_the_line_reads_in_the_readers_language(rename: Any) -> None:
    series = make_series(title="证明")

    rename(series=series, title="新", by=System("test"))

    assert lines()[-1].sentence == "Renamed 新 to 新"


def test_a_line_is_never_saved_again_nor_deleted() -> None:
    make_series()
    line = lines()[-1]
    rows = JournalLine.objects.unscoped("test")

    for attempt in (line.save, line.delete, rows.delete, lambda: rows.update(reason="x")):
        with pytest.raises(AppendOnly):
            attempt()


def test_what_a_visitor_without_proof_may_do_is_nothing() -> None:
    assert not Visitor("12012345678").is_active
    assert Visitor("12012345678", proven=True).is_active


def test_a_visitor_is_named_without_the_phone() -> None:
    visitor = Visitor("12012345678", proven=True)

    assert "12012345678" not in f"{visitor!r}{visitor.actor_key}{visitor.label}"
    assert visitor.actor_key == Visitor("12012345678").actor_key


def test_note_outside_of_an_operation_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        note(reason="x")


@pytest.mark.parametrize(
    ("body", "of"),
    [
        (lambda series, by: None, None),
        (lambda *, series: None, None),
        (lambda *, series, by: None, "nomination"),
    ],
)
def test_a_wrongly_declared_operation_is_an_error(body: Any, of: str | None) -> None:
    with pytest.raises(TypeError):
        operation("records.manage-job", journal="x", of=of)(body)


def test_an_operation_on_nothing_is_an_error(rename: Any) -> None:
    with pytest.raises(TypeError):
        rename(series=None, title="x", by=make_user())


def test_making_an_object_out_of_reach_is_undone() -> None:
    user = make_user()

    with office(user, 8), pytest.raises(NotAllowed):
        operations.open_series(code="other", title="x", issuer="y", by=user, unit_id=7)

    assert not CertificateSeries.objects.unscoped("test").filter(code="other").exists()


def test_a_job_over_is_not_cancelled() -> None:
    job = Job.objects.create(kind="x", state="done", request_id="r")

    with pytest.raises(Refused):
        operations.cancel_job(job=job, by=System("test"))
