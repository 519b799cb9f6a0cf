"""Offices, working groups, employers and places: changes and what they count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from unionhall.accounts.models import User
from unionhall.kit.refused import NotAllowed, Refused, SecondFactorNeeded
from unionhall.organisation import counting
from unionhall.organisation.demo.names import credit_code
from unionhall.organisation.models import Employer, Office
from unionhall.organisation.operations import (
    appoint_officer,
    cover_employer,
    edit_employer,
    edit_place,
    end_office,
    end_working_group,
    give_seat,
    hand_over_office,
    open_place,
    register_employer,
    set_up_working_group,
)
from unionhall.records.actors import System

BY = System("tests")
VIEW = "organisation.view"


def office_of(user: User) -> Office:
    return Office._base_manager.get(user=user, ended_at=None)


def figures(cast: Cast, *codes: str) -> list[int]:
    measures = [f"organisation.{code}" for code in codes]
    return list(counting.totals([cast.jinzhan.pk], measures)[cast.jinzhan.pk].values())


def test_an_officer_is_invited_by_phone_and_ends_with_the_units_term(cast: Cast) -> None:
    cast.jinzhan.term_ends_on = timezone.localdate() + timedelta(days=500)

    office = appoint_officer(
        unit=cast.jinzhan, role="chair", name="田苗", phone="12000000555", by=cast.district_officer
    )

    assert office.ends_on == cast.jinzhan.term_ends_on
    assert office.user.name == "田苗"
    assert not office.user.is_active


def test_a_cadre_may_not_appoint(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        appoint_officer(unit=cast.jinzhan, role="chair", user=cast.member, by=cast.street_cadre)


def test_appointing_asks_for_the_second_factor(cast: Cast) -> None:
    cast.district_officer.has_recent_second_factor = False

    with pytest.raises(SecondFactorNeeded):
        appoint_officer(unit=cast.jinzhan, role="chair", user=cast.member, by=cast.district_officer)


def test_a_unit_has_one_chair_at_a_time(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        appoint_officer(unit=cast.base, role="chair", user=cast.member, by=cast.city_chair)

    assert refusal.value.field == "role"


def test_the_citys_own_offices_exist_in_the_city_only(cast: Cast) -> None:
    with pytest.raises(Refused):
        appoint_officer(unit=cast.base, role="data_admin", user=cast.member, by=cast.city_chair)


def test_an_office_is_handed_over_without_a_gap(cast: Cast) -> None:
    office = office_of(cast.grassroots_chair)

    successor = hand_over_office(
        office=office, starts_on=timezone.localdate(), user=cast.member, by=cast.district_officer
    )

    assert successor.user == cast.member
    assert cast.member.has_perm(VIEW, cast.base)
    assert not cast.grassroots_chair.has_perm(VIEW, cast.base)


def test_a_hand_over_to_come_leaves_the_holder_in_office_until_then(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=10)

    hand_over_office(office=office_of(cast.grassroots_chair), starts_on=day, user=cast.member, by=cast.city_chair)

    assert office_of(cast.grassroots_chair).ends_on == day - timedelta(days=1)
    assert cast.grassroots_chair.has_perm(VIEW, cast.base)
    assert not cast.member.has_perm(VIEW, cast.base)


def test_an_office_that_ended_is_not_ended_again(cast: Cast) -> None:
    office = office_of(cast.grassroots_chair)
    end_office(office=office, by=cast.city_chair)

    with pytest.raises(Refused):
        end_office(office=office, by=cast.city_chair)


def test_an_officer_reaches_the_accounts_of_officers_below_only(cast: Cast) -> None:
    reached = User.objects.within_reach(cast.district_officer, "accounts.view_users")

    assert set(reached) == {cast.district_officer, cast.street_cadre, cast.grassroots_chair}


def test_a_superior_with_an_office_below_stays_out_of_reach(cast: Cast) -> None:
    appoint_officer(unit=cast.sanlitun, role="committee", user=cast.city_chair, by=cast.city_chair)

    reached = User.objects.within_reach(cast.district_officer, "accounts.view_users")

    assert cast.city_chair not in reached


def test_a_working_group_lasts_two_years_at_most_and_ends_with_its_seats(cast: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(Refused):
        set_up_working_group(
            unit=cast.jinzhan, name="专班", starts_on=today, ends_on=today + timedelta(days=900), by=cast.city_chair
        )
    group = set_up_working_group(unit=cast.jinzhan, name="专班", starts_on=today, ends_on=today, by=cast.city_chair)
    give_seat(group=group, role="group_leader", user=cast.member, by=cast.city_chair)
    assert cast.member.has_perm(VIEW, cast.base)

    end_working_group(group=group, by=cast.city_chair)

    assert not cast.member.has_perm(VIEW, cast.base)


def test_an_employer_is_counted_once_wherever_it_is_covered(cast: Cast) -> None:
    employer = register_employer(
        street=cast.jinzhan,
        uscc=credit_code("91", "110105", 9),
        name="货运公司",
        facts={"staff": 40},
        by=cast.street_cadre,
    )
    before = figures(cast, "employers", "covered_employers", "staff", "covered_staff")

    cover_employer(employer=employer, unit=cast.base, by=cast.street_cadre)
    edit_employer(employer=employer, facts={"staff": 50}, by=cast.street_cadre)

    assert before == [1, 0, 40, 0]
    assert figures(cast, "employers", "covered_employers", "staff", "covered_staff") == [1, 1, 50, 50]
    edit_employer(employer=employer, facts={"is_active": False}, by=cast.street_cadre)
    assert figures(cast, "employers", "covered_employers", "staff", "covered_staff") == [0, 0, 0, 0]
    assert counting.differences() == []


def test_a_single_base_union_covers_one_employer(cast: Cast) -> None:
    for number in (1, 2):
        register = {"street": cast.jinzhan, "uscc": credit_code("91", "110105", number), "name": f"公司{number}"}
        if number == 1:
            register_employer(**register, unit=cast.base, by=BY)
    with pytest.raises(Refused) as refusal:
        register_employer(**register, unit=cast.base, by=BY)

    assert refusal.value.field == "unit"


def test_a_credit_code_stands_in_the_register_once(cast: Cast) -> None:
    code = credit_code("91", "110105", 4)
    register_employer(street=cast.jinzhan, uscc=code, name="甲公司", by=BY)

    with pytest.raises(Refused) as refusal:
        register_employer(street=cast.tianqiao, uscc=f" {code.lower()} ", name="乙公司", by=BY)

    assert refusal.value.field == "uscc"
    assert Employer.objects.unscoped("test").count() == 1


def test_more_women_than_staff_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        register_employer(
            street=cast.jinzhan,
            uscc=credit_code("91", "110105", 5),
            name="丙公司",
            facts={"staff": 3, "women_staff": 4},
            by=BY,
        )


def test_a_place_that_closes_is_not_counted(cast: Cast) -> None:
    place = open_place(unit=cast.jinzhan, kind="station", name="服务站", address="金盏", by=cast.street_cadre)
    before = figures(cast, "places")

    edit_place(place=place, facts={"is_open": False}, by=cast.street_cadre)

    assert before == [1]
    assert figures(cast, "places") == [0]
