"""The forms of a drive: opening and changing it, and what its poster says."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import KeyedForm
from unionhall.kit.national.codes import GigCategory
from unionhall.membership.models import Drive
from unionhall.organisation.forms.fields import UnitField, offer_units
from unionhall.organisation.models import Place


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DriveForm(KeyedForm, forms.Form):
    """A drive's name, period, target and audience; ``units`` are those in which the officer may open one,
    ``here`` is the one where they stand.
    """

    unit = UnitField(label=_("Union"), help_text=_("Its cadres review who joins."))
    name = forms.CharField(
        label=_("Name of the drive"), max_length=80, help_text=_("For colleagues; the poster does not show it.")
    )
    gig_category = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[("", _("Everybody")), *GigCategory.choices],
        help_text=_("Sets the poster's headline and the first choice in the form."),
    )
    target = forms.IntegerField(
        label=_("Target"), min_value=1, max_value=1_000_000, help_text=_("How many people should join.")
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput, help_text=_("The form closes at midnight."))

    def __init__(self, *args: Any, units: Any, here: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units)
        self.fields["unit"].initial = here
        self.fields["starts_on"].initial = timezone.localdate()
        if self.initial.get("unit"):
            self.fields["unit"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day is before the first one. Choose a later day."))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """Return what the operations take."""
        return {name: self.cleaned_data[name] for name in ("name", "gig_category", "target", "starts_on", "ends_on")}


class PosterForm(forms.Form):
    """Where people can ask; it is part of the poster's address and kept nowhere."""

    place: Any = forms.ModelChoiceField(queryset=None, label=_("Service station"), required=False)
    ask = forms.CharField(
        label=_("Whom to ask"), required=False, max_length=40, help_text=_("A name and an office phone, for instance.")
    )

    def __init__(self, *args: Any, drive: Drive, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Place.objects.unscoped("places of the drive's own unit are public").filter(
            unit=drive.unit_id, is_open=True
        )
