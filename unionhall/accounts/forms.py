"""What is typed to sign in, to set up an account, and to change one's settings."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.accounts.passwords import RULES
from unionhall.accounts.phones import normal_phone
from unionhall.kit import permission, reach
from unionhall.kit.forms import KeyedForm, SearchSelect
from unionhall.kit.refused import Refused


def add_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Show a refusal in the form, at the field at fault if it names one of the form's."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, f"{refusal.message} ({refusal.code})")


def _code_field(label: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-input", "data-no-draft": ""}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attributes))


def _password_field(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete, "data-no-draft": ""})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget, **more)


class PhoneField(forms.CharField):
    """A mobile phone, cleaned to eleven digits."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _("Mobile phone"), "max_length": 20, "widget": widget, **options})

    def clean(self, value: Any) -> str:
        """Return eleven digits; say what is wrong otherwise."""
        typed = super().clean(value)
        try:
            return normal_phone(typed) if typed else ""
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class SignInForm(KeyedForm, forms.Form):
    """Name and password."""

    login = forms.CharField(
        label=_("User name or mobile phone"),
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
    )
    password = _password_field(_("Password"), "current-password")


class SecondFactorForm(KeyedForm, forms.Form):
    """The code of the authenticator, or a recovery code."""

    code = _code_field(_("Code of your authenticator"))


class PhoneForm(KeyedForm, forms.Form):
    """The phone to which a code is to be sent."""

    phone = PhoneField()


class PhoneCodeForm(KeyedForm, forms.Form):
    """The code that was sent."""

    phone = PhoneField(widget=forms.HiddenInput)
    code = _code_field(_("Code from the message"))


class NewPassword(forms.Form):
    """A new password, typed twice."""

    password = _password_field(_("New password"), "new-password", help_text=RULES)
    again = _password_field(_("New password again"), "new-password")

    def clean_again(self) -> str:
        """Compare the two."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type the same one twice."))
        return again


class InvitationForm(KeyedForm, NewPassword):
    """What an invited user chooses."""

    username = forms.RegexField(
        r"^[A-Za-z][A-Za-z0-9_.-]{2,31}$",
        label=_("User name"),
        help_text=_("You sign in with it or with your phone. 3 to 32 letters, digits, dots, beginning with a letter."),
        error_messages={"invalid": _("3 to 32 letters, digits, dots and hyphens, beginning with a letter.")},
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    field_order = ("username", "password", "again")


class ChangePasswordForm(KeyedForm, NewPassword):
    """The old password and a new one."""

    old = _password_field(_("Present password"), "current-password")
    field_order = ("old", "password", "again")


class LanguageForm(KeyedForm, forms.Form):
    """The language of pages and messages."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("As the browser asks"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = [("", _("As the browser asks")), *settings.LANGUAGES]


class UserSearch(forms.Form):
    """The beginning of a name."""

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=64)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The journal keeps it."))


class TokenForm(KeyedForm, forms.Form):
    """What a new API token may do, and how long."""

    name = forms.CharField(label=_("Name of the token"), max_length=64, help_text=_("The program that will use it."))
    scope = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    unit_id = forms.IntegerField(
        label=_("Only inside this union"),
        required=False,
        min_value=1,
        widget=SearchSelect(choices=[("", _("Type a name or pinyin"))], url=reverse_lazy("organisation:unit-search")),
        help_text=_("Empty: everywhere you may do it yourself."),
    )
    days = forms.IntegerField(label=_("Days it is valid"), min_value=1, max_value=365, initial=90)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [one for one in permission.all_permissions() if one.roles and reach.holds(user, one.code)]
        scope: Any = self.fields["scope"]
        scope.choices = [(one.code, one.label) for one in held]
