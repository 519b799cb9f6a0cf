"""Long jobs and duties, for the apps: register a kind, start a job; and the duties of records themselves.

An app's ``jobs.py`` writes::

    @job_kind("membership.review-batch", _("Review applications"), "membership.review")
    def review_batch(job: Job) -> bool:
        ...the next chunk after job.cursor, by running.actor_of(job)...
        return has_more

and its operation ``start("membership.review-batch", by=by, of=drive, arguments={"drive_id": drive.pk})``.
"""

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from unionhall.records import files, operations, receipts, sealing
from unionhall.records.duties import every
from unionhall.records.kinds_of_job import job_kind
from unionhall.records.models import CertificateSeries, Job
from unionhall.records.running import actor_of
from unionhall.records.starting import start

__all__ = ["actor_of", "every", "job_kind", "start"]

STALLED_SECONDS = 5
"""A worker beats once a second; one silent for this long is dead, and its jobs go to others."""


@every(1)
def seal_journal() -> None:
    """Link the newest lines of the journal into the chain."""
    sealing.seal()


@every(2)
def retry_stalled_jobs() -> None:
    """Give the jobs of dead workers back to the queue."""
    stalled = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=STALLED_SECONDS)
    for task in stalled:
        if task.id is not None:
            app.job_manager.retry_job_by_id(task.id, retry_at=timezone.now())


@every(timedelta(hours=1).total_seconds())
def forget_expired() -> None:
    """Delete receipts past their thirty days, and files past their time."""
    while receipts.forget_expired():
        pass
    files.remove_expired()
    files.remove_orphans()


@job_kind("records.issue-certificates", _("Issue certificates"), "records.issue-certificate")
def issue_certificates(job: Job) -> bool:
    """Issue the next chunk of an order."""
    series = CertificateSeries.objects.unscoped("the job's own").get(pk=job.arguments["series_id"])
    issued = operations.issue_ordered(series=series, batch_id=job.arguments["batch_id"], by=actor_of(job))
    job.done += issued
    job.result = {"issued": job.done}
    return job.done < (job.total or 0) and issued > 0
