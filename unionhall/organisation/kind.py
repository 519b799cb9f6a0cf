"""What a kind of union must answer. Each kind is a folder in ``kinds``; nobody lists them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from unionhall.kit.discovery import discover_kinds

FOUNDING_THRESHOLD = 25
"""Members from which a base union elects a committee of its own (工会法); below it, a joint union or one organiser."""

COMMITTEE_SEATS = ((24, 3, 5), (200, 3, 7), (1_000, 7, 15), (5_000, 15, 21), (10_000, 21, 29), (50_000, 29, 37))
"""Up to so many members: from so many to so many seats (《基层工会委员会》 by size)."""

LARGEST_COMMITTEE = (37, 45)

STREET_RANK = frozenset({"federation_street", "federation_township", "federation_area"})
"""The federations of one rank below the district."""


def committee_seats(members: int) -> tuple[int, int]:
    """Return the least and the greatest number of committee seats for a union of so many members."""
    for up_to, least, greatest in COMMITTEE_SEATS:
        if members <= up_to:
            return least, greatest
    return LARGEST_COMMITTEE


class UnitKind:
    """A kind of union: where it may hang, who speaks for it, whether members belong to it directly."""

    slug: ClassVar[str]
    label: ClassVar[Any]
    """The kind's name for readers."""

    order: ClassVar[int]
    """Where the kind stands in lists, from the city down."""

    parents: ClassVar[frozenset[str]] = frozenset()
    """Kinds of units below which it may hang; empty for the city only."""

    offices: ClassVar[tuple[str, ...]] = ("chair", "vice_chair", "organiser")
    """Roles offered first when someone is appointed here."""

    admits_members: ClassVar[bool] = True
    """Whether memberships are held here; a street holds those of workers whose employer has no union (the pool)."""

    is_territorial: ClassVar[bool] = False
    """Whether it stands for a piece of land: units are located in it, and it is its own territory."""

    max_employers: ClassVar[int | None] = None
    """How many employers it may cover; ``None`` for any number."""

    term_years: ClassVar[Sequence[int]] = (3, 5)
    uscc_starts: ClassVar[str | None] = "81"
    """How the union's credit code starts; ``None`` where a unit of this kind is no legal person."""

    note: ClassVar[Any] = ""
    """A sentence for whoever founds one: thresholds and what the rules ask for."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "slug" in vars(cls):
            if cls.slug in _kinds:
                raise ValueError(f"two kinds of unions are called {cls.slug}")
            _kinds[cls.slug] = cls()

    def may_hang_below(self, parent_kind: str) -> bool:
        """Say whether a unit of this kind may be placed below a unit of that kind."""
        return parent_kind in self.parents

    def has_room_for_employers(self, number: int) -> bool:
        """Say whether a unit of this kind may cover so many employers."""
        return self.max_employers is None or number <= self.max_employers


_kinds: dict[str, UnitKind] = {}


@cache
def _load() -> None:
    for _module in discover_kinds():
        pass


def all_kinds() -> list[UnitKind]:
    """Return every kind, from the city down to the small group."""
    _load()
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kind_of(slug: str) -> UnitKind:
    """Return the kind with this slug; ``LookupError`` if no folder defines it."""
    _load()
    try:
        return _kinds[slug]
    except KeyError:
        raise LookupError(f"there is no kind of union {slug!r}") from None


def kind_choices() -> list[tuple[str, Any]]:
    """Return the kinds as choices of a form."""
    return [(kind.slug, kind.label) for kind in all_kinds()]


def kinds_below(parent_kind: str) -> list[UnitKind]:
    """Return the kinds that may hang below a unit of this kind."""
    return [kind for kind in all_kinds() if kind.may_hang_below(parent_kind)]


def territorial_slugs() -> list[str]:
    """Return the slugs of the kinds that stand for a piece of land."""
    return [kind.slug for kind in all_kinds() if kind.is_territorial]
