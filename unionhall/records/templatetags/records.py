"""How a long job's state and fault are drawn."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from unionhall.kit.templatetags.kit import badge
from unionhall.records.models import Job, JobState

register = template.Library()

LOOKS = {
    JobState.WAITING: ("neutral", "clock"),
    JobState.RUNNING: ("info", "loader-2"),
    JobState.DONE: ("success", "check"),
    JobState.FAILED: ("danger", "alert-circle"),
    JobState.CANCELLED: ("warning", "ban"),
}


@register.simple_tag
def job_state(job: Job) -> SafeString:
    """``{% job_state job %}``: the state in words, on its ground."""
    tone, icon = LOOKS[JobState(job.state)]
    drawn: SafeString = badge(job.get_state_display(), tone, icon)
    return drawn


@register.simple_tag
def job_fault(job: Job) -> Any:
    """``{% job_fault job %}``: what went wrong, in the reader's language where it is a message of ours."""
    return gettext(job.fault)
