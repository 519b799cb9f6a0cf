"""The form of a new consent text."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import KeyedForm
from unionhall.membership.forms.drives import DayInput

LINES = {"rows": 14}


class ConsentTextForm(KeyedForm, forms.Form):
    """A version of the text in both languages, and its first day."""

    version = forms.CharField(
        label=_("Version"),
        max_length=20,
        validators=[RegexValidator(r"^[\w.-]+$", _("Use letters, digits, full stops and hyphens only."))],
        help_text=_("Such as 2026-1. It is written down with every consent."),
    )
    valid_from = forms.DateField(
        label=_("First day"), widget=DayInput, help_text=_("From this day on the joining form shows the text.")
    )
    text_zh_hans = forms.CharField(label=_("Text in Chinese"), widget=forms.Textarea(LINES))
    text_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].widget.attrs["min"] = timezone.localdate().isoformat()
