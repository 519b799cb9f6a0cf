"""How forms look, and the key that makes a sent form act once."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _


class Renderer(DjangoTemplates):
    """Draws every form with our field template (the setting ``FORM_RENDERER``)."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"


class ChoiceCards(forms.RadioSelect):
    """One of few choices, each a card to tap; ``notes`` says a line more about a choice by its value."""

    look = "cards"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), *, notes: dict[Any, Any] | None = None):
        super().__init__(attrs, choices)
        self.notes = notes or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the choice's note."""
        return {**super().create_option(name, value, *args, **kwargs), "note": self.notes.get(str(value), "")}


class SearchSelect(forms.Select):
    """A choice from a long list, found by typing; ``url`` answers ``?q=`` with ``results`` (id, name, note)."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), *, url: Any = "") -> None:
        super().__init__({"data-search-select": url, **(attrs or {})}, choices)


def _is_key(text: str) -> None:
    try:
        UUID(text)
    except ValueError as wrong:
        raise ValidationError(_("This form is out of date. Load the page again and send it once more.")) from wrong


def _what_to_do(field: forms.Field) -> Any:
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Tick this box to go on.")
    return _("Choose one.") if isinstance(field, forms.ChoiceField) else _("Fill this in.")


class KeyedForm(forms.BaseForm):
    """A form that carries a key: sent twice with the same key, it acts once. Put it before ``forms.Form``.

    The page draws a fresh key; a form shown again with its errors keeps the key it was sent with, because the first
    sending changed nothing. An empty field is answered with what to do ("Choose one."), not with a complaint.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _what_to_do(field)
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput,
            initial=lambda: str(uuid4()),
            validators=[_is_key],
            error_messages={"required": _("This form is out of date. Load the page again and send it once more.")},
        )
