"""Duties recur, one worker at a time, whatever becomes of the others."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from unionhall.records import duties
from unionhall.records.duties import RecurringDuty, enter, every, perform_due
from unionhall.records.models import Duty

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def locks() -> Iterator[Any]:
    """A connection for the locks."""
    made = connections.create_connection("default")
    yield made
    made.close()


def entered(call: Any, seconds: float = 60.0) -> list[RecurringDuty]:
    one = [RecurringDuty("test.duty", seconds, "quick", call)]
    enter(one)
    return one


def test_a_duty_is_done_when_it_is_due_and_not_before(locks: Any) -> None:
    done: list[int] = []
    mine = entered(lambda: done.append(1))

    performed = [perform_due(mine, locks) for _ in range(3)]

    assert (performed, done) == ([1, 0, 0], [1])


def test_a_failing_duty_is_written_down_and_done_again_at_its_next_time(locks: Any) -> None:
    def fail() -> None:
        raise ValueError("12012345678")

    mine = entered(fail, seconds=0.0)

    assert [perform_due(mine, locks) for _ in range(2)] == [1, 1]
    assert Duty.objects.get(code="test.duty").fault == "ValueError"


def test_eight_workers_do_it_one_at_a_time() -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with guard:
            inside -= 1

    mine = entered(work, seconds=0.0)

    def walk() -> None:
        own = connections.create_connection("default")
        for _ in range(10):
            perform_due(mine, own)
        own.close()
        connection.close()

    threads = [threading.Thread(target=walk) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1


def test_a_worker_that_dies_frees_the_duty_at_once(locks: Any) -> None:
    mine = entered(lambda: None)
    dying = connections.create_connection("default")
    dying.set_autocommit(False)
    with dying.cursor() as cursor:
        cursor.execute(duties.CLAIM, ["test.duty"])
    while_held = perform_due(mine, locks)

    dying.close()
    afterwards = 0
    for _try in range(100):  # The server notices the lost connection in its own time.
        afterwards = afterwards or perform_due(mine, locks)
        time.sleep(0 if afterwards else 0.05)

    assert (while_held, afterwards) == (0, 1)


def test_a_lane_walks_until_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(duties, "_duties", {})
    every(0.0)(done.set)
    stop = threading.Event()

    threads = duties.start_lanes(stop)
    has_walked = done.wait(10)
    stop.set()
    for thread in threads:
        thread.join(10)

    assert (has_walked, [thread.is_alive() for thread in threads]) == (True, [False])
