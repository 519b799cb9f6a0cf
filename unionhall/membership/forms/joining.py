"""The joining form: a phone and its code, then who one is and where one works."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import ChoiceCards, KeyedForm
from unionhall.kit.masks import mask_id_number
from unionhall.kit.national import mobile
from unionhall.kit.national.codes import GigCategory, IdType, Sex
from unionhall.kit.refused import Refused
from unionhall.membership.forms.drives import DayInput
from unionhall.membership.models import Drive
from unionhall.membership.operations.particulars import Particulars, checked
from unionhall.membership.queries import joining

PLATFORM, EMPLOYER = "platform", "employer"

ID_FAULTS = {
    "missing": _("Enter the number of your identity paper."),
    "fault-length": _("An ID number has 18 characters. Enter all of them."),
    "fault-date": _("Digits 7 to 14 are no date of birth. Compare them with your card."),
    "fault-check": _("The last character does not fit the others. Compare the number with your card."),
}


class PhoneForm(forms.Form):
    """The phone, and the code that was sent to it."""

    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=20,
        help_text=_("We send a code to it, and later the result."),
        error_messages={"required": _("Enter your mobile number.")},
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=8,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "placeholder": _("6 digits")}),
    )

    def clean_phone(self) -> str:
        """Return the 11 digits."""
        try:
            return mobile.parse(self.cleaned_data["phone"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class JoiningForm(KeyedForm, forms.Form):
    """Who one is and where one works, with two separate consents; the phone was proven before."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("As on your identity paper."),
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput({"autocomplete": "name", "data-missing": _("Enter your name.")}),
    )
    id_type = forms.ChoiceField(label=_("Identity paper"), choices=IdType.choices, initial=IdType.RESIDENT)
    id_number = forms.CharField(
        label=_("Its number"),
        max_length=30,
        help_text=_("Only to know who you are: kept encrypted, pages show the first three and last four characters."),
        error_messages={"required": ID_FAULTS["missing"]},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
            | {f"data-{name}": text for name, text in ID_FAULTS.items()}
        ),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", "---------"), *Sex.choices],
        help_text=_("Only for papers without it in the number."),
    )
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput)
    work = forms.ChoiceField(
        label=_("Your work"),
        choices=[(PLATFORM, _("Platform, or no union there")), (EMPLOYER, _("My employer has a union"))],
        initial=PLATFORM,
        widget=ChoiceCards,
        help_text=_("So that the right union looks after you."),
    )
    gig_category = forms.ChoiceField(
        label=_("What do you do?"), required=False, choices=[("", _("None of these")), *GigCategory.choices]
    )
    workplace = forms.CharField(
        label=_("Employer or platform"),
        max_length=60,
        help_text=_("Its name as you know it."),
        error_messages={"required": _("Enter for whom or through which platform you work.")},
        widget=forms.TextInput(
            {"autocomplete": "organization", "data-missing": _("Enter for whom or through which platform you work.")}
        ),
    )
    agrees_to_join = forms.BooleanField(
        label=_(
            "I join of my own will, keep the Constitution of the Chinese Trade Unions, and agree to the handling of my "
            "personal data as described below."
        ),
        error_messages={"required": _("Without your consent the form cannot be sent. Read the text and tick the box.")},
        widget=forms.CheckboxInput(
            {"data-missing": _("Without your consent the form cannot be sent. Read the text and tick the box.")}
        ),
    )
    agrees_to_id = forms.BooleanField(
        label=_("I agree separately that the number of my identity paper is used to know who I am."),
        error_messages={"required": _("Without the number nobody can be entered in the roll. Tick the box to go on.")},
        widget=forms.CheckboxInput(
            {"data-missing": _("Without the number nobody can be entered in the roll. Tick the box to go on.")}
        ),
    )
    drafted_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    correct = forms.IntegerField(required=False, widget=forms.HiddenInput)
    consent_version = forms.CharField(required=False, widget=forms.HiddenInput)

    particulars: Particulars

    def __init__(self, *args: Any, drive: Drive, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone = phone
        self.fields["gig_category"].initial = drive.gig_category

    @property
    def consents(self) -> list[forms.BoundField]:
        """Return the two ticks."""
        return [self["agrees_to_join"], self["agrees_to_id"]]

    def clean_consent_version(self) -> str:
        """Return the version beside the ticks; one that was replaced before yesterday has to be read anew."""
        shown: str = self.cleaned_data["consent_version"] or joining.consent_in_force().version
        if shown not in joining.consents_shown_lately():
            message = _("The text about your data has changed. Load the page again, read it, and tick the box.")
            self.add_error("agrees_to_join", message)
        return shown

    def clean(self) -> dict[str, Any]:
        """Check the particulars as the operation will; what it would refuse stands beside the field."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            self.particulars = checked(self._entered(cleaned))
        except Refused as refused:
            self.add_refusal(refused)
        return cleaned

    def add_refusal(self, refused: Refused) -> None:
        """Put what an operation refused beside its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))

    def _entered(self, cleaned: dict[str, Any]) -> Particulars:
        is_gig = cleaned["work"] == PLATFORM and bool(cleaned["gig_category"])
        return Particulars(
            name=cleaned["name"],
            id_type=cleaned["id_type"],
            id_number=cleaned["id_number"],
            mobile=self.phone,
            sex=cleaned["sex"],
            birth_date=cleaned["birth_date"],
            gig_category=cleaned["gig_category"] if is_gig else "",
            platform_name=cleaned["workplace"] if is_gig else "",
            employer_name="" if is_gig else cleaned["workplace"],
        )

    @property
    def rows(self) -> list[tuple[Any, str]]:
        """Return what the page of confirmation shows, masked."""
        entered = self.particulars
        shown = {
            "name": entered.name,
            "id_type": IdType(entered.id_type).label,
            "id_number": mask_id_number(entered.id_number),
            "gig_category": GigCategory(entered.gig_category).label if entered.gig_category else "",
            "workplace": entered.platform_name or entered.employer_name,
        }
        return [(self.fields[name].label, str(value)) for name, value in shown.items() if value]


class AssistedForm(JoiningForm):
    """The same form on a cadre's phone, for someone who has none at hand and agrees in person."""

    mobile = forms.CharField(
        label=_("Mobile phone"),
        max_length=20,
        help_text=_("The person's own number: the result goes there."),
        error_messages={"required": _("Enter the person's mobile number.")},
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )

    field_order = ("name", "id_type", "id_number", "sex", "birth_date", "mobile", "work", "gig_category", "workplace")

    def __init__(self, *args: Any, drive: Drive, **kwargs: Any) -> None:
        super().__init__(*args, drive=drive, phone="", **kwargs)
        self.fields["agrees_to_join"].label = _(
            "The person joins of their own will, keeps the Constitution of the Chinese Trade Unions, and agrees to the "
            "handling of their personal data as described below. I read it to them or let them read it here."
        )
        self.fields["agrees_to_id"].label = _("The person agrees separately to the use of the paper's number.")

    def clean(self) -> dict[str, Any]:
        """Check the typed number in place of a proven one."""
        self.phone = self.cleaned_data.get("mobile", "")
        return super().clean()


CONFIRMED = ("name", "id_type", "id_number", "sex", "birth_date", "gig_category", "workplace")
"""What the script's page of confirmation may show, in this order."""
