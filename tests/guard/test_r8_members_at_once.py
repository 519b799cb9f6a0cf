"""R8 with members at once: a merger while others approve, move and leave; workers that are killed in the middle."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import build_cast
from tests.guard.test_r8_members import replayed
from unionhall.kit.refused import Refused
from unionhall.membership.models import Application, Membership, MembershipEvent
from unionhall.membership.operations.applications import withdraw_application
from unionhall.membership.operations.memberships import end_membership, move_membership
from unionhall.membership.operations.review import approve_application
from unionhall.membership.tests.factories import SYSTEM, applicant, apply, member
from unionhall.membership.tests.test_races import at_once
from unionhall.organisation import counting
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.models.unit import ChangeState
from unionhall.organisation.operations import going_over, merge_units
from unionhall.records import running
from unionhall.records.models import Job

pytestmark = [pytest.mark.guard, pytest.mark.django_db(transaction=True)]

SETTINGS = "unionhall.project.settings"


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows of one transaction, so that jobs begin with few members."""
    monkeypatch.setattr(going_over, "AT_ONCE", 3)


def refusals_of(answers: list[Any]) -> list[str]:
    return sorted(answer.code for answer in answers if isinstance(answer, Refused))


def finish(change: TreeChange) -> None:
    while change.job_id and running.advance(change.job_id):
        pass


@pytest.mark.parametrize("number", [2, 8])
def test_a_merger_while_people_are_approved_move_and_leave_leaves_each_in_one_union(number: int) -> None:
    crew = build_cast()
    held = [member(crew.second_base, seed) for seed in range(1, number + 1)]
    waiting = [apply(applicant(seed), unit=crew.second_base) for seed in range(50, 53)]
    late = applicant(60)
    day = held[0].joined_on
    works: list[Callable[[], Any]] = [
        lambda: merge_units(unit=crew.second_base, into=crew.base, by=crew.district_officer),
        *(lambda one=one: approve_application(application=one, by=crew.street_cadre) for one in waiting[:2]),
        lambda: withdraw_application(application=waiting[2], by=SYSTEM),
        lambda: end_membership(membership=held[0], reason="5", happened_on=day, by=crew.district_officer),
        lambda: move_membership(
            membership=held[1], to_unit=crew.neighbour_base, happened_on=day, by=crew.district_officer
        ),
        lambda: apply(late, unit=crew.second_base),
    ]

    answers = at_once(*works)
    finish(answers[0])

    assert [one for one in answers if isinstance(one, BaseException) and not isinstance(one, Refused)] == []
    assert set(refusals_of(answers)) <= {"UH-4202", "UH-4503", "UH-4107", "UH-4115"}
    assert TreeChange.objects.unscoped("test").get().state == ChangeState.APPLIED
    left_behind = Membership.objects.unscoped("test").filter(unit=crew.second_base, ended_on=None)
    assert left_behind.count() == 0
    assert not Application.objects.unscoped("test").filter(unit=crew.second_base, status="unit_review").exists()
    counting.fold_all()
    assert counting.differences() == []
    rows = Membership.objects.unscoped("test").filter(ended_on=None)
    assert replayed() == dict(rows.values_list("pk", "unit_id"))


def before_commit(work: Callable[[], Any], begun: Event) -> Any:
    """Do the work, say so, and commit a while later."""
    with transaction.atomic():
        answer = work()
        begun.set()
        time.sleep(0.6)
    return answer


def after(begun: Event, work: Callable[[], Any]) -> Any:
    """Do the work once the other has said that it is about to commit."""
    assert begun.wait(10)
    return work()


def test_a_merger_waits_for_an_approval_that_is_about_to_commit() -> None:
    crew, begun = build_cast(), Event()
    waiting = apply(applicant(1), unit=crew.second_base)

    approved, change = at_once(
        lambda: before_commit(lambda: approve_application(application=waiting, by=crew.street_cadre), begun),
        lambda: after(begun, lambda: merge_units(unit=crew.second_base, into=crew.base, by=crew.district_officer)),
    )

    assert change.state == ChangeState.APPLIED
    assert Membership.objects.unscoped("test").get(pk=approved.membership_id).unit_id == crew.base.pk
    assert counting.differences() == []


def test_what_comes_while_a_merger_is_about_to_commit_waits_and_is_told() -> None:
    crew, begun = build_cast(), Event()
    waiting = apply(applicant(1), unit=crew.second_base)
    held = member(crew.second_base, 2)
    guest = member(crew.neighbour_base, 3)
    seen = Unit.objects.unscoped("test").get(pk=crew.second_base.pk)
    moved = {"to_unit": seen, "happened_on": held.joined_on, "by": crew.district_officer}

    def merge() -> TreeChange:
        return merge_units(unit=crew.second_base, into=crew.base, by=crew.district_officer)

    answers = at_once(
        lambda: before_commit(merge, begun),
        lambda: after(begun, lambda: approve_application(application=waiting, by=crew.street_cadre)),
        lambda: after(
            begun, lambda: end_membership(membership=held, reason="5", happened_on=held.joined_on, by=crew.street_cadre)
        ),
        lambda: after(begun, lambda: move_membership(membership=guest, **moved)),
        lambda: after(begun, lambda: apply(applicant(4), unit=seen)),
    )

    assert [one.code for one in answers[1:]] == ["UH-4202", "UH-4503", "UH-4514", "UH-4115"]
    units = dict(Membership.objects.unscoped("test").values_list("pk", "unit_id"))
    assert units == {held.pk: crew.base.pk, guest.pk: crew.neighbour_base.pk}
    assert counting.differences() == []


def test_killed_workers_lose_and_double_nobody() -> None:
    crew = build_cast()
    held = [member(crew.second_base, seed) for seed in range(1, 21)]
    change = merge_units(unit=crew.second_base, into=crew.base, by=crew.district_officer)
    jobs = Job.objects.unscoped("test").filter(pk=change.job_id)
    place = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    environment = {**os.environ, "R9_DATABASE": json.dumps(place), "DJANGO_SETTINGS_MODULE": SETTINGS}

    for aim in (3, 9, 15):
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.guard.going_over_worker", str(change.job_id)], env=environment
        )
        deadline = time.monotonic() + 30
        while jobs.get().done < aim and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.kill()
        worker.wait()
    at = Counter(Membership.objects.unscoped("test").values_list("unit_id", flat=True))
    finish(change)

    assert 0 < at[crew.second_base.pk] < 20
    assert sum(at.values()) == 20
    change.refresh_from_db()
    assert (change.state, jobs.get().done) == (ChangeState.APPLIED, 20)
    lines = Counter(MembershipEvent.objects.unscoped("test").values_list("membership_id", "change"))
    assert lines == {(one.pk, change): 1 for one in held for change in "142"}
    assert counting.differences() == []


def test_two_mergers_that_would_swallow_each_other_leave_one_union() -> None:
    crew = build_cast()
    for seed, unit in enumerate((crew.second_base, crew.base, crew.base), 1):
        member(unit, seed)

    answers = at_once(
        lambda: merge_units(unit=crew.second_base, into=crew.base, by=crew.district_officer),
        lambda: merge_units(unit=crew.base, into=crew.second_base, by=crew.district_officer),
    )

    assert refusals_of(answers) == ["UH-3020"]
    units = Unit.objects.unscoped("test").filter(pk__in=[crew.base.pk, crew.second_base.pk])
    (stays,) = [unit for unit in units if unit.is_active]
    assert Membership.objects.unscoped("test").filter(unit=stays, ended_on=None).count() == 3
    assert counting.differences() == []
