"""The officers' pages of records: the journal, long jobs, kept files."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from unionhall.kit import reach
from unionhall.kit.access import needs, signed_in
from unionhall.kit.views import DeskDetail, DeskList
from unionhall.records import files, operations
from unionhall.records.actors import Actor
from unionhall.records.forms import JobFilter, JournalFilter
from unionhall.records.models import Job, JournalLine, StoredFile
from unionhall.records.receipts import act_once


class JournalList(DeskList):
    """The lines of the journal within reach, newest first."""

    model = JournalLine
    permission = "records.view-journal"
    filter_form = JournalFilter
    template_name = "records/desk/journal_list.html"


class JournalDetail(DeskDetail):
    """One line: all that it says."""

    model = JournalLine
    permission = "records.view-journal"
    template_name = "records/desk/journal_detail.html"
    context_object_name = "line"


class JobList(DeskList):
    """One's own jobs and those of one's units."""

    model = Job
    permission = "records.view-job"
    filter_form = JobFilter
    template_name = "records/desk/job_list.html"


@needs("records.view-job", Job)
@require_GET
def job_detail(request: HttpRequest, job: Job) -> HttpResponse:
    """Show a job; its part ``progress`` asks for itself every two seconds until the job is over."""
    name = "records/desk/job_detail.html"
    context = {"job": job, "may_manage": reach.holds(request.user, "records.manage-job", job)}
    return render(request, f"{name}#progress" if getattr(request, "htmx", None) else name, context)


@needs("records.manage-job", Job)
@require_POST
def job_cancel(request: HttpRequest, job: Job) -> HttpResponse:
    """Wish a job cancelled."""
    answer = act_once(request, request.POST.get("key", ""), lambda: _cancelled(request, job))
    if not answer.is_repeat:
        messages.success(request, _("The job ends before its next step."))
    return redirect(job)


@needs("records.manage-job", Job)
@require_POST
def job_resume(request: HttpRequest, job: Job) -> HttpResponse:
    """Let a failed or cancelled job go on."""
    answer = act_once(request, request.POST.get("key", ""), lambda: _resumed(request, job))
    if not answer.is_repeat:
        messages.success(request, _("The job goes on where it stopped."))
    return redirect(job)


@signed_in
@require_GET
def file_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a kept file to whoever may fetch its kind and reaches it; for all others it does not exist."""
    rows = StoredFile.objects.unscoped("the file's kind says which permission is asked")
    file = get_object_or_404(rows, pk=pk)
    permission = files.permission_of(file.kind)
    if permission is None or not reach.holds(request.user, permission, file):
        raise Http404
    reach.require(request.user, permission, file)
    response = HttpResponse(files.content_of(file), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _cancelled(request: HttpRequest, job: Job) -> dict[str, Any]:
    return {"job": operations.cancel_job(job=job, by=cast(Actor, request.user)).pk}


def _resumed(request: HttpRequest, job: Job) -> dict[str, Any]:
    return {"job": operations.resume_job(job=job, by=cast(Actor, request.user)).pk}
