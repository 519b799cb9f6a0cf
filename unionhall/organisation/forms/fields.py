"""Fields that choose a unit out of very many, found by typing its name, pinyin or initials."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

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
        self.choices = [("", _("Choose, or type a name or pinyin")), *((str(unit.pk), unit.name) for unit in units)]
        return super().optgroups(name, value, attrs)


class UnitField(forms.ModelChoiceField):
    """A unit among those that the form offers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=UnitSelect(), **options)

    def offer(self, units: Any, *, among: str = "") -> None:
        """Let one of these units be chosen; ``among`` tells the search which those are."""
        self.queryset = units
        self.widget.rows = units
        query = f"?for={among}" if among else ""
        self.widget.attrs["data-search-select"] = f"{reverse('organisation:unit-search')}{query}"


def offer_units(form: forms.BaseForm, name: str, units: Any, *, among: str = "") -> None:
    """Let one of these units be chosen in a form's field."""
    cast(UnitField, form.fields[name]).offer(units, among=among)


def offer_choices(form: forms.BaseForm, name: str, choices: list[tuple[str, Any]]) -> None:
    """Set the choices of a form's field."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
