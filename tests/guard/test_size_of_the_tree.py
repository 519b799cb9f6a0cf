"""Fifty thousand units: choosing, moving, folding, reach and the board's figures stay quick."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.organisation import counting, paths, queries
from unionhall.organisation.models import CountDelta, Office, Placement, Unit
from unionhall.organisation.operations import move_unit
from unionhall.organisation.operations.hanging import hang_below
from unionhall.organisation.paths import label
from unionhall.organisation.search_text import search_text_of
from unionhall.records.actors import System

pytestmark = [pytest.mark.guard, pytest.mark.nightly, pytest.mark.django_db]

DISTRICTS, STREETS, BASES = 10, 50, 100
MEASURE = "organisation.employers"
BY = System("tests")


def build() -> dict[str, Unit]:
    """Make one city, 10 districts, 500 streets and 50,000 base unions: 50,511 units."""
    since = date(2024, 1, 1)
    city = Unit(kind="federation_city", name="北京市总工会", path=label(0))
    rows = [city]
    for d in range(DISTRICTS):
        district = Unit(kind="federation_district", name=f"第{d}区总工会", parent=city, path=city.path + label(d))
        rows.append(district)
        for s in range(STREETS):
            street = Unit(kind="federation_street", name=f"{d}区{s}街道总工会", parent=district)
            street.path = district.path + label(s)
            rows.append(street)
            for b in range(BASES):
                base = Unit(
                    kind="base_single", name=f"朝阳金盏{d}-{s}-{b}物流公司工会", parent=street, territory=street
                )
                base.path = street.path + label(b)
                rows.append(base)
    texts: dict[str, str] = {}
    for unit in rows:
        unit.founded_on = since
        plain = "".join(letter for letter in unit.name if not letter.isdigit())
        unit.search_text = f"{unit.name}\n{texts.setdefault(plain, search_text_of(plain))}"
    Unit.objects.bulk_create(rows, batch_size=5_000)
    Placement.objects.bulk_create(
        (Placement(unit=u, parent=u.parent, valid_from=since) for u in rows), batch_size=5_000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisation_unit")
    return {unit.name: unit for unit in rows}


class Watch:
    """Notes how long things take, in seconds."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    def once(self, what: str, verb: Callable[[], Any]) -> None:
        """Note how long it takes."""
        began = time.perf_counter()
        verb()
        self.figures[what] = time.perf_counter() - began

    def often(self, what: str, verb: Callable[[], Any]) -> None:
        """Note the least of three times."""
        times = []
        for _time in range(3):
            self.once(what, verb)
            times.append(self.figures[what])
        self.figures[what] = min(times)


def fresh(unit: Unit) -> Unit:
    """Return the unit as it stands in the database."""
    return Unit.objects.unscoped("test").get(pk=unit.pk)


def time_counting(watch: Watch, units: dict[str, Unit]) -> None:
    """Append 50,000 deltas, read them unfolded, fold them, read them again."""
    firms = [unit for unit in units.values() if unit.kind == "base_single"]
    city, district = units["北京市总工会"], units["第0区总工会"]
    streets = [unit.pk for unit in units.values() if unit.kind == "federation_street"]
    month = counting.month_of(timezone.localdate())
    for what, amount in (("first", 3), ("next", -2)):
        CountDelta.objects.bulk_create(
            (CountDelta(unit=firm, measure=MEASURE, is_flow=False, month=month, amount=amount) for firm in firms),
            batch_size=5_000,
        )
        watch.often("totals with 50,000 unfolded deltas", lambda: counting.totals([city.pk], [MEASURE]))
        watch.once(f"fold the {what} 50,000 deltas", counting.fold_all)
    watch.often("totals of 500 streets", lambda: counting.totals(streets, [MEASURE]))
    watch.often("territory totals of a district", lambda: counting.territory_totals([district.pk], [MEASURE]))
    watch.often("check of all totals", lambda: list(counting._wrong_totals()))
    watch.once("close a month", lambda: counting.close_months_before(timezone.localdate()))


def time_choosing(watch: Watch, units: dict[str, Unit]) -> None:
    """Choose units by typing, as the city's chair and as a street's."""
    for role, unit in (("city", units["北京市总工会"]), ("street", units["0区0街道总工会"])):
        chair = User.objects.create(username=role, name=role)
        Office._base_manager.create(unit=unit, user=chair, role="chair", starts_on=timezone.localdate())
        within = queries.units_within(chair)
        for typed in ("金盏", "jinzhan", "cyjz", "zzzzz"):
            watch.often(
                f"{role}: choose {typed}", lambda typed=typed, rows=within: list(queries.search_units(rows, typed))
            )
        watch.often(f"{role}: branches", lambda unit=unit, chair=chair: queries.branches(chair, unit))


def test_fifty_thousand_units_stay_quick(capsys: pytest.CaptureFixture[str]) -> None:
    units, watch = build(), Watch()
    city, district, other = units["北京市总工会"], units["第0区总工会"], units["第1区总工会"]

    time_counting(watch, units)
    time_choosing(watch, units)
    watch.once(
        "move a street of 101 units", lambda: move_unit(unit=fresh(units["0区0街道总工会"]), parent=other, by=BY)
    )
    watch.once("move 5,000 units", lambda: hang_below(fresh(district), fresh(other), timezone.localdate()))

    with capsys.disabled():
        print("", *(f"{what}: {seconds * 1000:.0f} ms" for what, seconds in watch.figures.items()), sep="\n")
    assert paths.walked_path_errors() == []
    assert [counting.totals([unit.pk], [MEASURE])[unit.pk][MEASURE] for unit in (city, other)] == [50_000, 10_000]
    assert all(seconds < 0.1 for what, seconds in watch.figures.items() if "choose" in what)
    assert watch.figures["fold the next 50,000 deltas"] < 5
    assert watch.figures["move 5,000 units"] < 3
