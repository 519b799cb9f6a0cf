"""What the organisation's lists are filtered by; the state is the URL."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.filters import RowFilter
from unionhall.kit.national import names
from unionhall.organisation import queries, standing
from unionhall.organisation.kind import kind_choices
from unionhall.organisation.models import Employer, Place, Unit
from unionhall.organisation.models.employer import PlaceKind
from unionhall.organisation.models.unit import UnitStatus

NO_CHOICE = "---------"
"""What a filter draws as "All"."""


def folded(typed: str) -> str:
    """Return what was typed as the search text has it."""
    return names.fold_pinyin(typed) if typed.isascii() else typed.lower()


class WithinUnit(RowFilter):
    """Rows of one unit and what is below it, by the unit's id in the URL; without one, of where the reader stands."""

    unit_lookup = ""
    q = django_filters.CharFilter(label=_("Name or pinyin"), method="keep_found")
    unit = django_filters.NumberFilter(widget=forms.HiddenInput, method="keep_below")
    site = django_filters.NumberFilter(widget=forms.HiddenInput, method="keep_located")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what the form asks for, and without a unit in the URL what the header's choice takes in."""
        rows = super().filter_queryset(queryset)
        is_asked = self.form.cleaned_data["unit"] or self.form.cleaned_data["site"]
        return rows if is_asked else standing.narrowed(self.request, rows, self.unit_lookup)

    def keep_found(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Keep the rows whose search text contains what was typed."""
        return rows.filter(search_text__contains=folded(typed))

    def keep_below(self, rows: QuerySet[Any], name: str, unit_id: Any) -> QuerySet[Any]:
        """Keep the rows of the unit and what is below it; a unit out of reach gives none."""
        unit = self._reached(unit_id)
        return rows.none() if unit is None else rows.filter(self._below(unit, "path"))

    def keep_located(self, rows: QuerySet[Any], name: str, unit_id: Any) -> QuerySet[Any]:
        """Keep the rows of units that sit in this territory, whomever they belong to; out of reach gives none."""
        unit = self._reached(unit_id)
        if unit is None:
            return rows.none()
        is_itself = Q(**{f"{self._prefix}territory__isnull": True})
        return rows.filter(self._below(unit, "territory__path") | is_itself & self._below(unit, "path"))

    @property
    def _prefix(self) -> str:
        return f"{self.unit_lookup}__" if self.unit_lookup else ""

    def _reached(self, unit_id: Any) -> Unit | None:
        found: Unit | None = queries.units_within(self.request.user).filter(pk=int(unit_id)).first()
        return found

    def _below(self, unit: Unit, path: str) -> Q:
        return Q(**{f"{self._prefix}{path}__gte": unit.path, f"{self._prefix}{path}__lt": unit.path_end})


class UnitFilter(WithinUnit):
    """Units by name, kind and state."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    status = django_filters.ChoiceFilter(label=_("State"), choices=UnitStatus.choices)
    is_overdue = django_filters.BooleanFilter(
        label=_("Term is over"), method="keep_overdue", widget=forms.CheckboxInput
    )

    class Meta:
        model = Unit
        fields = ("kind", "status")

    def keep_overdue(self, rows: QuerySet[Any], name: str, is_overdue: bool) -> QuerySet[Any]:
        """Keep the units whose term is over."""
        return rows.filter(term_ends_on__lt=timezone.localdate()) if is_overdue else rows


class EmployerFilter(WithinUnit):
    """Employers by name or credit code, and by whether a union covers them."""

    unit_lookup = "counted_at"
    is_covered = django_filters.BooleanFilter(
        label=_("With or without a union"),
        method="keep_covered",
        widget=forms.Select(choices=[("", NO_CHOICE), ("true", _("Covered by a union")), ("false", _("No union yet"))]),
    )

    class Meta:
        model = Employer
        fields = ("nature",)

    def keep_found(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Keep the employers found by name, pinyin, or by an exact credit code."""
        code = typed.strip().upper()
        if len(code) == 18 and code.isascii():
            return rows.filter(uscc=code)
        return super().keep_found(rows, name, typed)

    def keep_covered(self, rows: QuerySet[Any], name: str, is_covered: bool) -> QuerySet[Any]:
        """Keep the employers with or without a union."""
        return rows.filter(unit__isnull=not is_covered)


class PlaceFilter(WithinUnit):
    """Places by name, kind, and whether they are open."""

    unit_lookup = "unit"
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PlaceKind.choices)
    is_open = django_filters.BooleanFilter(
        label=_("State"),
        widget=forms.Select(
            choices=[("", NO_CHOICE), ("true", pgettext_lazy("place", "Open")), ("false", _("Closed for now"))]
        ),
    )

    class Meta:
        model = Place
        fields = ("kind", "is_open")

    def keep_found(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Keep the places whose name contains what was typed."""
        return rows.filter(name__contains=typed)
