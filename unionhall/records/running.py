"""Running long jobs: short steps, each in one transaction with the job's cursor.

A kill at any point loses and doubles nothing.
"""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from unionhall.kit.refused import Refused
from unionhall.records import context
from unionhall.records.actors import Actor, System
from unionhall.records.kinds_of_job import kind_of
from unionhall.records.models import Job, JobState

log = logging.getLogger(__name__)

UNEXPECTED = gettext_noop("Something went wrong that nobody foresaw. Tell the administrator the code and the time.")


def run(job_id: int) -> None:
    """Advance the job until it is over. It may run twice at once: the steps take turns at the job's row."""
    try:
        while advance(job_id):
            pass
    except Refused as refused:
        _fail(job_id, str(refused), refused.code)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("Job %s failed", job_id)
        _fail(job_id, UNEXPECTED, "UH-1701")
    finally:
        if not connection.in_atomic_block:
            close_old_connections()


def advance(job_id: int) -> bool:
    """Do one step of the job in one short transaction; return whether there is more to do."""
    with transaction.atomic():
        job = _locked(job_id)
        if job is None or job.is_over:
            return False
        if job.is_cancel_wished:
            return _end(job, JobState.CANCELLED)
        job.state, job.started_at = JobState.RUNNING, job.started_at or timezone.now()
        with context.occurring(context.Occurrence(job.request_id)):
            has_more = kind_of(job.kind).step(job)
        if not has_more:
            return _end(job, JobState.DONE)
        job.save()
        return True


def actor_of(job: Job) -> Actor:
    """Return on whose behalf the job acts: whoever started it, with the second factor shown then, or the system."""
    user: Any = job.created_by
    if user is None:
        return System("worker")
    user.has_recent_second_factor = True
    actor: Actor = user
    return actor


def _locked(job_id: int) -> Job | None:
    jobs = Job.objects.unscoped("the worker runs every job")
    found: Job | None = jobs.select_for_update().filter(pk=job_id).first()
    return found


def _end(job: Job, state: JobState) -> bool:
    job.state, job.ended_at = state, timezone.now()
    job.save()
    return False


def _fail(job_id: int, fault: str, code: str) -> None:
    with transaction.atomic():
        job = _locked(job_id)
        if job is not None and not job.is_over:
            job.fault, job.fault_code = fault, code
            _end(job, JobState.FAILED)
