"""Appointing, handing over and ending offices; working groups and their seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kit.forms import KeyedForm
from unionhall.organisation.forms.fields import DayField, offer_choices
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Unit
from unionhall.organisation.roles import DUTIES, office_choices


class PersonForm(KeyedForm, forms.Form):
    """Someone who is invited by phone, or has an account with it already."""

    name = forms.CharField(label=_("Name"), max_length=50)
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("An invitation goes to this phone. Whoever has an account with it keeps that account."),
    )


class AppointForm(PersonForm):
    """Who gets which office, and until when."""

    role = forms.ChoiceField(label=_("Office"))
    starts_on = DayField(label=_("From"), required=False, help_text=_("Left empty: today."))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Left empty: the end of the unit's term."))
    is_full_time = forms.BooleanField(label=_("Full-time"), required=False)
    field_order = ("role", "name", "phone", "starts_on", "ends_on", "is_full_time")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "role", office_choices(unit.kind, kind_of(unit.kind).offices))


class HandOverForm(PersonForm):
    """Who follows in an office, and from when on."""

    starts_on = DayField(label=_("Successor's first day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class EndOfficeForm(KeyedForm, forms.Form):
    """When an office ends, and why."""

    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Left empty: it ends at once."))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class GroupForm(KeyedForm, forms.Form):
    """A group that works for a while."""

    name = forms.CharField(label=pgettext_lazy("unit", "Name"), max_length=80)
    purpose = forms.CharField(label=_("Purpose"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))


class SeatForm(PersonForm):
    """Who gets a seat, and what they do in the group."""

    role = forms.ChoiceField(label=_("Duty"), choices=[(duty.code, duty.label) for duty in DUTIES])
    field_order = ("role", "name", "phone")
