"""Reach through offices and seats."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from unionhall.kit import reach
from unionhall.kit.scoping import ScopeMissing
from unionhall.organisation import reaching
from unionhall.organisation.models import GroupSeat, Office, Unit, WorkingGroup
from unionhall.organisation.operations import end_office, give_seat, set_up_working_group
from unionhall.records.actors import System, Visitor

VIEW = "organisation.view"


def names_in_reach(person: object) -> list[str]:
    return list(Unit.objects.within_reach(person, VIEW).order_by("path").values_list("name", flat=True))


def test_an_office_reaches_its_unit_and_everything_below(cast: Cast) -> None:
    found = names_in_reach(cast.district_officer)

    assert found == [
        "朝阳区总工会",
        "金盏地区总工会",
        "金盏快运工会",
        "金盏文创园工会",
        "三里屯街道总工会",
        "三里屯餐饮工会",
    ]


def test_a_chair_of_the_city_reaches_every_unit(cast: Cast) -> None:
    assert len(names_in_reach(cast.city_chair)) == 12


def test_a_grassroots_chair_reaches_one_unit(cast: Cast) -> None:
    assert names_in_reach(cast.grassroots_chair) == ["金盏快运工会"]


def test_a_member_and_a_visitor_reach_nothing(cast: Cast) -> None:
    assert names_in_reach(cast.member) == []
    assert names_in_reach(Visitor(phone="12000000099", proven=True)) == []
    assert not cast.member.has_perm(VIEW)


def test_one_object_and_the_list_give_the_same_answer(cast: Cast) -> None:
    for person in cast.people().values():
        listed = set(Unit.objects.within_reach(person, VIEW).values_list("pk", flat=True))

        asked = {unit.pk for unit in Unit.objects.unscoped("all") if person.has_perm(VIEW, unit)}

        assert asked == listed


def test_an_office_ends_by_itself_with_its_term(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Office._base_manager.filter(user=cast.street_cadre).update(ends_on=yesterday)

    assert names_in_reach(cast.street_cadre) == []


def test_an_office_that_begins_tomorrow_reaches_nothing_today(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    Office._base_manager.filter(user=cast.street_cadre).update(starts_on=tomorrow)

    assert names_in_reach(cast.street_cadre) == []


def test_an_office_ended_now_reaches_nothing_at_once(cast: Cast) -> None:
    office = Office._base_manager.get(user=cast.street_cadre)

    with reaching.remembered():
        assert cast.street_cadre.has_perm(VIEW)
        end_office(office=office, by=System("tests"))

        assert not cast.street_cadre.has_perm(VIEW)


def test_offices_are_read_once_in_a_request(cast: Cast, django_assert_num_queries: object) -> None:
    with reaching.remembered(), django_assert_num_queries(1):
        for _time in range(5):
            reach.holds(cast.street_cadre, VIEW)
            reach.holds(cast.street_cadre, "organisation.edit")


def test_a_seat_in_a_working_group_reaches_its_subtree_until_the_group_ends(cast: Cast) -> None:
    today = timezone.localdate()
    group = set_up_working_group(
        unit=cast.taoranting, name="建会专班", starts_on=today, ends_on=today + timedelta(days=30), by=cast.city_chair
    )

    give_seat(group=group, role="group_member", user=cast.member, by=cast.city_chair)

    assert names_in_reach(cast.member) == ["陶然亭街道总工会", "陶然亭印务工会"]
    WorkingGroup._base_manager.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert names_in_reach(cast.member) == []


def test_why_names_the_office_and_its_end(cast: Cast) -> None:
    Office._base_manager.filter(user=cast.street_cadre).update(ends_on="2099-05-01")

    with_reason = reach.explain(cast.street_cadre, VIEW, cast.base)

    assert with_reason == ["因担任金盏地区总工会组织员，任期至2099-05-01。"]
    assert reach.explain(cast.street_cadre, VIEW, cast.foreign_base) == []


def test_seats_and_offices_are_rows_within_reach_too(cast: Cast) -> None:
    offices = Office.objects.within_reach(cast.district_officer, VIEW)

    assert {office.user.username for office in offices} == {"district-officer", "street-cadre", "grassroots-chair"}
    with pytest.raises(ScopeMissing):
        list(GroupSeat.objects.all())
