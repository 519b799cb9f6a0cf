"""A sensitive value in hand: it shows its mask, and gives the plain text only to ``reveal()``."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.functional import Promise

from unionhall.kit import cipher
from unionhall.kit.cipher import CipherRefused
from unionhall.kit.masks import STARS

if TYPE_CHECKING:
    from unionhall.kit.encrypted import EncryptedTextField


class Sealed(Promise):
    """One value of an encrypted field: an envelope bound to a row, or plain text that waits to be saved.

    It is a ``Promise`` so that Django's JSON encoder and templates take it for text that is made late: the mask, which
    is computed at most once. It is true if there is a value. A value from ``values()`` does not know its row: it shows
    stars and does not open before ``of_row(pk)``.
    """

    def __init__(self, envelope: str | None, plain: str | None, field: "EncryptedTextField", row_id: object) -> None:
        self.envelope = envelope
        self._plain = plain
        self._field = field
        self._row_id = row_id
        self._mask: str | None = None

    @classmethod
    def of_plain(cls, plain: str, field: "EncryptedTextField") -> "Sealed":
        """Hold plain text until its row is saved."""
        return cls(None, plain, field, None)

    @classmethod
    def of_envelope(cls, envelope: str, field: "EncryptedTextField", row_id: object) -> "Sealed":
        """Hold an envelope as the database gave it."""
        return cls(envelope, None, field, row_id)

    def of_row(self, row_id: object) -> "Sealed":
        """Return this value from ``values()`` as that of the row it was read from."""
        return Sealed(self.envelope, self._plain, self._field, row_id)

    def take_place(self, field: "EncryptedTextField", row_id: object) -> None:
        """Bind a value fresh from the database to the instance it is put on."""
        if self._row_id is None and self._field is field:
            self._row_id = row_id

    def is_sealed_at(self, field: "EncryptedTextField", row_id: object) -> bool:
        """Say whether the envelope already is the one of this field and row."""
        return self.envelope is not None and self._field is field and self._row_id == row_id

    def reveal(self) -> str:
        """Return the plain text. Who may see it, and why, is the calling operation's business."""
        if self._plain is not None:
            return self._plain
        if not self.envelope:
            return ""
        if self._row_id is None:
            raise CipherRefused("A value from values() or an aggregate opens only after .of_row(pk).")
        return cipher.unseal(self.envelope, self._field.place(self._row_id))

    @property
    def last4(self) -> str:
        """The last four characters of the plain text."""
        return self.reveal()[-4:]

    def __str__(self) -> str:
        if not self:
            return ""
        if self._plain is None and self._row_id is None:
            return STARS
        if self._mask is None:
            self._mask = self._field.mask_of(self.reveal())
        return self._mask

    def __repr__(self) -> str:
        try:
            return f"<Sealed {self}>"
        except CipherRefused:
            return "<Sealed, altered>"

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __bool__(self) -> bool:
        return bool(self._plain or self.envelope)

    def __eq__(self, other: object) -> bool:
        """Equal are the same envelope and the same waiting text; never a text, lest a mask or a guess match."""
        if not isinstance(other, Sealed):
            return NotImplemented
        return (self.envelope, self._plain) == (other.envelope, other._plain)

    def __hash__(self) -> int:
        return hash((self.envelope, self._plain))

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sealed":
        return self

    def __reduce__(self) -> Any:
        if self.envelope is None:
            raise CipherRefused("Save the row before it is pickled: plain text does not go into caches and jobs.")
        model = self._field.model._meta
        return _restored, (self.envelope, model.label, self._field.name, self._row_id)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Let a schema of the API declare ``phone: Sealed``; it answers the mask."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, str]:
        return {"type": "string", "description": "masked"}


def _restored(envelope: str, model_label: str, field_name: str, row_id: object) -> Sealed:
    field: Any = apps.get_model(model_label)._meta.get_field(field_name)
    return Sealed(envelope, None, field, row_id)
