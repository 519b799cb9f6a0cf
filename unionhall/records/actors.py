"""Who acts: a user, a visitor with a proven code, or the program itself. Operations take one of them as ``by``."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from unionhall.kit import cipher
from unionhall.kit.masks import mask_mobile


class Actor(Protocol):
    """What reach, the journal and receipts ask of whoever acts; ``accounts.User`` answers the same."""

    @property
    def pk(self) -> int | None: ...
    @property
    def is_system(self) -> bool: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def has_recent_second_factor(self) -> bool: ...
    @property
    def actor_key(self) -> str: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The program itself, by the name of the part that acts ("worker", "demo"); it may do everything."""

    name: str

    pk: ClassVar[None] = None
    is_system: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    has_recent_second_factor: ClassVar[bool] = True

    @property
    def actor_key(self) -> str:
        """Return the key of receipts and journal lines."""
        return f"system:{self.name}"

    @property
    def label(self) -> str:
        """Return how the journal names the actor."""
        return self.name


@dataclass(frozen=True, repr=False)
class Visitor:
    """Someone without an account who proved with a code that the phone is theirs; may do what is declared public.

    An unproven visitor may do nothing.
    """

    phone: str
    proven: bool = False

    pk: ClassVar[None] = None
    is_system: ClassVar[bool] = False
    has_recent_second_factor: ClassVar[bool] = False

    def __repr__(self) -> str:
        return f"<Visitor {mask_mobile(self.phone)}>"

    @property
    def is_active(self) -> bool:
        """Say whether the phone was proven."""
        return self.proven

    @property
    def actor_key(self) -> str:
        """Return the key of receipts and journal lines, from which the phone cannot be read."""
        return f"visitor:{cipher.blind(self.phone, 'records.visitor')[:32]}"

    @property
    def label(self) -> str:
        """Return the masked phone."""
        return mask_mobile(self.phone)
