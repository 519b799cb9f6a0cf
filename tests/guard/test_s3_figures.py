"""S3: the figures of the board, and of the lists behind them, against a count by hand for random readers."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from tests.cast import build_cast
from tests.guard.oracle import Person12, is_within, may_at, seats_of
from tests.guard.world import browser_of, rolled_back
from unionhall.accounts.models import User
from unionhall.membership.models import Membership, MembershipEvent
from unionhall.membership.operations.memberships import end_membership, retain_membership
from unionhall.membership.tests.factories import SYSTEM, member
from unionhall.organisation.counting import append_delta
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, GroupSeat, Office, Unit, WorkingGroup

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

ROLES = ("chair", "vice_chair", "clerk", "organiser", "auditor", "editor", "committee", "women_head", "exec_vice")


class Figures:
    """The figures of the board, counted by walking over every row in Python."""

    def __init__(self, units: list[Any]) -> None:
        self.units = units
        self.year = timezone.localdate().year

    def of(self, unit: Any) -> dict[str, int]:
        within = {one.pk for one in self.units if is_within(one, unit)}
        members = [one for one in _all(Membership).select_related("person") if one.unit_id in within]
        counted = [one for one in members if one.status in ("active", "in_transit")]
        events = [one for one in _all(MembershipEvent) if one.happened_on.year == self.year]
        employers = [one for one in _all(Employer) if (one.unit_id or one.street_id) in within and one.is_active]
        return {
            "membership.members": len(counted),
            "membership.women": sum(one.person.sex == "F" for one in counted),
            "membership.joined": sum(one.change == "1" and one.to_unit_id in within for one in events),
            "membership.left": sum(one.change in "56" and one.from_unit_id in within for one in events),
            "organisation.units": sum(one.status == "active" for one in self.units if one.pk in within),
            "organisation.employers": len(employers),
            "organisation.covered_employers": sum(one.unit_id is not None for one in employers),
        }


def _all(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._base_manager.all()
    return rows


@pytest.fixture(scope="module")
def counted_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Any]]:
    """A city whose members came, stayed and went through the operations, as kept figures need; return its units."""
    with django_db_blocker.unblock(), rolled_back():
        build_cast()
        units = list(_all(Unit).select_related("parent"))
        admitting = [unit for unit in units if kind_of(unit.kind).admits_members]
        chance = random.Random(7)
        for seed in range(60):
            joined = member(chance.choice(admitting), seed=seed + 100)
            facts = {"membership": joined, "happened_on": timezone.localdate(), "by": SYSTEM}
            if seed % 6 == 0:
                end_membership(reason="5", **facts)
            elif seed % 7 == 0:
                retain_membership(reason="2", **facts)
            elif seed % 11 == 0:
                _joined_last_year(joined)
        yield units


def _joined_last_year(joined: Any) -> None:
    """Move one joining into the year before, with its figure."""
    today = timezone.localdate()
    long_ago = today.replace(year=today.year - 1, day=1)
    MembershipEvent._base_manager.filter(membership=joined).update(happened_on=long_ago)
    append_delta(joined.unit_id, "membership.joined", -1, on=today)
    append_delta(joined.unit_id, "membership.joined", 1, on=long_ago)


def _random_reader(chance: random.Random, units: list[Any], number: int) -> Person12:
    user = User(username=f"reader-{number}", name="方圆", phone=f"1209{number:07}")
    user.save()
    for role in chance.sample(ROLES, chance.randint(1, 3)):
        unit = chance.choice(units[1:] if number % 5 else units)
        Office._base_manager.create(
            user=user, unit=unit, role=role, starts_on=timezone.localdate().replace(month=1, day=1)
        )
    if number % 3 == 0:
        today = timezone.localdate()
        facts = {"name": "专班", "starts_on": today, "ends_on": today}
        group = WorkingGroup._base_manager.create(unit=chance.choice(units), **facts)
        GroupSeat._base_manager.create(group=group, user=user, role="group_member")
    return Person12(user.username, user, seats_of(user))


def _check_board(person: Person12, units: list[Any], figures: Figures) -> list[str]:
    """Compare what a reader is shown of every unit with the count by hand, and each figure with the list behind it."""
    client, wrong = browser_of(person), []
    for unit in units:
        answer = client.get(reverse("dashboards:board"), {"unit": unit.pk})
        allowed = may_at(person, "dashboards.view_board", unit)
        if (answer.status_code == 200) != allowed:
            wrong.append(f"{person.part} at {unit}: {answer.status_code}, allowed {allowed}")
        if answer.status_code != 200:
            continue
        expected = figures.of(unit)
        shown = {code: cell for code, cell in answer.context["row"].cells.items() if code in expected}
        wrong += [
            f"{unit} {code}: {cell.value} != {expected[code]}"
            for code, cell in shown.items()
            if cell.value != expected[code]
        ]
        wrong += [fault for code, cell in shown.items() if cell.url and (fault := _behind(client, code, cell))]
    return wrong


def _behind(client: Any, code: str, cell: Any) -> str:
    answer = client.get(cell.url)
    listed = answer.context["total"] if answer.status_code == 200 else None
    return "" if listed == cell.value else f"{code}: {cell.value} on the board, {listed} at {cell.url}"


@pytest.mark.parametrize("number", [pytest.param(25, id="25"), pytest.param(500, id="500", marks=pytest.mark.nightly)])
def test_the_figures_of_the_board_are_those_of_an_independent_count(counted_city, number):
    figures, chance, wrong = Figures(counted_city), random.Random(11), []

    with rolled_back():
        for one in range(number):
            wrong += _check_board(_random_reader(chance, counted_city, one), counted_city, figures)

    assert not wrong, "\n".join(sorted(set(wrong))[:40])
