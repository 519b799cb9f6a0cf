"""Every page of the organisation: opens for those who may, refuses others, and costs the same for more rows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, sign_in
from unionhall.organisation.demo.names import credit_code
from unionhall.organisation.models import Employer, GroupSeat, Office, Place, TreeChange, Unit, WorkingGroup
from unionhall.organisation.operations import (
    found_unit,
    give_seat,
    move_unit,
    open_place,
    register_employer,
    set_up_working_group,
)
from unionhall.organisation.standing import standing_of
from unionhall.records.actors import System

BY = System("tests")
CODES = [credit_code("91", "110105", 1), credit_code("91", "110105", 2)]


def address(name: str, *args: object) -> str:
    return reverse(f"organisation:{name}", args=args)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser of the city's chair, the second factor shown."""
    sign_in(client, cast.city_chair)
    return client


def seed(cast: Cast) -> tuple[Employer, Place, WorkingGroup]:
    today = timezone.localdate()
    employer = register_employer(street=cast.jinzhan, uscc=CODES[1], name="龙城祥瑞汽车租赁公司", by=BY)
    place = open_place(unit=cast.jinzhan, kind="station", name="金盏工会服务站", address="金盏乡", by=BY)
    group = set_up_working_group(
        unit=cast.chaoyang, name="专班", starts_on=today, ends_on=today + timedelta(days=9), by=BY
    )
    give_seat(group=group, role="group_leader", user=cast.member, by=BY)
    return employer, place, group


def test_every_page_opens_for_the_citys_chair(desk: Client, cast: Cast) -> None:
    employer, place, group = seed(cast)
    office = Office._base_manager.get(user=cast.street_cadre)
    unit_pages = ["unit-detail", "unit-branch", "unit-new", "unit-edit", "unit-move", "unit-merge", "unit-split"]
    pages = [address(name, cast.jinzhan.pk) for name in (*unit_pages, "unit-close", "office-new", "group-new")]
    pages += [
        address(name) for name in ("tree", "unit-list", "employer-list", "employer-new", "place-list", "place-new")
    ]
    pages += [address(name) for name in ("group-list", "change-list", "why")]
    pages += [address(name, employer.pk) for name in ("employer-detail", "employer-edit", "employer-cover")]
    pages += [address(name, place.pk) for name in ("place-detail", "place-edit")]
    pages += [address(name, group.pk) for name in ("group-detail", "seat-new")]
    pages += [address(name, office.pk) for name in ("office-hand-over", "office-end")]

    answers = {page: desk.get(page).status_code for page in pages}

    assert set(answers.values()) == {200}, answers


def test_a_unit_out_of_reach_does_not_exist(client: Client, cast: Cast) -> None:
    sign_in(client, cast.stranger)

    answer = client.get(address("unit-detail", cast.jinzhan.pk))

    assert answer.status_code == 404
    assert "金盏" not in answer.content.decode()


def test_the_tree_of_a_stranger_shows_nothing_of_another_district(client: Client, cast: Cast) -> None:
    sign_in(client, cast.stranger)

    page = client.get(address("tree")).content.decode()

    assert "西城区总工会" in page
    assert "天桥街道总工会" in page
    assert "朝阳区总工会" not in page


def test_a_member_without_office_is_refused(client: Client, cast: Cast) -> None:
    sign_in(client, cast.member)

    assert client.get(address("tree")).status_code == 403


@pytest.mark.parametrize("typed", ["金盏", "jinzhan", "jzdqzgh", "JINZHAN"])
def test_a_unit_is_chosen_by_name_pinyin_or_initials(desk: Client, cast: Cast, typed: str) -> None:
    results = desk.get(address("unit-search"), {"q": typed}).json()["results"]

    assert {"id": str(cast.jinzhan.pk), "name": "金盏地区总工会", "note": "朝阳区总工会"} in results


def test_choosing_a_unit_stays_within_reach(client: Client, cast: Cast) -> None:
    sign_in(client, cast.stranger)

    assert client.get(address("unit-search"), {"q": "金盏"}).json() == {"results": []}


