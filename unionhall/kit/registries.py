"""What one package offers to those that may not import it: plain entries, found by walking the packages.

An app's ``menu.py`` holds a list ``entries`` of ``MenuItem``; ``todo.py``, ``measures.py`` and ``search.py`` likewise
hold ``entries`` of the classes below.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from unionhall.kit.discovery import discover


@dataclass(frozen=True)
class MenuItem:
    """A line of the side bar: shown to those who hold ``permission`` somewhere; at most 13 in all."""

    label: Any
    url_name: str
    icon: str
    permission: str | None
    order: int


@dataclass(frozen=True)
class Todo:
    """A number of things that wait for the reader; hidden at zero."""

    label: Any
    permission: str
    count: Callable[[Any], int]
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Measure:
    """A figure kept by the counters, its unit of measure, and where its rows can be read.

    ``is_flow``: counted per month (joined in March) rather than as a stock (members now). ``recount`` yields
    ``(unit_id, period, amount)`` from the records themselves, ``period`` being ``""`` for a stock and ``YYYY-MM`` for
    a flow. ``rows_url`` takes a unit's id and gives the list of the rows that make the figure. ``group`` names the
    breakdown that the measure is a part of (``members-by-category``), if it is one. ``rows_permission`` opens the rows.
    """

    code: str
    label: Any
    unit_of_measure: Any
    recount: Callable[[], Iterable[tuple[int, str, int]]]
    rows_url: Callable[[int], str] | None = None
    rows_permission: str = ""
    is_flow: bool = False
    group: str = ""


@dataclass(frozen=True)
class SearchSource:
    """One place that the global search looks in: returns hits for a query typed by a user."""

    label: Any
    permission: str
    find: Callable[[Any, str], list[Any]]


def _entries(name: str) -> tuple[Any, ...]:
    return tuple(entry for module in discover(name) for entry in module.entries)


@cache
def menu() -> tuple[MenuItem, ...]:
    """Return every app's menu items in their order."""
    return tuple(sorted(_entries("menu"), key=lambda item: item.order))


@cache
def todo() -> tuple[Todo, ...]:
    """Return every app's kinds of to-dos."""
    return _entries("todo")


@cache
def measures() -> dict[str, Measure]:
    """Return every app's measures by code."""
    return {measure.code: measure for measure in _entries("measures")}


@cache
def search() -> tuple[SearchSource, ...]:
    """Return every app's places to search."""
    return _entries("search")
