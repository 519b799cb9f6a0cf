"""How one form field is drawn; used by ``kit/forms/field.html`` only."""

from django import forms, template
from django.forms import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

_OPTIONS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_PLAIN = (forms.CheckboxInput, *_OPTIONS)


@register.filter
def look(field: BoundField) -> str:
    """Return how the field is drawn: ``check``, ``cards``, ``options`` or ``control``."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, _OPTIONS):
        return getattr(widget, "look", "options")
    return "control"


@register.filter
def styled(field: BoundField, is_filter: bool = False) -> SafeString:
    """Return the field's widget with our classes added to its own, and a word where Django draws dashes."""
    widget = field.field.widget
    if isinstance(widget, _PLAIN):
        return field.as_widget()
    ours = "form-select" if isinstance(widget, forms.Select) else "form-control"
    drawn = field.as_widget(attrs={"class": f"{ours} {widget.attrs.get('class', '')}".strip()})
    nothing = conditional_escape(_("All") if is_filter else _("Choose"))
    return SafeString(drawn.replace(">---------</option>", f">{nothing}</option>"))
