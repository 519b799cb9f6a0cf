"""What may stand in the journal: values as their fields declare their masks, texts without numbers of persons."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from unionhall.kit.masks import mask_id_number, mask_mobile

ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9])1[0-9]{10}(?![0-9])")
"""Typed by hand into a reason or a name, where no field says that they are sensitive."""


def masked_text(text: str) -> str:
    """Return a free text with identity and mobile numbers masked, and without what PostgreSQL's texts cannot hold."""
    text = text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return MOBILE.sub(lambda found: mask_mobile(found[0]), ID_NUMBER.sub(lambda found: mask_id_number(found[0]), text))


def masked(value: Any) -> Any:
    """Return a value as JSON can hold it: truth values and whole numbers as they are, all else as masked text."""
    match value:
        case None | bool():
            return value
        case int():
            text = masked_text(str(value))
            return value if text == str(value) else text
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return {str(name): masked(inner) for name, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [masked(inner) for inner in value]
        case Model():
            return masked_text(f"{value} ({value.pk})")
        case _:
            return masked_text(str(value))


def masked_fields(obj: Model | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an object's fields, a plain sensitive one by the mask that its field declares."""
    return {name: _mask_of(obj, name)(value) for name, value in values.items()}


def _mask_of(obj: Model | None, name: str) -> Any:
    try:
        mask = getattr(obj._meta.get_field(name), "mask", None) if obj is not None else None
    except FieldDoesNotExist:
        mask = None
    if not callable(mask):
        return masked
    return lambda value: mask(value) if type(value) is str else masked(value)
