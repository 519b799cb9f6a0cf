"""Founding, moving, merging, splitting and closing units; who must agree; what takes effect when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.organisation import counting
from unionhall.organisation.demo.names import credit_code
from unionhall.organisation.models import ClosedMonth, Employer, Office, TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState
from unionhall.organisation.operations import (
    close_unit,
    consent_to_change,
    edit_unit,
    found_unit,
    merge_units,
    move_unit,
    open_place,
    refuse_change,
    register_employer,
    split_unit,
    withdraw_change,
)
from unionhall.organisation.operations.applying import apply_due, close_due_months
from unionhall.records.actors import System
from unionhall.records.models import JournalLine

BY = System("tests")


def fresh(unit: Unit) -> Unit:
    return Unit.objects.unscoped("test").get(pk=unit.pk)


def test_a_founded_unit_takes_its_territory_from_the_union_above(cast: Cast) -> None:
    unit = found_unit(parent=cast.base, kind="branch", name="车队分会", by=cast.grassroots_chair)

    assert unit.path.startswith(cast.base.path)
    assert unit.territory_id == cast.jinzhan.pk


def test_a_unit_is_not_founded_out_of_reach(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        found_unit(parent=cast.foreign_base, kind="branch", name="分会", by=cast.district_officer)


def test_a_kind_that_may_not_hang_there_is_refused_at_its_field(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        found_unit(parent=cast.base, kind="federation_street", name="街道", by=cast.city_chair)

    assert refusal.value.field == "kind"


def test_a_unions_credit_code_is_checked(cast: Cast) -> None:
    good = credit_code("81", "110105", 7)
    edit_unit(unit=cast.base, facts={"uscc": good.lower()}, by=cast.grassroots_chair)

    with pytest.raises(Refused) as twice:
        edit_unit(unit=cast.second_base, facts={"uscc": good}, by=cast.city_chair)
    with pytest.raises(Refused):
        edit_unit(unit=cast.second_base, facts={"uscc": credit_code("91", "110105", 7)}, by=cast.city_chair)

    assert fresh(cast.base).uscc == good
    assert twice.value.field == "uscc"


def test_editing_notes_only_what_changed(cast: Cast) -> None:
    edit_unit(unit=cast.base, facts={"name": cast.base.name, "address": "金盏路1号"}, by=cast.grassroots_chair)

    line = JournalLine.objects.unscoped("test").filter(operation="organisation.edit_unit").get()
    assert line.changes == {"address": ["", "金盏路1号"]}


def test_whoever_reaches_both_sides_moves_at_once(cast: Cast) -> None:
    change = move_unit(unit=cast.base, parent=cast.sanlitun, by=cast.district_officer)

    assert change.state == ChangeState.APPLIED
    assert fresh(cast.base).parent_id == cast.sanlitun.pk


def test_a_move_to_another_district_waits_for_its_consent(cast: Cast) -> None:
    change = move_unit(unit=cast.base, parent=cast.tianqiao, by=cast.district_officer)

    assert change.state == ChangeState.ASKED
    assert fresh(cast.base).parent_id == cast.jinzhan.pk
    with pytest.raises(NotAllowed):
        consent_to_change(change=change, by=cast.district_officer)

    assert consent_to_change(change=change, by=cast.stranger).state == ChangeState.APPLIED
    assert fresh(cast.base).parent_id == cast.tianqiao.pk


def test_a_chair_cannot_take_a_unit_away_alone(cast: Cast) -> None:
    change = move_unit(unit=cast.base, parent=cast.sanlitun, by=cast.grassroots_chair)

    assert change.state == ChangeState.ASKED
    assert change.from_consent_by_id is None
    assert change.to_consent_by_id is None


def test_the_other_side_may_refuse_with_a_reason(cast: Cast) -> None:
    change = move_unit(unit=cast.base, parent=cast.tianqiao, by=cast.district_officer)

    with pytest.raises(Refused):
        refuse_change(change=change, answer=" ", by=cast.stranger)
    refused = refuse_change(change=change, answer="人员已满", by=cast.stranger)

    assert refused.state == ChangeState.REFUSED
    assert fresh(cast.base).parent_id == cast.jinzhan.pk


def test_a_unit_has_one_open_change_which_can_be_taken_back(cast: Cast) -> None:
    change = move_unit(unit=cast.base, parent=cast.tianqiao, by=cast.district_officer)
    with pytest.raises(Refused):
        move_unit(unit=cast.base, parent=cast.sanlitun, by=cast.district_officer)

    withdraw_change(change=change, by=cast.district_officer)

    assert move_unit(unit=cast.base, parent=cast.sanlitun, by=cast.district_officer).state == ChangeState.APPLIED


def test_a_planned_move_takes_effect_on_its_day(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=40)
    change = move_unit(unit=cast.base, parent=cast.sanlitun, effective_on=day, by=cast.city_chair)
    counting.append_delta(cast.base.pk, "organisation.employers", 5)

    assert change.state == ChangeState.PLANNED
    assert apply_due(day - timedelta(days=1)) == []
    assert [done.state for done in apply_due(day)] == [ChangeState.APPLIED]
    current = cast.base.placements.get(valid_to=None)
    assert (current.parent_id, current.valid_from) == (cast.sanlitun.pk, day)
    totals = counting.totals([cast.jinzhan.pk, cast.sanlitun.pk], ["organisation.employers"])
    assert [figures["organisation.employers"] for figures in totals.values()] == [0, 5]
    assert counting.month_before(counting.month_of(day)) in ClosedMonth.objects.values_list("month", flat=True)


def test_a_planned_change_that_became_impossible_is_told_and_undoes_nothing(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=3)
    move_unit(unit=cast.base, parent=cast.sanlitun, effective_on=day, by=cast.city_chair)
    merge_units(unit=cast.sanlitun, into=cast.jinzhan, by=cast.city_chair)

    (failed,) = apply_due(day)

    assert failed.state == ChangeState.FAILED
    assert "三里屯街道总工会" in failed.answer
    assert fresh(cast.base).parent_id == cast.jinzhan.pk


def test_nothing_takes_effect_in_a_closed_month(cast: Cast) -> None:
    next_month = counting.first_day(counting.month_of(timezone.localdate() + timedelta(days=31)))
    assert close_due_months(next_month) == [counting.month_before(counting.month_of(next_month))]

    with pytest.raises(Refused) as refusal:
        move_unit(unit=cast.base, parent=cast.sanlitun, by=cast.city_chair)

    assert refusal.value.field == "effective_on"


def test_a_merger_hands_everything_over_and_closes_the_unit(cast: Cast) -> None:
    branch = found_unit(parent=cast.second_base, kind="branch", name="分会", by=BY)
    code = credit_code("91", "110105", 3)
    register_employer(street=cast.jinzhan, uscc=code, name="文创公司", unit=cast.second_base, by=BY)

    for unit in (cast.second_base, cast.base):
        open_place(unit=unit, kind="workers_home", name="职工之家", address="金盏", by=BY)

    merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)

    assert set(cast.base.places.values_list("name", flat=True)) == {"职工之家", "职工之家 金盏文创园工会"}
    assert fresh(cast.second_base).status == "closed"
    assert fresh(branch).parent_id == cast.base.pk
    assert Employer.objects.unscoped("test").get().counted_at_id == cast.base.pk
    counting.fold_all()
    assert counting.differences() == []


def test_a_unit_that_keeps_members_is_not_merged_away(cast: Cast) -> None:
    counting.append_delta(cast.second_base.pk, "membership.members", 3)

    with pytest.raises(Refused, match="3"):
        merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)

    assert fresh(cast.second_base).is_active


def test_a_union_without_room_for_the_others_employers_takes_it_not_over(cast: Cast) -> None:
    for number, unit in enumerate((cast.base, cast.second_base)):
        code = credit_code("91", "110105", number)
        register_employer(street=cast.jinzhan, uscc=code, name=f"公司{number}", unit=unit, by=BY)

    with pytest.raises(Refused):
        merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)


def test_closing_ends_the_offices(cast: Cast) -> None:
    close_unit(unit=cast.base, reason="企业注销", by=BY)

    office = Office._base_manager.get(user=cast.grassroots_chair)
    assert office.ended_at is not None
    assert not cast.grassroots_chair.has_perm("organisation.view")


def test_a_unit_to_which_something_belongs_is_not_closed(cast: Cast) -> None:
    counting.append_delta(cast.base.pk, "organisation.employers", 1)

    with pytest.raises(Refused, match="用人单位 1"):
        close_unit(unit=cast.base, reason="企业注销", by=BY)
    with pytest.raises(Refused):
        close_unit(unit=cast.jinzhan, reason="撤并", by=BY)

    assert TreeChange.objects.unscoped("test").count() == 0


def test_a_split_founds_a_unit_beside_and_moves_what_was_chosen(cast: Cast) -> None:
    change = split_unit(
        unit=cast.jinzhan,
        parent=cast.chaoyang,
        kind="federation_street",
        name="东坝街道总工会",
        children=[cast.second_base],
        by=cast.district_officer,
    )

    new = change.target
    assert change.state == ChangeState.APPLIED
    assert new is not None
    assert new.parent_id == cast.chaoyang.pk
    assert fresh(cast.second_base).parent_id == new.pk
    assert fresh(cast.base).parent_id == cast.jinzhan.pk
