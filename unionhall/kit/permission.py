"""What may be done: permissions are declared in each app's ``permissions.py`` and looked up here by their code."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Extent(StrEnum):
    """How far an office carries a permission from its own place in the tree."""

    OWN = "own"
    BELOW = "below"
    CITY = "city"


@dataclass(frozen=True)
class Permission:
    """One thing that may be done.

    ``roles`` are the office and duty roles that grant it; ``extent`` is how far it reaches from the office's unit;
    ``myself`` grants it on one's own record; ``public`` grants it to a visitor with a proven code;
    ``second_factor`` asks for the second factor within the last fifteen minutes.
    """

    code: str
    label: Any
    roles: frozenset[str] = field(default_factory=frozenset)
    extent: Extent = Extent.BELOW
    myself: bool = False
    public: bool = False
    second_factor: bool = False


_declared: dict[str, Permission] = {}


def declare(code: str, label: Any, **rules: Any) -> Permission:
    """Declare a permission and return it; ``ValueError`` if the code is declared twice."""
    if code in _declared:
        raise ValueError(f"permission {code} is declared twice")
    rules["roles"] = frozenset(rules.get("roles", ()))
    _declared[code] = Permission(code, label, **rules)
    return _declared[code]


def get(code: str) -> Permission:
    """Return the permission with this code; ``LookupError`` if no app declares it."""
    try:
        return _declared[code]
    except KeyError:
        raise LookupError(f"no app declares the permission {code!r}") from None


def all_permissions() -> list[Permission]:
    """Return every declared permission, ordered by code."""
    return [_declared[code] for code in sorted(_declared)]
