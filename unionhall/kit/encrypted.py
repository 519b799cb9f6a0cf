"""A text field that is sealed in the database and shown masked.

``id_number = EncryptedTextField(mask=mask_id_number, index="id_number_index", last4=None)``; the model declares the
columns named by ``index`` (64 characters) and ``last4`` (4) itself, so that it can put constraints on them, and the
field fills them. Assign plain text; reading gives a ``Sealed``: ``str()`` is the mask, ``reveal()`` the plain text.
Renaming the table or the column needs sealing again, because envelopes and indexes are bound to both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from unionhall.kit import cipher
from unionhall.kit.cipher import CipherRefused
from unionhall.kit.masks import STARS
from unionhall.kit.sealed import Sealed
from unionhall.kit.sealed_form import SealedFormField

Mask = Callable[[str], str]
Normalise = Callable[[str], str]


class SealedColumns(NamedTuple):
    """What the three columns of an encrypted field hold for one row; the last two are "" where the field has none."""

    envelope: str
    blind_index: str
    last4: str


def compact(plain: str) -> str:
    """Fold spaces, hyphens, full-width forms and small letters, so that equal numbers have equal indexes."""
    if plain.isascii() and plain.isalnum():
        return plain.upper()  # Nearly always so, and four times as fast.
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", plain)).upper()


def blind_index(model: type[models.Model], field_name: str, plain: str) -> str:
    """Return what to look for in the index column: ``filter(mobile_index=blind_index(Person, "mobile", typed))``."""
    return encrypted_field(model, field_name).index_of(plain)


def seal_columns(model: type[models.Model], field_name: str, rows: Iterable[tuple[int, str]]) -> list[SealedColumns]:
    """Seal (row id, plain) pairs for a set-based insert (``COPY``) that does not go through model instances."""
    field = encrypted_field(model, field_name)
    kept = list(rows)
    envelopes = cipher.seal_many((field.place(row_id), plain) for row_id, plain in kept if plain)
    waiting = iter(envelopes)
    return [
        SealedColumns(next(waiting), field.index_of(plain), plain[-4:]) if plain else SealedColumns("", "", "")
        for _row_id, plain in kept
    ]


def encrypted_field(model: type[models.Model], field_name: str) -> "EncryptedTextField":
    """Return the encrypted field of that name; raise ``FieldError`` if it is another kind of field."""
    field = model._meta.get_field(field_name)
    if not isinstance(field, EncryptedTextField):
        raise FieldError(f"{model.__name__}.{field_name} is not an EncryptedTextField.")
    return field


def with_companions(model: type[models.Model], names: Iterable[str] | None) -> set[str] | None:
    """Add the index and last-four columns to the field names of a partial save, lest they fall behind."""
    if names is None:
        return None
    fields = [field for field in model._meta.fields if isinstance(field, EncryptedTextField)]
    complete = set(names)
    for field in fields:
        if complete & {field.name, field.attname}:
            complete.update(field.companions)
    return complete


class SealedAttribute(DeferredAttribute):
    """Reads a column as ``Sealed`` and takes plain text."""

    field: "EncryptedTextField"

    def __set__(self, instance: models.Model, value: object) -> None:
        field = self.field
        row_id = instance.__dict__.get(field.model._meta.pk.attname)
        if isinstance(value, str):
            value = Sealed.of_plain(value, field)
        if isinstance(value, Sealed):
            value.take_place(field, row_id)
        elif value is not None:
            raise TypeError(f"{field} takes text, not {type(value).__name__}.")
        instance.__dict__[field.attname] = value
        if value is None or not value.is_sealed_at(field, row_id):
            field.fill_companions(instance, value)

    def __get__(self, instance: models.Model | None, owner: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, Sealed) and instance is not None:
            value.take_place(self.field, instance.pk)
        return value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text sealed under the key ring, bound to its table, column and row; the mask is declared with it."""

    descriptor_class = SealedAttribute

    def __init__(
        self,
        *args: Any,
        mask: Mask | None = None,
        index: str | None = None,
        last4: str | None = None,
        normalise: Normalise = compact,
        **options: Any,
    ) -> None:
        self.mask = mask
        self.index_name = index
        self.last4_name = last4
        self.normalise = normalise
        super().__init__(*args, **options)

    @property
    def companions(self) -> list[str]:
        """The names of the columns that this field fills besides its own."""
        return [name for name in (self.index_name, self.last4_name) if name]

    def place(self, row_id: object) -> str:
        """Return what an envelope of this field is bound to."""
        return f"{self.model._meta.db_table}.{self.column}:{row_id}"

    def index_of(self, plain: str) -> str:
        """Return the blind index of a plain value; nothing has the index ""."""
        if not self.index_name or not plain:
            return ""
        return cipher.blind(self.normalise(plain), f"{self.model._meta.db_table}.{self.column}")

    def mask_of(self, plain: str) -> str:
        """Return what may be shown of a plain value."""
        return self.mask(plain) if self.mask else STARS

    def fill_companions(self, instance: models.Model, value: Sealed | None) -> None:
        """Set the index and last-four attributes of a row whose value changed."""
        plain = value.reveal() if value else ""
        if self.index_name:
            setattr(instance, self.index_name, self.index_of(plain) or self._nothing(self.index_name))
        if self.last4_name:
            setattr(instance, self.last4_name, plain[-4:] or self._nothing(self.last4_name))

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """Seal what was assigned since the row was read, and set the companion columns with it."""
        value: Sealed | None = getattr(instance, self.attname)
        if value is not None and not value.is_sealed_at(self, instance.pk):
            self.fill_companions(instance, value)
            value = Sealed.of_envelope(self.sealed(value.reveal(), instance.pk), self, instance.pk)
            setattr(instance, self.attname, value)
        elif value is None and add:
            self.fill_companions(instance, None)
        return value

    def sealed(self, plain: str, row_id: object) -> str:
        """Return the envelope of a plain value for one row."""
        if self.mask is None:
            raise CipherRefused(f"{self} has no mask. Data migrations leave encrypted values to operations.")
        return cipher.seal(plain, self.place(row_id)) if plain else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        """Wrap the envelope; it opens once it stands on its row (or after ``Sealed.of_row``)."""
        return None if value is None else Sealed.of_envelope(value, self, None)

    def get_prep_value(self, value: Any) -> str | None:
        """Hand over the envelope of a sealed value; plain text never gets this far."""
        if value is None:
            return None
        if isinstance(value, Sealed) and value.envelope is not None:
            return value.envelope
        raise FieldError(
            f"{self} is sealed row by row: assign it and call save() or bulk_create(), or use seal_columns()."
        )

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only ``isnull``: equal plain values have different envelopes."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        advice = f"Filter by {self.index_name}=blind_index(...)." if self.index_name else "It has no index column."
        raise FieldError(f"{self} is encrypted and cannot be looked up. {advice}")

    def to_python(self, value: Any) -> Any:
        """Leave a sealed value as it is."""
        return value if value is None or isinstance(value, Sealed) else str(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Validate the plain text of a new value; one that is already in the database was validated then."""
        if isinstance(value, Sealed) and value.envelope:
            return value
        return super().clean(value.reveal() if isinstance(value, Sealed) else value, model_instance)

    def value_to_string(self, obj: models.Model) -> str:
        """Give serialisers the mask: a dump of the data holds no plain text."""
        return str(self.value_from_object(obj))

    def formfield(self, **options: Any) -> Any:
        """Give forms a field that shows the mask and leaves the value alone while the mask stands in it."""
        return super().formfield(**{"form_class": SealedFormField, "widget": None, **options})

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        """Hold that a mask is declared, that the companion columns exist, and that the column is not indexed."""
        return [*super().check(**options), *self._check_mask(), *self._check_companions(), *self._check_no_index()]

    def _nothing(self, companion: str) -> str | None:
        return None if self.model._meta.get_field(companion).null else ""

    def _check_mask(self) -> list[checks.CheckMessage]:
        if self.mask is not None:
            return []
        hint = "Write mask=mask_id_number, or another function of unionhall.kit.masks."
        return [checks.Error("An encrypted field declares how it is masked.", hint=hint, obj=self, id="kit.E101")]

    def _check_companions(self) -> list[checks.CheckMessage]:
        declared = {field.name for field in self.model._meta.fields}
        return [
            checks.Error(f"The column {name} is not declared.", hint="Add a CharField.", obj=self, id="kit.E102")
            for name in self.companions
            if name not in declared
        ]

    def _check_no_index(self) -> list[checks.CheckMessage]:
        if not (self.unique or self.db_index):  # type: ignore[attr-defined]
            return []
        hint = "Put the constraint on the column named by index=."
        return [checks.Error("Equal values are sealed differently.", hint=hint, obj=self, id="kit.E103")]
