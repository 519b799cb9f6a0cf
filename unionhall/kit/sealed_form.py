"""The form field of an encrypted value."""

from typing import Any

from django import forms

from unionhall.kit.sealed import Sealed


class SealedFormField(forms.CharField):
    """Shows the mask of the present value; while the mask stands in it, the value stays as it is."""

    def prepare_value(self, value: Any) -> Any:
        """Show a sealed value by its mask, what was typed as typed."""
        return str(value) if isinstance(value, Sealed) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether something else than the mask was sent."""
        return bool(super().has_changed(self.prepare_value(initial), data))

    def _clean_bound_field(self, bound: forms.BoundField) -> Any:
        """Django 5.2's hook to clean a field that must know its initial value, as ``FileField`` does."""
        value = bound.initial if self.disabled else bound.data
        if isinstance(bound.initial, Sealed) and bound.initial and value in (bound.initial, str(bound.initial)):
            return bound.initial
        return self.clean(value)
