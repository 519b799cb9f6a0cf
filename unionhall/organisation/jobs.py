"""Duties and long work of the worker: folding counts, doing planned changes, closing months; members going over."""

from django.utils.translation import gettext_lazy as _

from unionhall.organisation import counting
from unionhall.organisation.models import TreeChange
from unionhall.organisation.operations import applying, going_over
from unionhall.organisation.permissions import RESTRUCTURE
from unionhall.records.actors import System
from unionhall.records.duties import every
from unionhall.records.jobs import job_kind
from unionhall.records.models import Job


@job_kind(going_over.KIND, _("Members go over to another union"), RESTRUCTURE.code)
def go_over(job: Job) -> bool:
    """Let the next few hundred rows of an agreed change go over; both sides agreed before, so the system acts."""
    changes = TreeChange.objects.unscoped("the job's own, to which both sides agreed")
    change = changes.select_for_update(of=["self"]).get(pk=int(job.arguments["change"]))
    return going_over.step(change, job, by=System("worker"))


@every(1)
def fold_counts() -> None:
    """Add the newest deltas to the counters."""
    counting.fold_deltas()


@every(60, lane="tree")
def keep_the_calendar() -> None:
    """Do the planned changes of the tree whose day has come, then close the months that are over."""
    applying.apply_due()
    applying.close_due_months()
