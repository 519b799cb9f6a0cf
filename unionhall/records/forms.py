"""What readers of records type."""

from datetime import datetime, time
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.filters import RowFilter
from unionhall.records.models import Job, JobState, JournalLine
from unionhall.records.queries import first_id_at


class DayInput(forms.DateInput):
    """The browser's own choice of a day."""

    input_type = "date"


def operation_choices() -> list[tuple[str, str]]:
    """Return the names of all operations."""
    from unionhall.records.operation import all_operations

    return [(one.name, one.name) for one in all_operations()]


class JournalFilter(RowFilter):
    """Lines of some days, of an operation, a request, a person or an object."""

    since = django_filters.DateFilter(label=_("From"), widget=DayInput, method="keep_since")
    until = django_filters.DateFilter(label=_("Until"), widget=DayInput, method="keep_until")
    operation = django_filters.ChoiceFilter(label=_("operation"), choices=operation_choices)
    request_id = django_filters.CharFilter(label=_("request"))
    actor_id = django_filters.NumberFilter(widget=forms.HiddenInput)
    object_type = django_filters.CharFilter(widget=forms.HiddenInput)
    object_id = django_filters.NumberFilter(widget=forms.HiddenInput)

    class Meta:
        model = JournalLine
        fields: tuple[str, ...] = ()

    def keep_since(self, rows: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        """Keep lines of the day and later."""
        return rows.filter(pk__gte=first_id_at(_moment(day, time.min)))

    def keep_until(self, rows: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        """Keep lines of the day and earlier."""
        return rows.filter(pk__lt=first_id_at(_moment(day, time.max)))


class JobFilter(RowFilter):
    """Jobs in a state."""

    state = django_filters.ChoiceFilter(choices=JobState.choices, label=_("state"))

    class Meta:
        model = Job
        fields: tuple[str, ...] = ("state",)


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


class CheckForm(forms.Form):
    """Number and check code of a certificate."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=60)
    code = forms.CharField(label=_("Check code (8 letters and digits)"), max_length=20)
