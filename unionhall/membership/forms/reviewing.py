"""Forms of the review desk: a decision with its reason, a number shown in full, changes of a membership."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import KeyedForm
from unionhall.membership.models import ChangeReason
from unionhall.membership.operations.people import REVEALABLE
from unionhall.membership.queries.applications import REASONS
from unionhall.membership.queries.members import units_to_move_to
from unionhall.organisation.forms.fields import DayField, UnitField, offer_units

REASONS_TO_RETAIN = [
    ChangeReason.LAID_OFF,
    ChangeReason.UNEMPLOYED,
    ChangeReason.BANKRUPT,
    ChangeReason.JOB_CHANGED,
    ChangeReason.RETIRED,
]
REASONS_TO_END = [
    ChangeReason.OWN_WISH,
    ChangeReason.JOB_CHANGED,
    ChangeReason.DIED,
    ChangeReason.DUPLICATE,
    ChangeReason.MISTAKE,
]


def _choices(reasons: list[ChangeReason]) -> list[tuple[str, Any]]:
    return [(reason.value, reason.label) for reason in reasons]


class OpinionForm(KeyedForm, forms.Form):
    """通过: an opinion, if there is anything to say."""

    opinion = forms.CharField(label=_("Opinion"), required=False, max_length=300)


class ReasonForm(KeyedForm, forms.Form):
    """退回修改 or 不予通过: a reason from the list, or in one's own words; the applicant reads it."""

    template = forms.ChoiceField(label=_("Reason"), required=False)
    reason = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The applicant reads it. Name what to change, not who is at fault."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number), reason) for number, reason in enumerate(REASONS)]
        self.fields["template"].choices = [("", _("Choose, or write below")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; what was written goes first."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("template")
        cleaned["reason"] = cleaned.get("reason") or (str(REASONS[int(chosen)]) if chosen else "")
        if not cleaned["reason"]:
            self.add_error("template", _("Choose a reason, or write one: the applicant reads it."))
        return cleaned


class RevealForm(KeyedForm, forms.Form):
    """Which number to show in full, and why."""

    field = forms.ChoiceField(
        label=_("Which number"),
        choices=[(REVEALABLE[0], _("Number of the identity paper")), (REVEALABLE[1], _("Mobile phone"))],
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The journal keeps it with your name and the time.")
    )


class ChangeForm(KeyedForm, forms.Form):
    """The day of a change, and a remark for the log."""

    happened_on = DayField(label=_("Day"))
    remark = forms.CharField(label=_("Remark"), required=False, max_length=200)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = timezone.localdate


class RetainForm(ChangeForm):
    """Why a membership is retained."""

    reason = forms.ChoiceField(label=_("Reason"), choices=_choices(REASONS_TO_RETAIN))
    field_order = ("reason", "happened_on", "remark")


class EndForm(ChangeForm):
    """Why a membership ends."""

    reason = forms.ChoiceField(label=_("Reason"), choices=_choices(REASONS_TO_END))
    field_order = ("reason", "happened_on", "remark")


class MoveForm(ChangeForm):
    """Where a member moves to."""

    to_unit = UnitField(label=_("New union"))
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", "---------"), *ChangeReason.choices[:4]]
    )
    field_order = ("to_unit", "reason", "happened_on", "remark")

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        offer_units(self, "to_unit", units_to_move_to(by))


class ExpelForm(KeyedForm, forms.Form):
    """The grounds on which an expulsion is asked for."""

    grounds = forms.CharField(
        label=_("Grounds"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The court's decision and its number; the meeting that discussed it."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
