"""The review desk: the queue with its tabs, one application, the three decisions, a batch of them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from unionhall.kit.access import needs
from unionhall.kit.paging import count_up_to
from unionhall.kit.refused import Refused
from unionhall.kit.views import DeskList
from unionhall.membership import permissions
from unionhall.membership.forms.filters import ApplicationFilter
from unionhall.membership.forms.reviewing import OpinionForm, ReasonForm, RevealForm
from unionhall.membership.jobs import BATCH_MOST, KIND, VERDICTS
from unionhall.membership.models import Application, ReviewRule
from unionhall.membership.operations import people, review
from unionhall.membership.queries import applications as queries
from unionhall.membership.views.members import reveal_page
from unionhall.organisation.models import Unit
from unionhall.organisation.views.saving import acted, saved
from unionhall.records.jobs import start
from unionhall.records.masking import masked_text
from unionhall.records.models import Job
from unionhall.records.receipts import act_once


class ApplicationList(DeskList):
    """The applications within reach by state, newest first; those that wait come first."""

    model = Application
    permission = permissions.VIEW_APPLICATIONS.code
    filter_form = ApplicationFilter
    template_name = "membership/desk/application_list.html"

    @property
    def state(self) -> str:
        """Return the tab that the URL asks for."""
        asked = self.request.GET.get("state", "")
        return asked if asked in queries.CONDITIONS else "waiting"

    def get_queryset(self) -> Any:
        """Return the applications of the tab."""
        return queries.applications_within(self.request.user).filter(queries.CONDITIONS[self.state])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs with their counts, and what can be done with a choice of rows."""
        total, is_more = count_up_to(self.filter.qs if self.filter else self.get_queryset())
        by: Any = self.request.user
        kept = self.request.GET.copy()
        for name in ("state", "before", "after"):
            kept.pop(name, None)
        rest = f"&{kept.urlencode()}" if kept else ""
        everything = ApplicationFilter(
            self.request.GET, queryset=queries.applications_within(by), request=self.request
        ).qs
        return super().get_context_data(
            total=total,
            is_more=is_more,
            state=self.state,
            tabs=queries.tabs(everything, self.state, rest),
            may_review=by.has_perm(permissions.REVIEW.code) and self.state in ("waiting", "committee"),
            reasons=[str(reason) for reason in queries.REASONS],
            **kwargs,
        )


@needs(permissions.VIEW_APPLICATIONS.code, Application)
@require_GET
def application_detail(request: HttpRequest, application: Application) -> HttpResponse:
    """Show one application, what the reviewer should know, and the three decisions."""
    by: Any = request.user
    may_review = application.is_reviewable and by.has_perm(permissions.REVIEW.code, application)
    context = {
        "application": application,
        "hints": queries.hints(application) if may_review else [],
        "steps": queries.steps_of(application),
        "may_review": may_review,
        "may_reveal": by.has_perm(permissions.REVEAL.code, application),
        "may_set_rule": by.has_perm(permissions.SET_REVIEW.code, application.unit),
        "approve_form": OpinionForm(prefix="approve"),
        "return_form": ReasonForm(prefix="return"),
        "reject_form": ReasonForm(prefix="reject"),
    }
    return render(request, "membership/desk/application_detail.html", context)


@needs(permissions.REVEAL.code, Application)
def application_reveal(request: HttpRequest, application: Application) -> HttpResponse:
    """Show an applicant's full number for a reason."""
    form = RevealForm(request.POST or None, initial={"field": request.GET.get("field", people.REVEALABLE[0])})
    shown = ""
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("field", "reason")}
        by: Any = request.user
        shown = people.reveal_of_application(application=application, by=by, **facts)
    return reveal_page(request, form, shown, application.name, application)


@needs(permissions.REVIEW.code, Application)
@require_POST
def application_approve(request: HttpRequest, application: Application) -> HttpResponse:
    """通过."""
    form = OpinionForm(request.POST, prefix="approve")

    def act(facts: dict[str, Any]) -> Application:
        by: Any = request.user
        return review.approve_application(application=application, opinion=facts["opinion"], by=by)

    return _decided(request, application, form, act, _("Passed."))


@needs(permissions.REVIEW.code, Application)
@require_POST
def application_return(request: HttpRequest, application: Application) -> HttpResponse:
    """退回修改."""
    form = ReasonForm(request.POST, prefix="return")

    def act(facts: dict[str, Any]) -> Application:
        by: Any = request.user
        return review.return_application(application=application, reason=facts["reason"], by=by)

    return _decided(request, application, form, act, _("Returned for correction; the applicant is told the reason."))


@needs(permissions.REVIEW.code, Application)
@require_POST
def application_reject(request: HttpRequest, application: Application) -> HttpResponse:
    """不予通过."""
    form = ReasonForm(request.POST, prefix="reject")

    def act(facts: dict[str, Any]) -> Application:
        by: Any = request.user
        return review.reject_application(application=application, reason=facts["reason"], by=by)

    return _decided(request, application, form, act, _("Refused; the applicant is told the reason."))


def _decided(
    request: HttpRequest,
    application: Application,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], Application],
    told: str,
) -> HttpResponse:
    """Decide once and lead back to the application; say at the top what was refused and what to do."""
    answer = saved(request, form, act)
    if answer is not None:
        messages.success(request, told)
        return answer
    for faults in form.errors.values():
        for fault in faults:
            messages.error(request, str(fault))
    return redirect(application)


@needs(permissions.REVIEW.code)
@require_POST
def application_batch(request: HttpRequest) -> HttpResponse:
    """Decide on the chosen applications by one long job, which tells what could not be decided and why."""
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal() and len(pk) < 20]
    verdict, reason = request.POST.get("action", ""), masked_text(request.POST.get("reason", "").strip())
    if verdict not in VERDICTS or not 0 < len(chosen) <= BATCH_MOST:
        raise Refused(_("Choose 1 to %(most)s applications and a decision.") % {"most": BATCH_MOST}, "UH-4221")
    if verdict != "approve" and not reason:
        raise Refused(_("Write down the reason: the applicants read it."), "UH-4222", field="reason")
    by: Any = request.user
    rows = Application.objects.within_reach(by, permissions.REVIEW.code)
    within = sorted(rows.filter(pk__in=chosen).values_list("pk", flat=True))

    def act() -> dict[str, Any]:
        arguments = {"applications": [str(pk) for pk in within], "verdict": verdict, "reason": reason}
        return {"job": str(start(KIND, by=by, arguments=arguments, total=len(within)).pk)}

    job = act_once(request, request.POST.get("key", ""), act).answer["job"]
    return redirect("membership:batch-result", pk=int(job))


@needs("records.view-job", Job)
@require_GET
def batch_result(request: HttpRequest, job: Job) -> HttpResponse:
    """Show how far a batch is, and what could not be decided and why."""
    if job.kind != KIND:
        raise Http404
    context = {"job": job, "refused": queries.not_decided(request.user, job)}
    template = "membership/desk/batch_result.html"
    return render(request, f"{template}#rows" if getattr(request, "htmx", False) else template, context)


@needs(permissions.SET_REVIEW.code, Unit)
def review_rule(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Choose whether the union's committee decides after the first review."""
    is_asked = ReviewRule.objects.filter(unit=unit, is_committee_asked=True).exists()
    if request.method != "POST":
        return render(request, "membership/desk/review_rule.html", {"unit": unit, "is_committee_asked": is_asked})

    def act() -> Unit:
        by: Any = request.user
        review.set_review_rule(unit=unit, is_committee_asked=request.POST.get("is_committee_asked") == "1", by=by)
        return unit

    return acted(request, act, _("Saved."))
