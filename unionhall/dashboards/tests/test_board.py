"""The board and the workbench: figures within reach, the same queries for any number of units."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from unionhall.dashboards import queries
from unionhall.membership.queries.figures import JOINED, MEMBERS
from unionhall.membership.tests.factories import member
from unionhall.organisation import counting
from unionhall.organisation.operations import found_unit
from unionhall.records.actors import System

BOARD = "/desk/board/"


def sign_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="unionhall.accounts.backends.UserBackend")
    return client


def count_members(unit: Any, number: int) -> None:
    counting.append_deltas([(unit.pk, MEMBERS, number), (unit.pk, JOINED, number)])


def test_a_figure_of_a_unit_includes_all_that_is_below_it(cast: Cast) -> None:
    count_members(cast.base, 3)
    count_members(cast.jinzhan, 2)

    rows = queries.board_rows(cast.city_chair, [cast.chaoyang, cast.jinzhan, cast.xicheng])

    assert [row.members.value for row in rows] == [5, 5, 0]
    assert [row.joined.value for row in rows] == [5, 5, 0]


def test_a_figure_is_the_same_before_and_after_the_fold(cast: Cast) -> None:
    count_members(cast.base, 3)

    before = queries.board_rows(cast.city_chair, [cast.chaoyang])[0].members.value
    counting.fold_all()
    after = queries.board_rows(cast.city_chair, [cast.chaoyang])[0].members.value

    assert (before, after) == (3, 3)


def test_growth_ends_with_the_members_of_today(cast: Cast) -> None:
    counting.append_delta(cast.base.pk, MEMBERS, 4, date(2020, 5, 1))
    count_members(cast.base, 1)

    growth = queries.growth(cast.chaoyang)

    assert growth.members[-2:] == [4, 5]
    assert growth.joined[-1] == 1
    assert len(growth.months) == queries.MONTHS_SHOWN


@pytest.mark.parametrize("view", ["units", "territory", "kind", "category"])
def test_an_officer_opens_each_view_of_the_board(cast: Cast, view: str) -> None:
    count_members(cast.base, 3)

    page = sign_in(cast.district_officer).get(BOARD, {"by": view})

    assert page.status_code == 200
    assert "朝阳区总工会" in page.content.decode()


def test_the_board_of_another_district_does_not_exist_for_an_officer(cast: Cast) -> None:
    page = sign_in(cast.district_officer).get(BOARD, {"unit": cast.tianqiao.pk})

    assert page.status_code == 404


def test_a_member_has_no_board(cast: Cast) -> None:
    page = sign_in(cast.member).get(BOARD)

    assert page.status_code == 403


@pytest.mark.parametrize("query", [{"by": "salary"}, {"unit": "x"}, {"unit": "1" * 30}])
def test_an_address_that_means_nothing_is_not_found(cast: Cast, query: dict[str, str]) -> None:
    page = sign_in(cast.district_officer).get(BOARD, query)

    assert page.status_code == 404


def test_the_board_asks_as_often_for_nine_units_as_for_two(cast: Cast) -> None:
    client = sign_in(cast.district_officer)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)

    for number in range(7):
        found_unit(
            parent=cast.chaoyang,
            kind="federation_street",
            name=f"第{number}街道总工会",
            founded_on=date(2021, 5, 1),
            by=System("tests"),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(BOARD)

    assert len(many) == len(few)


def test_the_workbench_shows_the_figures_of_the_readers_unit(cast: Cast) -> None:
    count_members(cast.base, 3)

    page = sign_in(cast.street_cadre).get(reverse("dashboards:workbench"))

    assert page.status_code == 200
    assert page.context["row"].members.value == 3
    assert page.context["unit"] == cast.jinzhan


def test_the_workbench_of_a_member_has_no_figures(cast: Cast) -> None:
    page = sign_in(cast.member).get(reverse("dashboards:workbench"))

    assert page.status_code == 200
    assert "row" not in page.context


def test_the_headers_choice_narrows_figures_and_lists_to_the_unit_itself(cast: Cast) -> None:
    count_members(cast.base, 3)
    count_members(cast.jinzhan, 2)
    client = sign_in(cast.street_cadre)

    before = client.get(reverse("dashboards:workbench")).context["row"].members.value
    units_before = client.get(reverse("organisation:unit-list")).context["rows"]
    client.post(reverse("organisation:standing"), {"below": "0"})
    after = client.get(reverse("dashboards:workbench")).context["row"].members.value
    units_after = client.get(reverse("organisation:unit-list")).context["rows"]

    assert (before, after) == (5, 2)
    assert (len(units_before), list(units_after)) == (3, [cast.jinzhan])


def test_every_figure_of_the_board_opens_as_many_rows_as_it_says(cast: Cast) -> None:
    for seed in range(1, 4):
        member(cast.base, seed)
    client = sign_in(cast.district_officer)
    row = client.get(BOARD).context["row"]

    for code in (MEMBERS, JOINED, queries.UNITS):
        cell = row.cells[code]
        assert len(client.get(cell.url).context["rows"]) == cell.value


def test_by_territory_a_union_counts_where_it_sits(cast: Cast) -> None:
    group = found_unit(
        parent=cast.city, kind="industry", name="建材产业工会", founded_on=date(2021, 5, 1), by=System("t")
    )
    guest = found_unit(
        parent=group, kind="base_single", name="天桥水泥厂工会", territory=cast.tianqiao, founded_on=date(2021, 5, 1),
        by=System("t"),
    )  # fmt: skip
    member(guest, 1)
    client = sign_in(cast.stranger)

    rows = client.get(BOARD, {"by": "territory", "unit": cast.xicheng.pk}).context["rows"]
    row = next(row for row in rows if row.unit == cast.tianqiao)

    assert (row.members.value, row.joined.value) == (1, 1)
    assert (row.joined.url, row.unions.value) == ("", 3)
