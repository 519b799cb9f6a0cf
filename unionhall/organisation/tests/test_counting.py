"""Kept counts: exact before and after folding, by month, by territory, and whatever happens at once."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.utils import timezone

from tests.cast import Cast, build_cast
from unionhall.organisation import counting
from unionhall.organisation.commands import recount
from unionhall.organisation.models import CountDelta, Counter, Unit
from unionhall.organisation.operations import found_unit, move_unit, register_employer
from unionhall.records.actors import System

STOCK = "organisation.employers"
FLOW = "organisation.units_founded"
BY = System("tests")
GOOD_CODE = "91110105MA0000007L"


def test_a_total_is_exact_before_and_after_folding(cast: Cast) -> None:
    counting.append_delta(cast.base.pk, STOCK, 3)
    counting.append_delta(cast.foreign_base.pk, STOCK, 4)
    asked = [cast.city.pk, cast.chaoyang.pk, cast.jinzhan.pk, cast.sanlitun.pk]

    unfolded = counting.totals(asked, [STOCK])
    folded = counting.fold_deltas()

    assert folded > 0
    assert CountDelta.objects.count() == 0
    assert [unfolded[pk][STOCK] for pk in asked] == [7, 3, 3, 0]
    assert counting.totals(asked, [STOCK]) == unfolded
    assert counting.totals(asked, [STOCK], own=True)[cast.city.pk][STOCK] == 0


def test_a_measure_that_nobody_declares_is_refused(cast: Cast) -> None:
    with pytest.raises(LookupError):
        counting.append_delta(cast.base.pk, "organisation.nothing", 1)


def test_a_flow_is_counted_in_its_month_and_year(cast: Cast) -> None:
    counting.append_delta(cast.base.pk, FLOW, 2, on=date(2024, 3, 8))
    counting.append_delta(cast.base.pk, FLOW, 1, on=date(2024, 12, 31))
    counting.fold_deltas()

    months = counting.monthly(cast.chaoyang.pk, FLOW, ["2024-02", "2024-03", "2024-12"])

    assert months == {"2024-02": 0, "2024-03": 2, "2024-12": 1}
    assert counting.yearly(cast.chaoyang.pk, FLOW, 2024) == 3


def test_an_open_month_shows_the_level_at_its_end(cast: Cast) -> None:
    today = timezone.localdate()
    month, before = counting.month_of(today), counting.month_before(counting.month_of(today))
    counting.append_delta(cast.base.pk, STOCK, 10, on=counting.first_day(before))
    counting.append_delta(cast.base.pk, STOCK, 5, on=today)

    levels = counting.monthly(cast.city.pk, STOCK, [before, month])

    assert levels == {before: 10, month: 15}


def test_the_territory_gives_another_split_and_the_same_total(cast: Cast) -> None:
    industry = found_unit(parent=cast.city, kind="industry", name="市建筑工会", by=BY)
    firm = found_unit(parent=industry, kind="base_single", name="工地工会", territory=cast.jinzhan, by=BY)
    counting.append_delta(firm.pk, STOCK, 6)
    counting.append_delta(cast.base.pk, STOCK, 2)
    asked = [cast.city.pk, cast.chaoyang.pk, cast.jinzhan.pk]
    counting.fold_deltas(2)

    by_parent, by_site = counting.totals(asked, [STOCK]), counting.territory_totals(asked, [STOCK])

    assert [by_parent[pk][STOCK] for pk in asked] == [8, 2, 2]
    assert [by_site[pk][STOCK] for pk in asked] == [8, 8, 8]


def test_recounting_finds_and_mends_every_wrong_figure(cast: Cast) -> None:
    register_employer(street=cast.jinzhan, uscc=GOOD_CODE, name="龙城祥瑞汽车租赁公司", facts={"staff": 20}, by=BY)
    counting.fold_deltas()
    assert counting.differences() == []
    Counter.objects.filter(unit=cast.jinzhan, measure=STOCK, period="").update(own=5)
    Counter.objects.filter(unit=cast.city, measure="organisation.staff", period="").update(total=1)

    checked = CliRunner().invoke(recount, ["--check"])
    mended = CliRunner().invoke(recount, [])

    assert checked.exit_code == 1
    assert mended.exit_code == 0
    assert counting.differences() == []
    assert counting.totals([cast.city.pk], [STOCK, "organisation.staff"])[cast.city.pk] == {
        STOCK: 1,
        "organisation.staff": 20,
    }


def test_the_number_of_queries_does_not_grow_with_the_units(cast: Cast, django_assert_num_queries: object) -> None:
    every = list(Unit.objects.unscoped("all").values_list("pk", flat=True))

    with django_assert_num_queries(1):
        counting.totals(every[:1], [STOCK])
    with django_assert_num_queries(1):
        counting.totals(every, [STOCK, FLOW])


class Rush:
    """Eight writers, two who fold and one who moves a unit to and fro, all at once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.is_over = threading.Event()

    def write(self, seed: int) -> int:
        """Append deltas at random units; return their sum."""
        chance = random.Random(seed)
        bases = [self.cast.base, self.cast.second_base, self.cast.neighbour_base, self.cast.foreign_base]
        written = 0
        for _time in range(40):
            amount = chance.choice([1, 2, 3, -1])
            with transaction.atomic():
                counting.append_delta(chance.choice(bases).pk, STOCK, amount)
            written += amount
        connection.close()
        return written

    def fold(self, most: int) -> None:
        """Fold until all is over."""
        while not self.is_over.is_set():
            counting.fold_deltas(most)
        connection.close()

    def move(self) -> int:
        """Move a unit between three streets until all is over, three times at least; return how often."""
        streets, moves = [self.cast.jinzhan, self.cast.sanlitun, self.cast.tianqiao], 0
        while not self.is_over.is_set() or moves < 3:
            unit = Unit.objects.unscoped("test").get(pk=self.cast.base.pk)
            moves += 1
            move_unit(unit=unit, parent=streets[moves % 3], by=BY)
        connection.close()
        return moves


@pytest.mark.django_db(transaction=True)
def test_eight_writers_folding_and_moving_at_once_lose_nothing() -> None:
    cast = build_cast()
    rush = Rush(cast)

    with ThreadPoolExecutor(11) as pool:
        folders = [pool.submit(rush.fold, 1), pool.submit(rush.fold, 50)]
        mover = pool.submit(rush.move)
        written = sum(pool.map(rush.write, range(8)))
        rush.is_over.set()
        for other in folders:
            other.result()
    exact = counting.totals([cast.city.pk], [STOCK])[cast.city.pk][STOCK]
    counting.fold_all()

    assert mover.result() >= 3
    assert exact == written
    assert counting.totals([cast.city.pk], [STOCK])[cast.city.pk][STOCK] == written
    parts = counting.totals([cast.chaoyang.pk, cast.xicheng.pk], [STOCK])
    assert sum(part[STOCK] for part in parts.values()) == written
    assert list(counting._wrong_totals()) == []
