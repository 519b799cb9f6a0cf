"""What a member types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.kit.forms import KeyedForm


class CorrectionForm(KeyedForm, forms.Form):
    """What is wrong in the record, in the member's words."""

    text = forms.CharField(
        label=_("What is wrong, and how should it be?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what is wrong and how it should be.")},
    )
