"""R8: random founding, moving, merging, splitting and closing, against a model that is too simple to be wrong."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from unionhall.accounts.models import User
from unionhall.kit.refused import Refused
from unionhall.organisation import counting, paths
from unionhall.organisation.kind import kind_of, kinds_below
from unionhall.organisation.models import ClosedMonth, MonthCounter, Office, Placement, Unit
from unionhall.organisation.operations import close_unit, found_unit, merge_units, move_unit
from unionhall.records.actors import System

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

BY = System("tests")
MEASURE = "organisation.employers"
"""Stands for any stock: the test appends its deltas itself."""

FLOW = "organisation.units_founded"


@dataclass
class Model:
    """The tree as a dictionary of parents and of what each unit itself counts."""

    parent: dict[int, int | None] = field(default_factory=dict)
    kind: dict[int, str] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def above(self, unit_id: int) -> list[int]:
        """Return the unit and everything above, by walking up."""
        walked: list[int] = []
        step: int | None = unit_id
        while step is not None:
            assert step not in walked, "a cycle"
            walked.append(step)
            step = self.parent[step]
        return walked

    def below(self, unit_id: int) -> set[int]:
        """Return the unit and everything below."""
        return {other for other in self.parent if unit_id in self.above(other)}

    def totals(self) -> dict[int, int]:
        """Return for each unit the sum of what it and everything below count."""
        sums = dict.fromkeys(self.parent, 0)
        for unit_id, own in self.own.items():
            for other in self.above(unit_id):
                sums[other] += own
        return sums


class Walk:
    """One random walk: each step does something to the tree and to the model, which must agree about refusals too."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.model = Model()
        self.refusals = 0
        root = found_unit(parent=None, kind="federation_city", name="市", by=BY)
        self._enter(root)

    def step(self) -> None:
        """Do one random thing."""
        verbs = [
            self.found,
            self.found,
            self.move,
            self.move,
            self.count,
            self.count,
            self.fold,
            self.merge,
            self.close,
        ]
        self.random.choice(verbs)()

    def found(self) -> None:
        """Found a unit of a kind that may hang there."""
        parent = self._any()
        kinds = kinds_below(parent.kind)
        if parent.is_active and kinds:
            kind = self.random.choice(kinds).slug
            self._enter(found_unit(parent=parent, kind=kind, name=f"u{len(self.model.parent)}", by=BY))

    def move(self) -> None:
        """Move a unit anywhere; the model says whether that is allowed."""
        unit, parent = self._any(), self._any()
        model = self.model
        is_allowed = (
            model.parent[unit.pk] not in (None, parent.pk)
            and parent.pk not in model.below(unit.pk)
            and not {unit.pk, parent.pk} & model.closed
            and kind_of(unit.kind).may_hang_below(parent.kind)
        )
        if self._agrees(is_allowed, lambda: move_unit(unit=unit, parent=parent, by=BY)):
            model.parent[unit.pk] = parent.pk

    def merge(self) -> None:
        """Merge a unit that counts nothing of its own into another: open children go over."""
        unit, into = self._any(), self._any()
        model = self.model
        children = [pk for pk, parent in model.parent.items() if parent == unit.pk and pk not in model.closed]
        moving = [pk for pk in children if pk != into.pk]
        is_allowed = (
            model.parent[unit.pk] is not None
            and into.pk not in model.below(unit.pk)
            and not {unit.pk, into.pk} & model.closed
            and not model.own[unit.pk]
            and all(kind_of(model.kind[pk]).may_hang_below(into.kind) for pk in moving)
        )
        if self._agrees(is_allowed, lambda: merge_units(unit=unit, into=into, by=BY)):
            model.parent.update(dict.fromkeys(moving, into.pk))
            model.closed.add(unit.pk)

    def close(self) -> None:
        """Close a unit that has neither children nor anything it counts."""
        unit = self._any()
        model = self.model
        has_children = any(parent == unit.pk and pk not in model.closed for pk, parent in model.parent.items())
        is_root = model.parent[unit.pk] is None
        is_allowed = not (is_root or has_children or model.own[unit.pk] or unit.pk in model.closed)
        if self._agrees(is_allowed, lambda: close_unit(unit=unit, reason="test", by=BY)):
            model.closed.add(unit.pk)

    def count(self) -> None:
        """Count some more, or fewer, at a unit."""
        unit = self._any()
        amount = self.random.choice([1, 1, 5, -1])
        counting.append_delta(unit.pk, MEASURE, amount)
        self.model.own[unit.pk] += amount

    def fold(self) -> None:
        """Fold some of the deltas."""
        counting.fold_deltas(self.random.choice([1, 3, 100]))

    def check(self) -> None:
        """Compare everything with the model."""
        model = self.model
        units = {unit.pk: unit for unit in Unit.objects.unscoped("the test sees all")}
        assert paths.walked_path_errors() == []
        assert {pk: unit.parent_id for pk, unit in units.items()} == model.parent
        assert {pk for pk, unit in units.items() if not unit.is_active} == model.closed
        totals = counting.totals(list(units), [MEASURE])
        assert {pk: totals[pk][MEASURE] for pk in units} == model.totals()
        current = dict(Placement.objects.filter(valid_to=None).values_list("unit_id", "parent_id"))
        assert current == model.parent
        some = units[self.random.choice(list(units))]
        rows = Unit.objects.unscoped("the test sees all")
        assert set(rows.below(some).values_list("pk", flat=True)) == model.below(some.pk)
        assert [unit.pk for unit in rows.above(some, inclusive=True)] == model.above(some.pk)[::-1]

    def check_reach(self, user: User) -> None:
        """Give the user an office somewhere, and compare what it reaches with the model."""
        unit = self._any()
        office = Office._base_manager.create(unit=unit, user=user, role="chair", starts_on=timezone.localdate())

        reached = set(Unit.objects.within_reach(user, "organisation.view").values_list("pk", flat=True))

        assert reached == self.model.below(unit.pk)
        Office._base_manager.filter(pk=office.pk).update(ended_at=timezone.now())

    def _any(self) -> Unit:
        pk = self.random.choice(list(self.model.parent))
        return Unit.objects.unscoped("the test picks any").get(pk=pk)

    def _enter(self, unit: Unit) -> None:
        self.model.parent[unit.pk] = unit.parent_id
        self.model.kind[unit.pk] = unit.kind
        self.model.own[unit.pk] = 0

    def _agrees(self, is_allowed: bool, verb: Callable[[], object]) -> bool:
        said = ""
        try:
            verb()
        except Refused as refusal:
            said = str(refusal)
            self.refusals += 1
        assert is_allowed == (not said), said
        return is_allowed


