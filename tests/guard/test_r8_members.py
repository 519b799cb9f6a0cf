"""R8 with members: unions found, moved, merged, split and closed at random while people join, move and leave.

The model is a dictionary of who is where. After every step each member is in exactly one union, and the city counts
whom the model counts; now and then every figure is counted anew.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from unionhall.kit.refused import Refused
from unionhall.membership.models import Application, Card, Membership, MembershipEvent
from unionhall.membership.operations.applications import withdraw_application
from unionhall.membership.operations.memberships import end_membership, move_membership, retain_membership
from unionhall.membership.operations.review import approve_application
from unionhall.membership.tests.factories import SYSTEM, applicant, apply
from unionhall.organisation import counting
from unionhall.organisation.kind import kind_of, kinds_below
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState
from unionhall.organisation.operations import (
    close_unit,
    found_unit,
    going_over,
    merge_units,
    move_unit,
    split_unit,
)
from unionhall.records import running
from unionhall.records.actors import System

pytestmark = [pytest.mark.guard]

BY = System("tests")
STOCKS = ["membership.members", "membership.retained"]
FIGURES = [*STOCKS, "membership.women", "membership.pool", "membership.gig"]


@dataclass
class Model:
    """Who is counted or retained where, and which open application waits where."""

    held_at: dict[int, int] = field(default_factory=dict)
    retained: set[int] = field(default_factory=set)
    waiting_at: dict[int, int] = field(default_factory=dict)

    def counted(self) -> Counter[int]:
        """Return how many members each union counts."""
        return Counter(unit for pk, unit in self.held_at.items() if pk not in self.retained)


class Walk:
    """One random walk over a small tree."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.model = Model()
        self.done: Counter[str] = Counter()
        self.people = 0
        city = found_unit(parent=None, kind="federation_city", name="市", by=BY)
        for name in "东西":
            district = found_unit(parent=city, kind="federation_district", name=name, by=BY)
            for number in range(2):
                street = found_unit(parent=district, kind="federation_street", name=f"{name}{number}街", by=BY)
                for base in range(2):
                    found_unit(parent=street, kind="base_joint", name=f"{name}{number}{base}会", by=BY)
        self.city = city

    def step(self) -> None:
        """Do one random thing, or be refused; a refusal changes nothing."""
        verbs = [self.join, self.join, self.ask, self.decide, self.move_one, self.leave, self.retain]
        verbs += [self.found, self.move, self.merge, self.merge, self.split, self.close, self.work, self.fold]
        verb = self.random.choice(verbs)
        before = Counter(self.model.held_at)
        try:
            verb()
            self.done[verb.__name__] += 1
        except Refused:
            self.done["refused"] += 1
            assert Counter(self.model.held_at) == before
        self.check()

    def ask(self) -> Application:
        """Let somebody apply to a union."""
        self.people += 1
        application = apply(applicant(self.people), unit=self._unit(admits=True))
        self.model.waiting_at[application.pk] = application.unit_id
        return application

    def join(self) -> None:
        """Let somebody apply and be approved at once."""
        self._approve(self.ask().pk)

    def decide(self) -> None:
        """Approve or withdraw an open application, wherever it went meanwhile."""
        if self.model.waiting_at:
            pk = self.random.choice(list(self.model.waiting_at))
            if self.random.random() < 0.7:
                self._approve(pk)
            else:
                withdraw_application(application=self._application(pk), by=SYSTEM)
                del self.model.waiting_at[pk]

    def move_one(self) -> None:
        """Move one member to another union."""
        held = self._membership()
        to_unit = self._unit(admits=True)
        if held:
            move_membership(membership=held, to_unit=to_unit, happened_on=held.joined_on, by=BY)
            self.model.held_at[held.pk] = to_unit.pk
            self.model.retained.discard(held.pk)

    def leave(self) -> None:
        """Let one member leave."""
        held = self._membership()
        if held:
            end_membership(membership=held, reason="5", happened_on=held.joined_on, by=BY)
            del self.model.held_at[held.pk]
            self.model.retained.discard(held.pk)

    def retain(self) -> None:
        """Retain one membership."""
        held = self._membership()
        if held:
            retain_membership(membership=held, reason="3", happened_on=held.joined_on, by=BY)
            self.model.retained.add(held.pk)

    def found(self) -> None:
        """Found a union somewhere."""
        parent = self._unit()
        kinds = kinds_below(parent.kind)
        if kinds:
            found_unit(parent=parent, kind=self.random.choice(kinds).slug, name=f"u{self.random.random()}", by=BY)

    def move(self) -> None:
        """Move a union anywhere."""
        move_unit(unit=self._unit(), parent=self._unit(), by=BY)

    def merge(self) -> None:
        """Merge a union into another; the worker does the rest some day."""
        self._follow(merge_units(unit=self._unit(), into=self._unit(), by=BY))

    def split(self) -> None:
        """Split some members off."""
        unit = self._unit()
        if unit.parent is None:
            return
        here = [pk for pk, at in self.model.held_at.items() if at == unit.pk]
        members = self.random.sample(here, len(here) // 2)
        kind = self.random.choice(kinds_below(unit.parent.kind)).slug
        if members and not kind_of(kind).admits_members:
            return
        facts: dict[str, Any] = {"members": [str(pk) for pk in members], "by": BY}
        self._follow(split_unit(unit=unit, parent=unit.parent, kind=kind, name=f"s{self.random.random()}", **facts))

    def close(self) -> None:
        """Close a union; the one above retains the memberships."""
        unit = self._unit()
        self._follow(close_unit(unit=unit, reason="test", is_retained_above=self.random.random() < 0.7, by=BY))

    def work(self) -> None:
        """Let the worker do one step of what is under way."""
        under_way = TreeChange.objects.unscoped("test").filter(state=ChangeState.RUNNING).order_by("pk").first()
        if under_way is not None:
            running.advance(under_way.job_id)
            self._follow(under_way)

    def fold(self) -> None:
        """Fold some of the deltas."""
        counting.fold_deltas(self.random.choice([1, 10, 1_000]))

    def check(self) -> None:
        """Compare who is where, and the city's figures, with the model."""
        rows = Membership.objects.unscoped("test").filter(ended_on=None)
        found = list(rows.values_list("pk", "unit_id", "status", "unit__status"))
        assert {pk: unit for pk, unit, *_rest in found} == self.model.held_at
        assert {pk for pk, _unit, status, _state in found if status == "retained"} == self.model.retained
        assert {state for *_rest, state in found} <= {"active"}
        waiting = Application.objects.unscoped("test").filter(membership=None).exclude(status="withdrawn")
        assert dict(waiting.values_list("pk", "unit_id")) == self.model.waiting_at
        totals = counting.totals([self.city.pk], STOCKS)[self.city.pk]
        assert list(totals.values()) == [sum(self.model.counted().values()), len(self.model.retained)]

    def check_all(self) -> None:
        """Count every figure anew; replay the log; every open membership has one valid card."""
        units = list(Unit.objects.unscoped("test").values_list("pk", flat=True))
        own = counting.totals(units, ["membership.members"], own=True)
        assert {pk: one["membership.members"] for pk, one in own.items() if one["membership.members"]} == {
            pk: number for pk, number in self.model.counted().items() if number
        }
        counting.fold_all()
        assert counting.differences() == []
        assert replayed() == self.model.held_at
        cards = Card.objects.unscoped("test").filter(revoked_at=None)
        assert Counter(cards.values_list("membership_id", flat=True)) == Counter(list(self.model.held_at))

    def _follow(self, change: TreeChange) -> None:
        """Take over into the model where the members of a change went, by the change's own sides only."""
        change.refresh_from_db()
        if change.target_id is None:
            return
        sides = (change.unit_id, change.target_id)
        rows = Membership.objects.unscoped("test").filter(ended_on=None)
        for pk, unit_id, status in rows.filter(unit__in=sides).values_list("pk", "unit_id", "status"):
            assert self.model.held_at[pk] in (change.unit_id, unit_id)
            self.model.held_at[pk] = unit_id
            if change.verb == "close" and status == "retained":
                self.model.retained.add(pk)
        waiting = Application.objects.unscoped("test").filter(pk__in=self.model.waiting_at, unit__in=sides)
        self.model.waiting_at |= dict(waiting.values_list("pk", "unit_id"))
        if change.state == ChangeState.APPLIED and change.verb in ("merge", "close"):
            assert change.unit_id not in {*self.model.held_at.values(), *self.model.waiting_at.values()}

    def _approve(self, pk: int) -> None:
        admitted = approve_application(application=self._application(pk), by=SYSTEM)
        del self.model.waiting_at[pk]
        self.model.held_at[admitted.membership_id] = admitted.unit_id

    def _application(self, pk: int) -> Application:
        found: Application = Application.objects.unscoped("test").select_related("unit", "drive").get(pk=pk)
        return found

    def _membership(self) -> Membership | None:
        if not self.model.held_at:
            return None
        pk = self.random.choice(list(self.model.held_at))
        found: Membership = Membership.objects.unscoped("test").select_related("unit", "person").get(pk=pk)
        return found

    def _unit(self, *, admits: bool = False) -> Unit:
        units = list(Unit.objects.unscoped("test").active().select_related("parent").order_by("pk"))
        return self.random.choice([one for one in units if not admits or kind_of(one.kind).admits_members])


def replayed() -> dict[int, int]:
    """Return where each open membership is by its log alone: the union of its last line."""
    at: dict[int, int] = {}
    for event in MembershipEvent.objects.unscoped("test").order_by("pk"):
        if event.change in ("1", "2"):
            at[event.membership_id] = event.to_unit_id
        elif event.change in ("5", "6"):
            del at[event.membership_id]
    return at


def walk(seed: int, steps: int, check_every: int) -> Walk:
    """Walk so many random steps."""
    walked = Walk(seed)
    for step in range(steps):
        walked.step()
        if step % check_every == 0:
            walked.check_all()
    walked.check_all()
    return walked


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows of one transaction, so that jobs begin with few members."""
    monkeypatch.setattr(going_over, "AT_ONCE", 3)


@pytest.mark.django_db
def test_members_of_a_tree_changed_at_random_are_where_the_model_says() -> None:
    walked = walk(seed=8, steps=160, check_every=40)

    assert {"merge", "split", "close", "work", "move"} <= walked.done.keys()


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_members_of_a_tree_changed_very_often_are_where_the_model_says(seed: int) -> None:
    walked = walk(seed=100 + seed, steps=1_000, check_every=250)

    assert len(walked.model.held_at) > 20
