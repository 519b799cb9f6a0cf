"""Founding a unit, changing its record, moving, merging, splitting and closing it."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import KeyedForm
from unionhall.organisation import queries, succession
from unionhall.organisation.forms.fields import DayField, UnitField, offer_choices, offer_units
from unionhall.organisation.kind import kind_of, kinds_below
from unionhall.organisation.models import Employer, Unit
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


class EditForm(UnitFacts):
    """What is recorded of a unit, and from when on a new name is valid."""

    renamed_on = DayField(
        label=_("New name valid from"),
        required=False,
        help_text=_("Only if the name changes. Left empty: today. The old name stays on record."),
    )
    field_order = ("name", "renamed_on", "short_name")


class FoundForm(UnitFacts):
    """A new unit below a given one, on a day past or to come."""

    kind = forms.ChoiceField(label=_("Kind"))
    founded_on = DayField(
        label=_("Founded on"), required=False, help_text=_("Left empty: today. On a day to come, it is founded then.")
    )
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

    is_retained_above = forms.BooleanField(required=False)

    def __init__(self, *args: Any, holder: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if holder is None:
            del self.fields["is_retained_above"]
        else:
            label = _("%(unit)s retains the memberships and takes over what else belongs to it")
            self.fields["is_retained_above"].label = label % {"unit": holder.name}


class SplitForm(KeyedForm, forms.Form):
    """The new unit beside the old one, or below a street's, and what goes over to it."""

    name = forms.CharField(label=_("Name of the new unit"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    is_below = forms.TypedChoiceField(
        label=_("Where it stands"), choices=[], coerce=lambda value: value == "below", required=False
    )
    effective_on = DayField(label=_("Takes effect on"), required=False, help_text=_("Left empty: today."))
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}))
    employers: Any = forms.ModelMultipleChoiceField(
        label=_("Employers that go over"),
        queryset=Employer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Their members and open applications go along."),
    )
    members = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    children: Any = forms.ModelMultipleChoiceField(
        label=_("Units that go over"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, unit: Unit, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"unit": unit.name}
        above = unit.parent.kind if unit.parent else ""
        kinds = kinds_below(above)
        if kind_of(unit.kind).is_territorial:
            kinds += [kind for kind in kinds_below(unit.kind) if kind not in kinds]
            offer_choices(
                self, "is_below", [("", _("beside %(unit)s") % names), ("below", _("below %(unit)s") % names)]
            )
        else:
            del self.fields["is_below"]
        offer_choices(self, "kind", [(kind.slug, kind.label) for kind in kinds])
        self.fields["kind"].initial = unit.kind
        children: Any = queries.children(by, unit)
        self._offer("children", children.active())
        self._offer("employers", queries.employers_to_split(by, unit))
        self._offer_members(succession.offers(by, unit))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        cast(forms.ModelMultipleChoiceField, self.fields[name]).queryset = rows
        if not rows.exists():
            del self.fields[name]

    def _offer_members(self, offers: list[succession.Offer]) -> None:
        """Offer what the apps above know; of very many, the first, and the employers for the rest."""
        if not offers:
            del self.fields["members"]
            return
        field = self.fields["members"]
        field.label = offers[0].label
        offer_choices(self, "members", [row for offer in offers for row in offer.rows])
        if any(offer.is_more for offer in offers):
            field.help_text = _("These are not all. Choose the others by their employers, or move them later.")


class AnswerForm(KeyedForm, forms.Form):
    """Why a change is refused."""

    answer = forms.CharField(label=_("Answer"), max_length=400, widget=forms.Textarea({"rows": 2}))