def test_a_form_founds_a_unit_once(desk: Client, cast: Cast) -> None:
    sent = {"key": str(uuid4()), "kind": "base_single", "name": "新建工会", "full_time_cadres": "0"}

    first = desk.post(address("unit-new", cast.jinzhan.pk), sent)
    second = desk.post(address("unit-new", cast.jinzhan.pk), sent)

    made = Unit.objects.unscoped("test").get(name="新建工会")
    assert first.status_code == second.status_code == 302
    assert first.url == second.url == made.get_absolute_url()


def test_a_refusal_stands_in_the_form(desk: Client, cast: Cast) -> None:
    sent = {"key": str(uuid4()), "target": str(cast.city.pk)}

    page = desk.post(address("unit-move", cast.jinzhan.pk), sent).content.decode()

    assert "地区总工会" in page
    assert "error-summary" in page
    assert TreeChange.objects.unscoped("test").count() == 0


def test_a_move_shows_what_goes_along(desk: Client, cast: Cast) -> None:
    page = desk.get(address("unit-move", cast.jinzhan.pk)).content.decode()

    assert "下级工会数" in page


def test_the_other_side_finds_and_answers_the_change(client: Client, cast: Cast) -> None:
    change = move_unit(unit=cast.jinzhan, parent=cast.xicheng, by=cast.district_officer)
    sign_in(client, cast.stranger)
    before = client.get(address("change-list")).content.decode()

    answer = client.post(address("change-consent", change.pk), {"key": str(uuid4())})

    assert "金盏地区总工会" in before
    assert answer.status_code == 302
    assert Unit.objects.unscoped("test").get(pk=cast.jinzhan.pk).parent_id == cast.xicheng.pk


def test_the_reason_page_names_the_office(desk: Client, cast: Cast) -> None:
    query = {"user": "street-cadre", "object": str(cast.base.pk)}

    page = desk.get(address("why"), query).content.decode()

    assert "金盏地区总工会组织员" in page


def test_the_reason_page_tells_a_stranger_nothing(client: Client, cast: Cast) -> None:
    sign_in(client, cast.stranger)

    assert client.get(address("why"), {"user": "street-cadre", "object": str(cast.base.pk)}).status_code == 404


def test_the_unit_in_the_header_is_one_of_the_readers_own(desk: Client, cast: Cast) -> None:
    Office._base_manager.create(unit=cast.tianqiao, user=cast.city_chair, role="chair", starts_on=timezone.localdate())

    desk.post(address("standing"), {"unit": str(cast.tianqiao.pk), "below": "0", "next": address("tree")})
    chosen = dict(desk.session)
    desk.post(address("standing"), {"unit": str(cast.jinzhan.pk), "next": "https://elsewhere.example/"})

    assert chosen["organisation_unit"] == str(cast.tianqiao.pk)
    assert chosen["organisation_below"] is False
    assert desk.session["organisation_unit"] == str(cast.tianqiao.pk)


def test_a_seat_in_a_group_further_up_does_not_take_an_officer_from_their_own_office(cast: Cast) -> None:
    today = timezone.localdate()
    group = WorkingGroup._base_manager.create(unit=cast.chaoyang, name="专班", starts_on=today, ends_on=today)
    GroupSeat._base_manager.create(group=group, user=cast.street_cadre, role="group_member")
    request = RequestFactory().get("/desk/")
    request.user, request.session = cast.street_cadre, {}  # type: ignore[assignment]

    here = standing_of(request)

    assert here is not None
    assert here.unit_id == cast.jinzhan.pk


@pytest.mark.parametrize("name", ["tree", "unit-list", "employer-list", "place-list", "group-list"])
def test_a_list_costs_the_same_for_more_rows(desk: Client, cast: Cast, name: str) -> None:
    seed(cast)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(address(name))
    for number in range(3):
        found_unit(parent=cast.jinzhan, kind="base_single", name=f"第{number}工会", by=BY)
        open_place(unit=cast.jinzhan, kind="station", name=f"第{number}站", address="金盏", by=BY)
    found_unit(parent=cast.city, kind="organs", name="市直属机关工会", by=BY)
    register_employer(street=cast.sanlitun, uscc=CODES[0], name="三里屯餐饮公司", by=BY)

    with CaptureQueriesContext(connection) as more:
        desk.get(address(name))

    assert len(more) == len(few)
