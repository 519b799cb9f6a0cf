"""Pages by key: quick at any depth, and never an exact total of many rows."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

MANY = 1_000
"""Above this many rows a list says "more than 1,000" instead of counting."""


@dataclass(frozen=True)
class KeyPage(Generic[Row]):
    """One page of a list, newest first: its rows and the keys of its neighbours (``None`` where there is none)."""

    rows: list[Row]
    older: str | None
    newer: str | None


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 20 else None


def page_by_key(rows: QuerySet[Row], parameters: Any, *, size: int = 50) -> KeyPage[Row]:
    """Return the page that the URL's ``before`` or ``after`` key asks for, ordered by id, newest first.

    A key that is not a number is treated as absent. ``size`` is the number of rows of a page, 1 to 200.
    """
    before, after = _key(parameters.get("before")), _key(parameters.get("after"))
    if after is not None:
        found = list(rows.filter(Q(pk__gt=after)).order_by("pk")[: size + 1])
        has_more, found = len(found) > size, found[:size][::-1]
        newer, older = (str(found[0].pk) if has_more else None), (str(found[-1].pk) if found else None)
        return KeyPage(found, older, newer)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    has_more, found = len(found) > size, found[:size]
    return KeyPage(found, str(found[-1].pk) if has_more else None, str(found[0].pk) if found and before else None)


def count_up_to(rows: QuerySet[Row], limit: int = MANY) -> tuple[int, bool]:
    """Return how many rows there are, at most ``limit``, and whether there are more."""
    counted: Any = rows.order_by().values("pk")[: limit + 1]
    number = counted.count()
    return min(number, limit), number > limit
