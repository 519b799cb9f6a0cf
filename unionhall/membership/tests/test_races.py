"""Whoever comes second, however close, changes nothing: decided by the database, not by luck."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import close_old_connections, connection

from tests.cast import build_cast
from unionhall.kit.refused import Refused
from unionhall.membership.models import Application, Membership, MembershipEvent, Person
from unionhall.membership.operations.applications import submit_application, withdraw_application
from unionhall.membership.operations.memberships import end_membership, move_membership
from unionhall.membership.operations.review import approve_application, reject_application
from unionhall.membership.tests.factories import applicant, apply, consent_version, member
from unionhall.organisation.counting import differences
from unionhall.records.actors import Visitor
from unionhall.records.receipts import once

pytestmark = [pytest.mark.guard, pytest.mark.django_db(transaction=True)]

ROUNDS = 4


@pytest.fixture
def crew() -> Any:
    return build_cast()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment, each on a connection of its own; return what each answered or was refused."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return work()
        except Refused as refused:
            return refused
        finally:
            connection.close()
            close_old_connections()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refused(answers: list[Any]) -> list[str]:
    return sorted(answer.code for answer in answers if isinstance(answer, Refused))


def test_two_reviewers_who_approve_at_once_make_one_member(crew: Any) -> None:
    for seed in range(1, ROUNDS + 1):
        application = apply(applicant(seed), unit=crew.base)

        answers = at_once(
            lambda one=application: approve_application(application=one, by=crew.street_cadre),
            lambda one=application: approve_application(application=one, by=crew.grassroots_chair),
        )

        assert refused(answers) == ["UH-4202"]
    assert Membership.objects.unscoped("tests").count() == ROUNDS
    assert MembershipEvent.objects.unscoped("tests").count() == ROUNDS
    assert differences() == []


def test_two_applications_of_one_person_approved_at_once_make_one_member(crew: Any) -> None:
    first = apply(applicant(1), unit=crew.base)
    second = apply(applicant(1, mobile=applicant(2).mobile), unit=crew.second_base)

    answers = at_once(
        lambda: approve_application(application=first, by=crew.street_cadre),
        lambda: approve_application(application=second, by=crew.district_officer),
    )

    assert refused(answers) == ["UH-4213"]
    assert Person.objects.unscoped("tests").count() == 1
    assert Membership.objects.unscoped("tests").count() == 1
    assert differences() == []


def test_withdrawing_while_it_is_approved_ends_in_one_of_the_two(crew: Any) -> None:
    for seed in range(1, ROUNDS + 1):
        entered = applicant(seed)
        application = apply(entered, unit=crew.base)
        visitor = Visitor(phone=entered.mobile, proven=True)

        answers = at_once(
            lambda one=application: approve_application(application=one, by=crew.street_cadre),
            lambda one=application, by=visitor: withdraw_application(application=one, by=by),
        )

        application.refresh_from_db()
        held = Membership.objects.unscoped("tests").filter(application=application).count()
        assert refused(answers) == ["UH-4202"]
        assert held == int(application.is_approved)
    assert differences() == []


def test_approving_and_refusing_at_once_ends_in_one_of_the_two(crew: Any) -> None:
    application = apply(applicant(1), unit=crew.base)

    answers = at_once(
        lambda: approve_application(application=application, by=crew.street_cadre),
        lambda: reject_application(application=application, reason="材料不符", by=crew.grassroots_chair),
    )

    assert refused(answers) == ["UH-4202"]
    assert differences() == []


def test_one_form_sent_many_times_at_once_is_one_application(crew: Any) -> None:
    entered, version = applicant(1), consent_version()
    visitor = Visitor(phone=entered.mobile, proven=True)

    def send(key: str) -> Any:
        def act() -> dict[str, Any]:
            made = submit_application(particulars=entered, consent_version=version, unit=crew.base, by=visitor)
            return {"application": str(made.pk)}

        return once(visitor.actor_key, key, act).answer

    answers = at_once(*[lambda: send("key-00000001")] * 3, *[lambda: send("key-00000002")] * 3)

    assert len({answer["application"] for answer in answers}) == 1
    assert Application.objects.unscoped("tests").count() == 1
    assert differences() == []


def test_a_member_moved_and_ended_at_once_is_at_one_union_at_most(crew: Any) -> None:
    for seed in range(1, ROUNDS + 1):
        held = member(crew.base, seed)

        answers = at_once(
            lambda one=held: move_membership(
                membership=one, to_unit=crew.second_base, happened_on=one.joined_on, by=crew.street_cadre
            ),
            lambda one=held: end_membership(
                membership=one, reason="5", happened_on=one.joined_on, by=crew.district_officer
            ),
        )

        assert refused(answers) == ["UH-4503"]
    assert differences() == []