def walk(seed: int, steps: int, check_every: int) -> Walk:
    """Walk so many random steps, checking now and then and at the end."""
    walked = Walk(seed)
    user = User.objects.create(username="wanderer", name="王行")
    for step in range(steps):
        walked.step()
        if step % check_every == 0 or step == steps - 1:
            walked.check()
            walked.check_reach(user)
    counting.fold_all()
    walked.check()
    return walked


def test_a_tree_changed_at_random_stays_what_the_model_says() -> None:
    walked = walk(seed=8, steps=200, check_every=5)

    assert len(walked.model.parent) > 20
    assert walked.refusals > 5


@pytest.mark.nightly
def test_a_tree_changed_ten_thousand_times_stays_what_the_model_says() -> None:
    walked = walk(seed=80, steps=10_000, check_every=250)

    assert len(walked.model.parent) > 300


def test_a_closed_month_keeps_the_tree_of_its_time() -> None:
    city = found_unit(parent=None, kind="federation_city", name="市", by=BY)
    east, west = (found_unit(parent=city, kind="federation_district", name=name, by=BY) for name in "东西")
    firm = found_unit(parent=east, kind="base_single", name="厂", by=BY)
    Placement.objects.update(valid_from=timezone.localdate() - timedelta(days=90))
    last_month = counting.month_before(counting.month_of(timezone.localdate()))
    counting.append_delta(firm.pk, MEASURE, 7, on=counting.first_day(last_month))
    counting.append_delta(firm.pk, MEASURE, 2)

    move_unit(unit=firm, parent=west, by=BY)

    assert ClosedMonth.objects.get().month == last_month
    kept = {row.unit.name: row.total for row in MonthCounter.objects.filter(measure=MEASURE).select_related("unit")}
    assert kept == {"市": 7, "东": 7, "厂": 7}
    now = counting.totals([east.pk, west.pk, city.pk], [MEASURE])
    assert [now[unit.pk][MEASURE] for unit in (east, west, city)] == [0, 9, 9]
    months = [last_month, counting.month_of(timezone.localdate())]
    assert counting.monthly(east.pk, MEASURE, months) == dict(zip(months, [7, 0], strict=True))
    assert counting.monthly(west.pk, MEASURE, months) == dict(zip(months, [0, 9], strict=True))
