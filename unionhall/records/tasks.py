"""The one procrastinate task: it runs a long job, whose row says everything."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from unionhall.records import running

RETRY = RetryStrategy(wait=1, linear_wait=2, retry_exceptions={OperationalError, InterfaceError})
"""A lost database or a deadlock is tried again without end; a job's own faults end the job."""


@app.task(name="records.run-job", queue="jobs", retry=RETRY)
def run_job(job_id: int) -> None:
    """Run the long job from where it stands."""
    running.run(job_id)
