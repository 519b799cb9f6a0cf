"""Merging, splitting and closing unions that hold members: who goes where, and every figure stays exact."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from unionhall.kit.refused import Refused
from unionhall.membership.models import (
    Application,
    Card,
    ChangeType,
    Drive,
    Membership,
    MembershipEvent,
    ReviewRule,
)
from unionhall.membership.operations.applications import withdraw_application
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.operations.memberships import end_membership, retain_membership
from unionhall.membership.operations.review import approve_application, reject_application, set_review_rule
from unionhall.membership.tests.factories import SYSTEM, applicant, apply, member
from unionhall.organisation import counting
from unionhall.organisation.demo.names import credit_code
from unionhall.organisation.models import MonthCounter, TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState
from unionhall.organisation.operations import (
    close_unit,
    found_unit,
    going_over,
    merge_units,
    register_employer,
    split_unit,
    withdraw_change,
)
from unionhall.organisation.operations.applying import apply_due
from unionhall.records import running, worker
from unionhall.records.models import Job, JournalLine

MEMBERS, RETAINED = "membership.members", "membership.retained"


def own(unit: Unit, *measures: str, month: str = "") -> list[int]:
    found = counting.totals([unit.pk], measures, own=True, period=month)[unit.pk]
    return [found[measure] for measure in measures]


def fresh(row: Any) -> Any:
    return type(row).objects.unscoped("test").get(pk=row.pk)


def events(membership: Membership) -> list[tuple[str, str, str, str]]:
    rows = MembershipEvent.objects.unscoped("test").filter(membership=membership).order_by("pk")
    return [
        (row.change, row.reason, row.from_unit.name if row.from_unit else "", row.to_unit.name if row.to_unit else "")
        for row in rows.select_related("from_unit", "to_unit")
    ]


def employer(cast: Cast, unit: Unit, number: int) -> Any:
    code = credit_code("91", "110105", number)
    return register_employer(street=cast.jinzhan, uscc=code, name=f"第{number}公司", unit=unit, by=SYSTEM)


def this_month() -> str:
    return counting.month_of(timezone.localdate())


def test_a_merger_takes_the_members_along_with_their_cards_and_logs(cast: Cast) -> None:
    held = [member(cast.second_base, seed) for seed in (1, 2)]
    stays = member(cast.base, 3)
    retain_membership(membership=held[1], reason="90", happened_on=held[1].joined_on, by=SYSTEM)
    left = member(cast.second_base, 4)
    end_membership(membership=left, reason="5", happened_on=left.joined_on, by=SYSTEM)
    city_before = own_and_below(cast.city)

    change = merge_units(unit=cast.second_base, into=cast.base, reason="企业合并", by=cast.district_officer)

    assert change.state == ChangeState.APPLIED
    assert [fresh(one).unit_id for one in (*held, stays)] == [cast.base.pk] * 3
    assert [fresh(one).status for one in held] == ["active", "retained"]
    assert fresh(left).unit_id == cast.second_base.pk
    assert Card.objects.unscoped("test").filter(revoked_at=None).count() == 3
    assert events(held[0])[1:] == [
        (ChangeType.TRANSFER_OUT, "94", "金盏文创园工会", "金盏快运工会"),
        (ChangeType.TRANSFER_IN, "94", "金盏文创园工会", "金盏快运工会"),
    ]
    note = MembershipEvent.objects.unscoped("test").filter(membership=held[0], change="2").get().note
    assert note == "金盏文创园工会并入金盏快运工会。企业合并"
    assert own(cast.base, MEMBERS, RETAINED) == [2, 1]
    assert own(cast.second_base, MEMBERS, RETAINED) == [0, 0]
    assert own(cast.second_base, "membership.joined", "membership.moved_out", month=this_month()) == [3, 2]
    assert own(cast.base, "membership.joined", "membership.moved_in", month=this_month()) == [1, 2]
    assert own_and_below(cast.city) == city_before
    assert counting.differences() == []


def own_and_below(unit: Unit) -> list[int]:
    found = counting.totals([unit.pk], [MEMBERS, RETAINED, "membership.women"])[unit.pk]
    return list(found.values())


def test_open_applications_and_drives_go_along_and_decided_ones_stay(cast: Cast) -> None:
    today = timezone.localdate()
    drive = open_drive(unit=cast.second_base, name="集中入会", target=9, starts_on=today, ends_on=today, by=SYSTEM)
    waiting = apply(applicant(1), drive=drive)
    refused = apply(applicant(2), drive=drive)
    reject_application(application=refused, reason="材料不符", by=SYSTEM)
    admitted = member(cast.second_base, 3)
    set_review_rule(unit=cast.second_base, is_committee_asked=True, by=SYSTEM)

    merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)

    assert [fresh(one).unit_id for one in (waiting, drive)] == [cast.base.pk] * 2
    assert [fresh(one).unit_id for one in (refused, admitted.application)] == [cast.second_base.pk] * 2
    assert waiting.steps.order_by("pk").last().decision == "move"
    assert not ReviewRule.objects.filter(unit=cast.second_base).exists()
    assert own(cast.base, "membership.submitted", month=this_month()) == [1]
    assert own(cast.second_base, "membership.submitted", "membership.approved", month=this_month()) == [1, 1]
    approved = approve_application(application=fresh(waiting), by=cast.grassroots_chair)
    assert fresh(approved.membership).unit_id == cast.base.pk
    later = apply(applicant(5), drive=fresh(drive))
    assert later.unit_id == cast.base.pk
    withdraw_application(application=later, by=SYSTEM)
    assert fresh(drive).approved_count == 1
    assert counting.differences() == []


def test_who_saw_an_application_before_the_merger_is_told_to_load_again(cast: Cast) -> None:
    seen = apply(applicant(1), unit=cast.second_base)
    merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)

    with pytest.raises(Refused) as refusal:
        approve_application(application=seen, by=cast.street_cadre)

    assert refusal.value.code == "UH-4202"


def test_members_of_a_street_go_into_the_pool_of_the_following_one(cast: Cast) -> None:
    held = member(cast.sanlitun, 1, gig_category="courier")
    waiting = apply(applicant(2), unit=cast.sanlitun)
    uncovered = register_employer(street=cast.sanlitun, uscc=credit_code("91", "110105", 5), name="餐厅", by=SYSTEM)

    merge_units(unit=cast.sanlitun, into=cast.jinzhan, by=cast.district_officer)

    assert fresh(held).is_held_in_pool
    assert own(cast.jinzhan, "membership.pool", "organisation.employers") == [1, 1]
    assert fresh(waiting).status == "street_review"
    assert fresh(uncovered).street_id == cast.jinzhan.pk
    assert fresh(cast.neighbour_base).territory_id == cast.jinzhan.pk
    counting.fold_all()
    assert counting.differences() == []


def test_a_union_that_holds_no_members_takes_none_over(cast: Cast) -> None:
    industry = found_unit(parent=cast.city, kind="industry", name="市建筑工会", by=SYSTEM)
    apply(applicant(1), unit=cast.second_base)

    with pytest.raises(Refused) as refusal:
        merge_units(unit=cast.second_base, into=industry, by=cast.city_chair)

    assert refusal.value.code == "UH-4516"
    assert fresh(cast.second_base).is_active


def test_closed_months_keep_what_they_showed(cast: Cast) -> None:
    member(cast.second_base, 1)
    past = timezone.localdate() - timedelta(days=70)
    counting.append_delta(cast.second_base.pk, "membership.joined", 4, on=past)
    counting.close_months_before(timezone.localdate())
    kept = list(MonthCounter.objects.order_by("pk").values_list("unit", "measure", "month", "own", "total"))

    merge_units(unit=cast.second_base, into=cast.neighbour_base, by=cast.district_officer)
    counting.fold_all()

    assert list(MonthCounter.objects.order_by("pk").values_list("unit", "measure", "month", "own", "total")) == kept


def test_a_member_goes_over_not_before_the_last_line_of_the_log(cast: Cast) -> None:
    held = member(cast.second_base, 1)
    day = timezone.localdate().replace(day=1)

    merge_units(unit=cast.second_base, into=cast.base, effective_on=day, by=cast.district_officer)

    days = MembershipEvent.objects.unscoped("test").filter(membership=held).values_list("happened_on", flat=True)
    assert set(days) == {held.joined_on}
    assert counting.differences() == []


def test_many_members_go_over_by_a_job_and_the_union_works_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_over, "AT_ONCE", 2)
    held = [member(cast.second_base, seed) for seed in range(1, 6)]
    waiting = apply(applicant(10), unit=cast.second_base)

    change = merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)
    running.advance(change.job_id)
    during = [own(unit, MEMBERS) for unit in (cast.second_base, cast.base)]
    is_active = fresh(cast.second_base).is_active
    approve_application(application=waiting, by=cast.street_cadre)
    with pytest.raises(Refused) as taken_back:
        withdraw_change(change=change, by=cast.district_officer)
    with pytest.raises(Refused) as merged_on:
        merge_units(unit=cast.base, into=cast.neighbour_base, by=cast.district_officer)
    worker.run_waiting()
    while running.advance(change.job_id):
        pass

    assert change.state == ChangeState.RUNNING
    assert (during, is_active) == ([[3], [2]], True)
    assert (taken_back.value.code, merged_on.value.code) == ("UH-3063", "UH-3028")
    assert fresh(change).state == ChangeState.APPLIED
    assert not fresh(cast.second_base).is_active
    assert own(cast.base, MEMBERS) == [6]
    assert [len(events(one)) for one in held] == [3] * 5
    job = Job.objects.unscoped("test").get(pk=change.job_id)
    assert (job.state, job.done) == ("done", 6)
    lines = JournalLine.objects.unscoped("test").filter(operation="organisation.finish_change")
    assert lines.count() == 1
    assert counting.differences() == []


def test_a_stopped_merger_can_be_taken_back_and_begun_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going_over, "AT_ONCE", 2)
    for seed in range(1, 6):
        member(cast.second_base, seed)
    change = merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)
    running.advance(change.job_id)
    Job.objects.unscoped("test").filter(pk=change.job_id).update(is_cancel_wished=True)
    running.run(change.job_id)

    withdraw_change(change=change, by=cast.district_officer)
    again = merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)
    running.run(again.job_id)

    assert fresh(change).state == ChangeState.WITHDRAWN
    assert fresh(again).state == ChangeState.APPLIED
    assert own(cast.base, MEMBERS) == [5]
    assert counting.differences() == []


def test_a_planned_merger_takes_the_members_on_its_day(cast: Cast) -> None:
    held = member(cast.second_base, 1)
    day = timezone.localdate() + timedelta(days=3)
    merge_units(unit=cast.second_base, into=cast.base, effective_on=day, by=cast.district_officer)

    (change,) = apply_due(day)

    assert change.state == ChangeState.APPLIED
    assert fresh(held).unit_id == cast.base.pk
    moved = MembershipEvent.objects.unscoped("test").filter(membership=held, change="2").get()
    assert moved.happened_on == day


def test_a_split_takes_an_employers_members_and_those_chosen(cast: Cast) -> None:
    joint = found_unit(parent=cast.jinzhan, kind="base_joint", name="联合工会", by=SYSTEM)
    first, second = (employer(cast, joint, number) for number in (11, 12))
    of_first = member(joint, 1, employer=first)
    of_second = member(joint, 2, employer=second)
    chosen, other = member(joint, 3), member(joint, 4)
    waiting = apply(applicant(5, employer=first), unit=joint)

    change = split_unit(
        unit=joint,
        parent=cast.jinzhan,
        kind="base_single",
        name="第11公司工会",
        employers=[first],
        members=[str(chosen.pk)],
        by=cast.district_officer,
    )

    new = change.target
    assert new is not None
    assert [fresh(one).unit_id for one in (of_first, chosen, waiting, first)] == [new.pk] * 4
    assert [fresh(one).unit_id for one in (of_second, other, second)] == [joint.pk] * 3
    assert fresh(joint).is_active
    assert own(new, MEMBERS) == [2]
    counting.fold_all()
    assert counting.differences() == []


def test_members_leave_the_pool_for_the_union_founded_below_their_street(cast: Cast) -> None:
    held, other = member(cast.jinzhan, 1), member(cast.jinzhan, 2)

    change = split_unit(
        unit=cast.jinzhan,
        parent=cast.jinzhan,
        kind="union_association",
        name="司机工会联合会",
        members=[str(held.pk)],
        by=cast.district_officer,
    )

    new = change.target
    assert new is not None
    assert (new.parent_id, new.territory_id) == (cast.jinzhan.pk, cast.jinzhan.pk)
    assert (fresh(held).unit_id, fresh(held).is_held_in_pool) == (new.pk, False)
    assert (fresh(other).unit_id, fresh(other).is_held_in_pool) == (cast.jinzhan.pk, True)
    assert fresh(held.application).status == "transferred"
    counting.fold_all()
    assert counting.differences() == []


def test_a_planned_split_founds_the_union_on_its_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    held = member(cast.jinzhan, 1)
    day = timezone.localdate() + timedelta(days=2)
    change = split_unit(
        unit=cast.jinzhan,
        parent=cast.chaoyang,
        kind="federation_street",
        name="东坝街道总工会",
        members=[str(held.pk)],
        effective_on=day,
        by=cast.district_officer,
    )
    units = Unit.objects.unscoped("test").filter(name="东坝街道总工会")
    before = units.count()
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)

    (done,) = apply_due()

    assert (change.state, before, done.state) == (ChangeState.PLANNED, 0, ChangeState.APPLIED)
    assert fresh(held).unit_id == units.get().pk == done.target_id


def test_a_union_with_members_is_not_closed_without_saying_where_they_go(cast: Cast) -> None:
    member(cast.base, 1)
    apply(applicant(2), unit=cast.base)

    with pytest.raises(Refused) as refusal:
        close_unit(unit=cast.base, reason="企业注销", by=SYSTEM)

    assert refusal.value.code == "UH-3019"
    assert "会员 1" in str(refusal.value)
    assert TreeChange.objects.unscoped("test").count() == 0


def test_the_members_of_a_closed_union_are_retained_above(cast: Cast) -> None:
    held = member(cast.base, 1)
    waiting = apply(applicant(2), unit=cast.base)
    covered = employer(cast, cast.base, 21)

    close_unit(unit=cast.base, reason="企业破产", is_retained_above=True, by=cast.district_officer)

    assert not fresh(cast.base).is_active
    assert (fresh(held).unit_id, fresh(held).status) == (cast.jinzhan.pk, "retained")
    assert [change for change, *_rest in events(held)] == ["1", "4", "2", "3"]
    assert fresh(waiting).unit_id == cast.jinzhan.pk
    assert (fresh(covered).unit_id, fresh(covered).counted_at_id) == (None, cast.jinzhan.pk)
    assert own(cast.jinzhan, MEMBERS, RETAINED, "organisation.employers") == [0, 1, 1]
    assert Card.objects.unscoped("test").get(membership=held).is_valid
    counting.fold_all()
    assert counting.differences() == []


def test_a_union_without_one_above_that_holds_members_is_not_closed_so(cast: Cast) -> None:
    member(cast.jinzhan, 1)
    for unit in (cast.base, cast.second_base):
        close_unit(unit=unit, reason="撤销", by=SYSTEM)

    with pytest.raises(Refused) as refusal:
        close_unit(unit=cast.jinzhan, reason="撤销", is_retained_above=True, by=SYSTEM)

    assert refusal.value.code == "UH-3030"
    assert Application.objects.unscoped("test").count() == 1
    assert Drive.objects.unscoped("test").count() == 0
