"""Employers and places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.forms import KeyedForm
from unionhall.organisation import queries
from unionhall.organisation.forms.fields import UnitField, offer_units
from unionhall.organisation.kind import territorial_slugs
from unionhall.organisation.models import Employer, Place
from unionhall.organisation.models.employer import PlaceKind
from unionhall.organisation.operations import employers, places


class EmployerForm(KeyedForm, forms.ModelForm):
    """What is recorded of an employer."""

    class Meta:
        model = Employer
        fields = employers.EDITABLE

    def _post_clean(self) -> None:
        """Leave the checks of the row to the operation, which answers with what to do."""

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was entered of the employer's facts."""
        return {name: self.cleaned_data[name] for name in employers.EDITABLE}


class NewEmployerForm(EmployerForm):
    """A new employer: its credit code, where it does business, and the union that covers it."""

    uscc = forms.CharField(label=_("Unified social credit code"), max_length=30)
    street = UnitField(label=_("Place of business"))
    unit = UnitField(label=_("Covering union"), required=False, help_text=_("Left empty: no union covers it yet."))
    is_active = forms.BooleanField(label=_("In business"), required=False, initial=True)
    field_order = ("uscc", "name", "street", "unit")

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = queries.units_within(by, "organisation.edit_employers")
        offer_units(self, "street", rows.active().filter(kind__in=territorial_slugs()), among="territory-within")
        offer_units(self, "unit", rows.active())


class CoverForm(KeyedForm, forms.Form):
    """The union that covers an employer."""

    unit = UnitField(label=_("Covering union"), required=False, help_text=_("Left empty: no union covers it."))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = queries.units_within(by, "organisation.edit_employers")
        offer_units(self, "unit", rows.active())


class PlaceForm(KeyedForm, forms.ModelForm):
    """What is recorded of a place."""

    class Meta:
        model = Place
        fields = places.EDITABLE

    def _post_clean(self) -> None:
        """Leave the checks of the row to the operation, which answers with what to do."""

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was entered of the place's facts."""
        return {name: self.cleaned_data[name] for name in places.EDITABLE}


class NewPlaceForm(PlaceForm):
    """A new place: its kind, and the unit that runs it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    unit = UnitField(label=_("Run by"))
    is_open = forms.BooleanField(label=pgettext_lazy("place", "Open"), required=False, initial=True)
    field_order = ("kind", "name", "unit", "address")

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = queries.units_within(by, "organisation.edit_places")
        offer_units(self, "unit", rows.active())
