"""Founding a unit, changing its record, moving, merging, splitting and closing it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import KeyedForm
from unionhall.organisation import queries
from unionhall.organisation.forms.fields import DayField, UnitField, offer_choices, offer_units
from unionhall.organisation.kind import kinds_below
from unionhall.organisation.models import Unit
from unionhall.organisation.operations.units import EDITABLE


class UnitFacts(KeyedForm, forms.ModelForm):
    """What is recorded of a unit."""

    class Meta:
        model = Unit
        fields = EDITABLE
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("term_starts_on", "term_ends_on")
        }

    def _post_clean(self) -> None:
        """Leave the checks of the row to the operation, which answers with what to do."""

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was entered of the unit's facts."""
        return {name: self.cleaned_data[name] for name in EDITABLE}


class FoundForm(UnitFacts):
    """A new unit below a given one."""

    kind = forms.ChoiceField(label=_("Kind"))
    founded_on = DayField(label=_("Founded on"), required=False)
    territory = UnitField(
        label=_("Territory"),
        required=False,
        help_text=_("The street or district where it sits. Left empty: that of the union above."),
    )
    field_order = ("kind", "name", "short_name", "founded_on", "territory")

    def __init__(self, *args: Any, parent: Unit, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "kind", [(kind.slug, kind.label) for kind in kinds_below(parent.kind)])
        offer_units(self, "territory", queries.units_to_choose(by, "territory"), among="territory")


class MoveForm(KeyedForm, forms.Form):
    """Where a unit goes, from when on, and why."""

    target = UnitField(label=_("New union above"))
    effective_on = DayField(label=_("Takes effect on"), required=False, help_text=_("Left empty: today."))
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "target", queries.targets_of(unit), among="any")


class MergeForm(MoveForm):
    """Into which unit another goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].label = _("Unit that goes on")


class CloseForm(KeyedForm, forms.Form):
    """From when on a unit is closed, and why."""

    effective_on = DayField(label=_("Takes effect on"), required=False, help_text=_("Left empty: today."))
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SplitForm(KeyedForm, forms.Form):
    """The new unit beside the old one, and what goes over to it."""

    name = forms.CharField(label=_("Name of the new unit"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    children: Any = forms.ModelMultipleChoiceField(
        label=_("Units that go over"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, unit: Unit, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = unit.parent.kind if unit.parent else ""
        offer_choices(self, "kind", [(kind.slug, kind.label) for kind in kinds_below(above)])
        self.fields["kind"].initial = unit.kind
        children: Any = queries.children(by, unit)
        cast(forms.ModelMultipleChoiceField, self.fields["children"]).queryset = children.active()


class AnswerForm(KeyedForm, forms.Form):
    """Why a change is refused."""

    answer = forms.CharField(label=_("Answer"), max_length=400, widget=forms.Textarea({"rows": 2}))
