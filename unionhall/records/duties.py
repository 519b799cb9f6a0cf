"""Duties: what the program does by itself every few seconds (sealing, folding counters, sending messages).

Each duty has a row; whoever holds its lock does it, so that any number of workers may run. The lock is held on a
connection of its own: it ends with its worker, however that ends, and the duty itself may use any transactions.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from unionhall.records import context
from unionhall.records.models import Duty

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2

CLAIM = "SELECT id FROM records_duty WHERE code = %s AND due_at <= clock_timestamp() FOR UPDATE SKIP LOCKED"
DONE = """
UPDATE records_duty SET done_at = clock_timestamp(), due_at = clock_timestamp() + make_interval(secs => %s), fault = %s
WHERE code = %s
"""


@dataclass(frozen=True)
class RecurringDuty:
    """One duty: what is called, how many seconds lie between two calls, and the lane (thread) in which it waits."""

    code: str
    seconds: float
    lane: str
    call: Callable[[], Any]


_duties: dict[str, RecurringDuty] = {}


def every(seconds: float, lane: str = "quick") -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register the decorated function, in an app's ``jobs.py``, as a duty of the worker.

    It must be safe to run twice. Duties of one lane wait for each other: what talks over a network takes its own lane.
    """

    def decorate(call: Callable[[], Any]) -> Callable[[], Any]:
        code = f"{call.__module__.removeprefix('unionhall.')}.{call.__name__}"
        _duties[code] = RecurringDuty(code, seconds, lane, call)
        return call

    return decorate


def all_duties() -> list[RecurringDuty]:
    """Return every registered duty by code."""
    return [_duties[code] for code in sorted(_duties)]


def perform_due(duties: list[RecurringDuty], locks: BaseDatabaseWrapper) -> int:
    """Perform those of the duties that are due and that no other worker holds; return how many were performed."""
    return sum(_perform(duty, locks) for duty in duties)


def _perform(duty: RecurringDuty, locks: BaseDatabaseWrapper) -> bool:
    with _transaction(locks), locks.cursor() as cursor:
        cursor.execute(CLAIM, [duty.code])
        if cursor.fetchone() is None:
            return False
        cursor.execute(DONE, [duty.seconds, _fault_of(duty), duty.code])
        return True


def _fault_of(duty: RecurringDuty) -> str:
    """Perform the duty; a failing one is logged and tried again at its next time, and stops no other."""
    try:
        with context.occurring(context.Occurrence(context.new_request_id())):
            duty.call()
    except Exception as error:
        log.exception("The duty %s failed", duty.code)
        return type(error).__name__
    finally:
        close_old_connections()
    return ""


@contextmanager
def _transaction(locks: BaseDatabaseWrapper) -> Iterator[None]:
    locks.set_autocommit(False)
    try:
        yield
        locks.commit()
    except BaseException:
        locks.rollback()
        raise
    finally:
        locks.set_autocommit(True)


def enter(duties: list[RecurringDuty]) -> bool:
    """Give every duty its row."""
    Duty.objects.bulk_create([Duty(code=duty.code) for duty in duties], ignore_conflicts=True)
    return True


def start_lanes(stop: threading.Event) -> list[threading.Thread]:
    """Start one thread for each lane; they end soon after ``stop`` is set."""
    lanes = {duty.lane for duty in all_duties()}
    threads = [threading.Thread(target=_walk_lane, args=(lane, stop), name=f"duties-{lane}") for lane in sorted(lanes)]
    for thread in threads:
        thread.start()
    return threads


def _walk_lane(lane: str, stop: threading.Event) -> None:
    """Perform the lane's duties until told to stop; a lost database is waited for."""
    duties = [duty for duty in all_duties() if duty.lane == lane]
    locks: BaseDatabaseWrapper = connections.create_connection("default")
    has_entered = False
    while not stop.wait(PAUSE_SECONDS):
        try:
            has_entered = has_entered or enter(duties)
            perform_due(duties, locks)
        except DatabaseError as error:
            log.warning("The lane %s of duties lost its database (%s) and tries again", lane, type(error).__name__)
            locks.close()
            close_old_connections()
            stop.wait(1)
    locks.close()
    connection.close()
