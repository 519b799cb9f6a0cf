"""The worker: runs long jobs and duties until it is told to stop, and outlives a lost database.

Any number of workers may run at once; one that is killed loses nothing.
"""

import asyncio
import contextlib
import logging
import signal
import threading
from typing import Any, cast

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from unionhall.records import duties
from unionhall.records.kinds_of_job import walk
from unionhall.records.models import Job, JobState
from unionhall.records.running import run as run_job

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0


def run(*, concurrency: int = 2, listen_notify: bool = True) -> None:
    """Work until SIGINT or SIGTERM; a step under way is finished first. To be called in the main thread."""
    walk()
    stop = threading.Event()
    lanes = duties.start_lanes(stop)
    try:
        asyncio.run(_work({"concurrency": concurrency, "listen_notify": listen_notify}))
    finally:
        stop.set()
        for lane in lanes:
            lane.join()


def run_waiting() -> int:
    """Run every waiting job here and now, without a worker; return how many. For tests and the demo's first fill."""
    walk()
    jobs = Job.objects.unscoped("the worker runs every job").filter(state=JobState.WAITING)
    waiting = list(jobs.order_by("pk").values_list("pk", flat=True))
    for job_id in waiting:
        run_job(job_id)
    return len(waiting)


async def _work(options: dict[str, Any]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
    stopping = asyncio.create_task(stopped.wait())
    while not stopped.is_set():
        serving = asyncio.create_task(_serve(options))
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        serving.cancel()  # Cancelling lets procrastinate finish the steps under way.
        with contextlib.suppress(asyncio.CancelledError):
            await _outlived(serving)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), PAUSE_SECONDS)


async def _outlived(serving: "asyncio.Task[None]") -> None:
    try:
        await serving
    except Exception as error:
        log.warning("The worker lost its database (%s) and tries again", type(error).__name__)


async def _serve(options: dict[str, Any]) -> None:
    """Take jobs from the queue until cancelled, or until the database is lost."""
    serving = app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())
    async with serving.open_async():
        await serving.run_worker_async(
            queues=["jobs"],
            install_signal_handlers=False,
            fetch_job_polling_interval=PAUSE_SECONDS,
            update_heartbeat_interval=1.0,
            stalled_worker_timeout=5.0,
            delete_jobs="successful",
            **options,
        )
