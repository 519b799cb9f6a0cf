"""Starting a long job: its row and its place in the worker's queue are written in one transaction."""

from typing import Any

from django.db.models import Model

from unionhall.kit import reach
from unionhall.records import context
from unionhall.records.actors import Actor
from unionhall.records.kinds_of_job import kind_of
from unionhall.records.models import Job


def start(
    kind: str,
    *,
    by: Actor,
    arguments: dict[str, Any] | None = None,
    unit_id: int | None = None,
    total: int | None = None,
    of: Model | None = None,
) -> Job:
    """Start a long job and return its row.

    The kind's permission is asked of ``by``, on ``of`` where the kind's permission needs an object. ``arguments`` are
    ids. ``unit_id`` says whose matter the job is; ``total`` how much there is to do, if it is known.
    """
    reach.require(by, kind_of(kind).permission, of)
    job = Job(
        kind=kind,
        arguments=arguments or {},
        total=total,
        created_by_id=by.pk,
        unit_id=unit_id,
        request_id=context.current().request_id,
    )
    job.save(force_insert=True)
    send_to_worker(job)
    return job


def send_to_worker(job: Job) -> None:
    """Put the job into the worker's queue, in the present transaction."""
    from unionhall.records.tasks import run_job

    run_job.defer(job_id=job.pk)
