"""Long jobs: short steps that a kill neither loses nor doubles."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from unionhall.kit.refused import NotAllowed, Refused
from unionhall.records import kinds_of_job, operations, running, starting, worker
from unionhall.records.actors import System
from unionhall.records.kinds_of_job import job_kind
from unionhall.records.models import Certificate, Duty, Job, JournalLine
from unionhall.records.operations import Holder
from unionhall.records.tests.factories import make_series, make_user, office

pytestmark = pytest.mark.django_db
KIND = "test.count"


class Killed(BaseException):
    """What ends a process, seen from inside."""


@pytest.fixture
def fault() -> Iterator[dict[int, BaseException]]:
    """A kind of job that makes five rows one by one; the faults to raise before the cursor is saved, by its value."""
    faults: dict[int, BaseException] = {}

    @job_kind(KIND, "Count", "records.manage-job")
    def count(job: Job) -> bool:
        at = job.cursor.get("at", 0)
        Duty.objects.create(code=f"{job.pk}-{at}-{Duty.objects.count()}")
        if at in faults:
            raise faults.pop(at)
        job.cursor = {"at": at + 1}
        job.done = at + 1
        return at + 1 < 5

    yield faults
    del kinds_of_job._kinds[KIND]


def start(**more: Any) -> Job:
    return starting.start(KIND, by=System("test"), **more)


def again(job: Job) -> Job:
    return Job.objects.unscoped("test").get(pk=job.pk)


def waiting_tasks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0]


def test_a_started_job_waits_in_the_queue_of_the_same_transaction(fault: dict[int, BaseException]) -> None:
    before = waiting_tasks()

    job = start(total=5)

    assert (job.state, waiting_tasks() - before) == ("waiting", 1)


def test_a_job_runs_to_its_end(fault: dict[int, BaseException]) -> None:
    job = start(total=5)

    assert worker.run_waiting() == 1
    job = again(job)
    assert (job.state, job.done, Duty.objects.count(), job.percent) == ("done", 5, 5, 100)


@pytest.mark.parametrize("at", range(5))
def test_a_kill_at_any_step_loses_and_doubles_nothing(fault: dict[int, BaseException], at: int) -> None:
    job = start()
    fault[at] = Killed()
    with pytest.raises(Killed):
        running.run(job.pk)

    running.run(job.pk)

    assert (again(job).state, Duty.objects.count()) == ("done", 5)


def test_a_job_run_twice_does_its_work_once(fault: dict[int, BaseException]) -> None:
    job = start()

    running.run(job.pk)
    running.run(job.pk)

    assert Duty.objects.count() == 5


def test_a_refusal_ends_the_job_with_its_sentence(fault: dict[int, BaseException]) -> None:
    job = start()
    fault[2] = Refused("The drive is closed.", "UH-4001")

    running.run(job.pk)

    job = again(job)
    assert (job.state, job.fault, job.fault_code, Duty.objects.count()) == (
        "failed",
        "The drive is closed.",
        "UH-4001",
        2,
    )


def test_an_unforeseen_fault_ends_the_job_without_telling_its_words(fault: dict[int, BaseException]) -> None:
    job = start()
    fault[0] = ValueError("12012345678")

    running.run(job.pk)

    job = again(job)
    assert (job.state, job.fault_code, "12012345678" in job.fault) == ("failed", "UH-1701", False)


def test_a_lost_database_is_left_to_the_queue_to_try_again(fault: dict[int, BaseException]) -> None:
    job = start()
    fault[1] = OperationalError()

    with pytest.raises(OperationalError):
        running.run(job.pk)

    assert again(job).state == "running"


def test_a_cancelled_job_ends_before_its_next_step(fault: dict[int, BaseException]) -> None:
    job = start()
    running.advance(job.pk)

    operations.cancel_job(job=again(job), by=System("test"))
    running.run(job.pk)

    assert (again(job).state, Duty.objects.count()) == ("cancelled", 1)


def test_a_cancelled_job_goes_on_where_it_stopped(fault: dict[int, BaseException]) -> None:
    job = start()
    running.advance(job.pk)
    operations.cancel_job(job=again(job), by=System("test"))
    running.run(job.pk)

    operations.resume_job(job=again(job), by=System("test"))
    worker.run_waiting()

    assert (again(job).state, Duty.objects.count()) == ("done", 5)


def test_a_job_done_is_not_started_again(fault: dict[int, BaseException]) -> None:
    job = start()
    running.run(job.pk)

    with pytest.raises(Refused) as refusal:
        operations.resume_job(job=again(job), by=System("test"))

    assert refusal.value.code == "UH-1703"


def test_rate_and_time_left_follow_from_what_is_done() -> None:
    job = Job(state="running", done=40, total=200, started_at=timezone.now() - timedelta(seconds=10))

    assert (round(job.rate or 0), round((job.time_left or timedelta()).total_seconds())) == (4, 40)


def test_a_job_of_a_removed_kind_keeps_its_name() -> None:
    assert str(Job(kind="gone.kind")) == "gone.kind"


def test_a_kind_registered_twice_is_an_error(fault: dict[int, BaseException]) -> None:
    with pytest.raises(ValueError, match="twice"):
        job_kind(KIND, "x", "x")(lambda job: False)


def test_a_job_acts_for_whoever_started_it_and_is_theirs(fault: dict[int, BaseException]) -> None:
    user = make_user()
    job = starting.start(KIND, by=user)

    actor = running.actor_of(again(job))

    assert (actor.pk, actor.has_recent_second_factor) == (user.pk, True)
    assert Job.objects.within_reach(user, "records.view-job").get() == job


def test_an_ordered_batch_is_issued_without_gaps_by_its_officer() -> None:
    series, user = make_series(), make_user()
    with office(user, 7):
        job = operations.order_certificates(
            series=series, holders=[Holder(f"张{n}") for n in range(450)], title="服务", by=user
        )

        worker.run_waiting()

    issued = Certificate.objects.unscoped("test").order_by("number")
    assert (again(job).state, again(job).done) == ("done", 450)
    assert list(issued.values_list("number", "holder_name")) == [(n + 1, f"张{n}") for n in range(450)]
    lines = JournalLine.objects.unscoped("test").filter(operation="records.issue_ordered").order_by("pk")
    assert [line.parameters["count"] for line in lines] == ["200", "200", "50"]
    assert {line.request_id for line in lines} == {job.request_id}


def test_an_office_lost_meanwhile_ends_the_job() -> None:
    series, user = make_series(), make_user()
    with office(user, 7):
        job = operations.order_certificates(series=series, holders=[Holder("张三")], title="服务", by=user)

    worker.run_waiting()

    assert (again(job).state, again(job).fault_code) == ("failed", "UH-1403")


def test_a_certificate_out_of_reach_is_not_issued() -> None:
    series, user = make_series(unit_id=7), make_user()

    with office(user, 8), pytest.raises(NotAllowed):
        operations.issue_certificate(series=series, holder=Holder("张三"), title="服务", by=user)
