"""Reads of the review desk: the queue by state, and what a reviewer should know of one application."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from unionhall.kit.encrypted import blind_index
from unionhall.kit.paging import MANY, count_up_to
from unionhall.membership import permissions
from unionhall.membership.models import (
    APPROVED_STATES,
    LIVE_STATES,
    OPEN_STATES,
    REVIEWABLE_STATES,
    Application,
    ApplicationStatus,
    ApplicationStep,
    Membership,
    Person,
)
from unionhall.records.models import Job

TABS: list[tuple[str, Any, Q]] = [
    ("waiting", _("Waiting for review"), Q(status__in=["unit_review", "street_review"])),
    ("committee", _("Before the committee"), Q(status=ApplicationStatus.COMMITTEE_REVIEW)),
    ("returned", _("Returned"), Q(status=ApplicationStatus.RETURNED)),
    ("approved", _("Approved"), Q(status__in=APPROVED_STATES)),
    ("rejected", _("Refused"), Q(status=ApplicationStatus.REJECTED)),
    ("withdrawn", _("Withdrawn"), Q(status=ApplicationStatus.WITHDRAWN)),
]
CONDITIONS = {code: condition for code, _label, condition in TABS} | {"live": Q(status__in=LIVE_STATES), "all": Q()}

REASONS: list[Any] = [
    _("The name does not match the identity paper."),
    _("The ID number does not match the identity paper."),
    _("Please enter the full name of your employer or platform."),
    _("You work outside our area. Please apply to the union where you work."),
    _("You are a member of another union already. Please ask for a move instead."),
    _("We could not reach you by phone to check the application."),
]
"""Reasons to choose from; the reviewer may write another."""


def applications_within(by: Any) -> QuerySet[Application]:
    """Return the applications within the reader's reach with what a line of the queue shows."""
    rows = Application.objects.within_reach(by, permissions.VIEW_APPLICATIONS.code)
    return rows.select_related("unit", "drive", "employer")


def tabs(rows: QuerySet[Application], current: str, query: str) -> list[dict[str, Any]]:
    """Return the tabs of the queue with their counts; above a thousand a tab says so."""
    return [_tab(rows, code, label, condition, current, query) for code, label, condition in TABS]


def _tab(rows: QuerySet[Application], code: str, label: Any, condition: Q, current: str, query: str) -> dict[str, Any]:
    number, is_more = count_up_to(rows.filter(condition))
    shown = _("%(label)s (more than %(many)s)") % {"label": label, "many": MANY} if is_more else label
    url = f"?state={code}{query}"
    return {"label": shown, "url": url, "count": None if is_more else number, "is_current": code == current}


def steps_of(application: Application) -> list[dict[str, Any]]:
    """Return the steps of an application, newest first, as entries of a timeline."""
    rows = ApplicationStep.objects.unscoped("the log of an application at hand").filter(application=application)
    tones = {"reject": "danger", "return": "warning", "pass": "success"}
    return [
        {
            "title": step.get_decision_display(),
            "at": step.happened_at,
            "by": step.by,
            "text": step.opinion,
            "tone": tones.get(step.decision, ""),
        }
        for step in rows.select_related("by").order_by("-pk")
    ]


def hints(application: Application) -> list[Any]:
    """Return what the reviewer should look at before deciding; the applicant never sees it."""
    if application.status not in OPEN_STATES:
        return []
    person = _person_with(application)
    said: list[Any] = []
    if person is not None:
        said += _hints_of_person(person, application)
    if _others(application).exists():
        said.append(_("Another open application carries the same ID number or phone. Compare the two."))
    if application.is_late:
        said.append(_("It arrived after the drive's last day, written in time on a phone without network."))
    if application.assisted_by_id:
        said.append(_("A cadre filled it in for the applicant: %(name)s.") % {"name": application.assisted_by})
    return said


def _person_with(application: Application) -> Person | None:
    rows = Person.objects.unscoped("is the applicant on record, anywhere in the city?")
    index = blind_index(Person, "id_number", application.id_number.reveal())
    found: Person | None = rows.filter(id_type=application.id_type, id_number_index=index).first()
    return found


def _hints_of_person(person: Person, application: Application) -> list[Any]:
    rows = Membership.objects.unscoped("is the applicant a member, anywhere in the city?")
    held = rows.filter(person=person, ended_on__isnull=True).select_related("unit").first()
    if held is not None:
        facts = {"unit": held.unit, "day": held.joined_on}
        return [_("Has been a member of %(unit)s since %(day)s: approval will be refused.") % facts]
    if person.name != application.name:
        return [_("The ID number is on record under another name: approval will be refused.")]
    return [_("Was a member before; the member number stays the same.")]


def _others(application: Application) -> QuerySet[Application]:
    rows = Application.objects.unscoped("do two applications concern one person?")
    same = Q(id_number_index=application.id_number_index) | Q(mobile_index=application.mobile_index)
    return rows.filter(same, status__in=OPEN_STATES).exclude(pk=application.pk)


def waiting_for(by: Any) -> QuerySet[Application]:
    """Return the applications that wait for this reader's decision."""
    rows = Application.objects.within_reach(by, permissions.REVIEW.code)
    return rows.filter(status__in=REVIEWABLE_STATES)


def not_decided(by: Any, job: Job) -> list[tuple[Application, str]]:
    """Return the applications that a batch could not decide, with the sentence that says why."""
    said = {int(one["id"]): one["why"] for one in job.result.get("refused", [])}
    rows = Application.objects.within_reach(by, permissions.VIEW_APPLICATIONS.code).filter(pk__in=said)
    return [(application, said[application.pk]) for application in rows.order_by("pk")]
