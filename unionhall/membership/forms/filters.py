"""What the lists of members and applications are filtered by; the state is the URL."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national.codes import GigCategory
from unionhall.membership.models import Application, Membership, MembershipStatus
from unionhall.membership.queries import members
from unionhall.organisation.forms.filters import WithinUnit
from unionhall.organisation.kind import kind_choices

STATES = [("counted", _("Counted")), *MembershipStatus.choices, ("ended", _("Membership ended"))]
CATEGORIES = [
    ("women", _("Women")),
    ("migrant", _("Migrant workers")),
    ("dispatched", _("Dispatched workers")),
    ("pool", _("In the pool")),
    ("gig", _("New forms of work")),
    ("key_four", _("Four key groups")),
    *GigCategory.choices,
]


class MemberFilter(WithinUnit):
    """Members by name, number, state, category, union and the days on which they joined."""

    unit_lookup = "unit"
    q = django_filters.CharFilter(label=_("Name, pinyin, number or last four digits"), method="keep_found")
    status = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="keep_state")
    category = django_filters.ChoiceFilter(label=_("Category"), choices=CATEGORIES, method="keep_category")
    kind = django_filters.ChoiceFilter(label=_("Kind of union"), field_name="unit__kind", choices=kind_choices)
    joined_from = django_filters.DateFilter(
        label=_("Joined from"), field_name="joined_on", lookup_expr="gte", widget=forms.DateInput({"type": "date"})
    )
    joined_until = django_filters.DateFilter(
        label=_("Joined until"), field_name="joined_on", lookup_expr="lte", widget=forms.DateInput({"type": "date"})
    )

    class Meta:
        model = Membership
        fields = ()

    def keep_found(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Keep the members found by what was typed."""
        return members.found(rows, typed)

    def keep_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Keep one state, or those that count, or those that ended."""
        return rows.filter(members.STATES[state])

    def keep_category(self, rows: QuerySet[Any], name: str, category: str) -> QuerySet[Any]:
        """Keep one category of statistics."""
        return rows.filter(members.CATEGORIES[category])


class ApplicationFilter(WithinUnit):
    """Applications by name, last four digits, union and drive."""

    unit_lookup = "unit"
    q = django_filters.CharFilter(label=_("Name or last four digits"), method="keep_found")
    gig_category = django_filters.ChoiceFilter(label=_("New form of work"), choices=GigCategory.choices)
    drive = django_filters.NumberFilter(widget=forms.HiddenInput)
    state = django_filters.CharFilter(widget=forms.HiddenInput, method="keep_all")

    class Meta:
        model = Application
        fields = ("q", "gig_category")

    def keep_found(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Keep the applications whose name begins so, or whose phone ends so."""
        return rows.filter(Q(name__startswith=typed.strip()) | Q(mobile_last4=typed.strip()))

    def keep_all(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Leave the state to the tabs."""
        return rows
