"""How an application stands, in the applicant's words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.membership.models import REVIEWABLE_STATES, Application, ApplicationStatus, Drive, StepDecision
from unionhall.membership.queries.joining import applications_of, receipt_number
from unionhall.records.actors import Visitor

IN_REVIEW = (
    gettext_lazy("We have your application"),
    gettext_lazy("The union reviews it. You will get the result on this phone."),
    "success",
    "circle-check",
)
LOOKS: dict[str, tuple[Any, Any, str, str]] = {
    ApplicationStatus.RETURNED: (
        gettext_lazy("Something has to be corrected"),
        gettext_lazy("Read the reviewer's words below, correct the form and send it again."),
        "waiting",
        "edit",
    ),
    ApplicationStatus.REJECTED: (
        gettext_lazy("The application was not approved"),
        gettext_lazy("The reason stands below. You can ask the union, and apply again."),
        "danger",
        "circle-x",
    ),
    ApplicationStatus.WITHDRAWN: (
        gettext_lazy("You withdrew your application"),
        gettext_lazy("Nothing more happens with it. You can apply again at any time."),
        "neutral",
        "arrow-back-up",
    ),
    ApplicationStatus.APPROVED: (
        gettext_lazy("Welcome to the union"),
        gettext_lazy("Your application was approved. Your member card is on your phone."),
        "success",
        "heart-handshake",
    ),
}
TONES: dict[str, str] = {
    StepDecision.SUBMIT: "info",
    StepDecision.PASS: "success",
    StepDecision.RETURN: "warning",
    StepDecision.REJECT: "danger",
}


@dataclass(frozen=True)
class Step:
    """One line of what happened, or of what comes next (without a moment)."""

    title: Any
    at: datetime | None = None
    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Progress:
    """An application as its applicant sees it."""

    application: Application
    receipt: str
    heading: Any
    explanation: Any
    tone: str
    icon: str
    timeline: list[Step]
    may_withdraw: bool
    may_correct: bool
    is_approved: bool


def of(application: Application) -> Progress:
    """Return how the application stands."""
    status = ApplicationStatus.APPROVED if application.is_approved else application.status
    heading, explanation, tone, icon = LOOKS.get(status, IN_REVIEW)
    return Progress(
        application=application,
        receipt=receipt_number(application.pk),
        heading=heading,
        explanation=explanation,
        tone=tone,
        icon=icon,
        timeline=_timeline(application),
        may_withdraw=application.may_become(ApplicationStatus.WITHDRAWN),
        may_correct=application.status == ApplicationStatus.RETURNED,
        is_approved=application.is_approved,
    )


def _timeline(application: Application) -> list[Step]:
    labels: dict[str, Any] = dict(StepDecision.choices)
    steps = [
        Step(labels[step.decision], step.happened_at, step.opinion, TONES.get(step.decision, ""))
        for step in application.steps.order_by("pk")
    ]
    if application.status in REVIEWABLE_STATES:
        steps.append(Step(_("The union reviews"), text=application.unit.name))
        steps.append(Step(_("You get the result, and your member card")))
    return steps


def returned(visitor: Visitor, drive: Drive, asked: str) -> Application | None:
    """Return the visitor's own application of this id if it waits for a correction."""
    if not asked.isdecimal() or len(asked) > 19:
        return None
    rows = applications_of(visitor, drive).filter(pk=int(asked), status=ApplicationStatus.RETURNED)
    return rows.select_related("unit").first()


def entered_before(application: Application) -> dict[str, Any]:
    """Return what the applicant had entered, for the form; the number of the paper is typed again."""
    is_gig = bool(application.gig_category)
    return {
        **{name: getattr(application, name) for name in ("name", "id_type", "sex", "birth_date", "gig_category")},
        "work": "platform" if is_gig or application.is_for_pool else "employer",
        "workplace": application.platform_name or application.employer_name,
        "correct": application.pk,
    }
