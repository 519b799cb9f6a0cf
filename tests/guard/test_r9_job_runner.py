"""R9 (small): workers are killed while sixty jobs run; every effect is there exactly once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.guard import r9_worker
from unionhall.records import kinds_of_job, sealing, starting
from unionhall.records.actors import System
from unionhall.records.models import Certificate, CertificateSeries, Job, JobState
from unionhall.records.operations import cancel_job, open_series

pytestmark = [pytest.mark.guard, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
WORKERS = 4
JOBS = 60
PER_JOB = 18
KILLS = 4
KILL_EVERY = 1.2
LONGEST = 60.0


class Crew:
    """The worker processes."""

    def __init__(self, folder: Path) -> None:
        place = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "unionhall.project.settings",
            "R9_DATABASE": json.dumps(place),
            "UNIONHALL_ANCHOR": str(folder / "anchor"),
        }
        self.log = (folder / "workers.log").open("wb")
        self.running: list[subprocess.Popen[bytes]] = []

    def add(self, *, listen: bool) -> None:
        self.running.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.guard.r9_worker"],
                cwd=ROOT,
                env={**self.environment, "R9_LISTEN": "1" if listen else "0"},
                stdout=self.log,
                stderr=self.log,
            )
        )

    def kill_oldest(self) -> None:
        killed = self.running.pop(0)
        killed.kill()
        killed.wait()

    def end(self) -> list[int]:
        for one in self.running:
            one.terminate()
        try:
            return [one.wait(20) for one in self.running]
        finally:
            for one in self.running:
                one.kill()
            self.log.close()


@pytest.fixture
def crew(own_places: Path) -> Iterator[Crew]:
    """Four workers, half of them without notifications."""
    r9_worker.register()
    made = Crew(own_places)
    for number in range(WORKERS):
        made.add(listen=number % 2 == 0)
    yield made
    for one in made.running:
        one.kill()
    del kinds_of_job._kinds["guard.issue"]


def wait_until(holds: Any, deadline: float) -> bool:
    while not (is_so := holds()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(is_so)


def jobs() -> Any:
    return Job.objects.unscoped("test")


def test_killed_workers_lose_and_double_nothing(crew: Crew) -> None:
    by, deadline = System("test"), time.monotonic() + LONGEST
    series = [open_series(code=f"s{n}", title="证明", issuer="工会", by=by, unit_id=7) for n in range(6)]
    with transaction.atomic():
        started = [
            starting.start("guard.issue", by=by, arguments={"series_id": series[n % 6].pk}, total=PER_JOB, unit_id=7)
            for n in range(JOBS)
        ]
    cancel_job(job=started[-1], by=by)
    assert wait_until(lambda: jobs().filter(state=JobState.DONE).exists(), deadline)

    for kill in range(KILLS):
        crew.kill_oldest()
        crew.add(listen=kill % 2 == 0)
        time.sleep(KILL_EVERY)
    has_ended = wait_until(lambda: not jobs().filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists(), deadline)
    is_sealed = wait_until(lambda: sealing.verify().unsealed == 0, deadline)
    codes = crew.end()

    assert (has_ended, is_sealed, set(codes)) == (True, True, {0})
    assert jobs().filter(state=JobState.DONE).count() == JOBS - 1
    certificates = Certificate.objects.unscoped("test")
    expected = {f"{job.pk}-{number}" for job in started[:-1] for number in range(PER_JOB)}
    cancelled = {f"{started[-1].pk}-{number}" for number in range(PER_JOB)}
    made = list(certificates.values_list("holder_name", flat=True))
    assert len(made) == len(set(made))
    assert set(made) - cancelled == expected
    for one in CertificateSeries.objects.unscoped("test"):
        numbers = list(certificates.filter(series=one).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, one.next_number))
    assert sealing.verify().is_good
