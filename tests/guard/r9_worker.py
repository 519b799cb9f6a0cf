"""One worker process of R9: knows the test's database and its kind of job."""

import json
import os
import time

import django
from django.conf import settings

PER_STEP = 3
STEP_SECONDS = 0.04


def prepare() -> None:
    """Set Django up on the database of the test."""
    settings.DATABASES["default"].update(json.loads(os.environ["R9_DATABASE"]))
    django.setup()


def register() -> None:
    """Register the kind of job: it issues certificates a few at a time, and dawdles before its cursor is saved."""
    from unionhall.records import operations
    from unionhall.records.kinds_of_job import job_kind
    from unionhall.records.models import CertificateSeries, Job
    from unionhall.records.running import actor_of

    @job_kind("guard.issue", "Issue", "records.issue-certificate")
    def issue(job: Job) -> bool:
        series = CertificateSeries.objects.unscoped("test").get(pk=job.arguments["series_id"])
        for number in range(job.done, min(job.done + PER_STEP, job.total or 0)):
            holder = operations.Holder(f"{job.pk}-{number}")
            operations.issue_certificate(series=series, holder=holder, title="证明", by=actor_of(job))
        time.sleep(STEP_SECONDS)
        job.done = min(job.done + PER_STEP, job.total or 0)
        return job.done < (job.total or 0)


if __name__ == "__main__":
    prepare()
    register()
    from unionhall.records import worker

    worker.run(listen_notify=os.environ["R9_LISTEN"] == "1")
