"""Fields that choose a unit out of very many, found by typing its name, pinyin or initials."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.functional import lazystr

from unionhall.kit.forms import SearchSelect
from unionhall.organisation.models import Unit

OFFERED = 50
"""Units offered before anything was typed, from the top of the reach; enough for whoever has no script."""


class UnitSelect(SearchSelect):
    """Draws the chosen unit and the first few; the rest is fetched while typing."""

    rows: QuerySet[Unit]

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return the options."""
        chosen = [pk for pk in value if pk.isdecimal() and len(pk) < 20]
        units = [*self.rows.filter(pk__in=chosen), *self.rows.exclude(pk__in=chosen).order_by("path")[:OFFERED]]
        self.choices = [("", "—"), *((str(unit.pk), unit.name) for unit in units)]
        return super().optgroups(name, value, attrs)


class UnitField(forms.ModelChoiceField):
    """A unit among ``units``, which the form sets; ``asked`` narrows what typing finds ("parent:base_single")."""

    def __init__(self, *, asked: str = "", **options: Any) -> None:
        self.asked = asked
        address = reverse_lazy("organisation:unit-search")
        widget = UnitSelect(url=lazystr(f"{address}?for={asked}") if asked else address)
        super().__init__(queryset=Unit.objects.none(), widget=widget, **options)

    def offer(self, units: QuerySet[Unit], *, address_query: str = "") -> None:
        """Let one of these units be chosen."""
        self.queryset = units
        self.widget.rows = units
        if address_query:
            self.widget.attrs["data-search-select"] = f"{reverse_lazy('organisation:unit-search')}?{address_query}"


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
