"""What happens to what belongs to a unit when it is merged, split or closed: apps above register it here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from unionhall.organisation.models import Unit


@dataclass(frozen=True)
class Choice:
    """What goes over at a split: all that belongs to some employers, and single rows chosen by their ids."""

    employers: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One going-over: from a unit to another, from a day on, with the sentence that the logs keep.

    ``choice`` is ``None`` if everything goes over. ``is_retained``: the unit ends without a successor, and the union
    above keeps the memberships.
    """

    ending: Unit
    following: Unit
    on: date
    by: Any
    asked_by_id: int | None = None
    said: str = ""
    choice: Choice | None = None
    is_retained: bool = False


@dataclass(frozen=True)
class Amount:
    """How much of one thing belongs to a unit, and where its rows can be read."""

    label: Any
    number: int
    is_more: bool = False
    url: str = ""

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.is_more else f"{self.number:,}"


@dataclass(frozen=True)
class Offer:
    """Rows that can be chosen to go over at a split: ``(id, label)``; ``is_more``: not all are here."""

    label: Any
    rows: list[tuple[str, str]] = field(default_factory=list)
    is_more: bool = False


class Belongings(Protocol):
    """What an app answers about its rows that belong to units."""

    def amounts(self, unit: Unit, *, below: bool) -> Iterable[Amount]:
        """Return what belongs to the unit itself, or (``below``) also to what is below it."""

    def check(self, unit: Unit, following: Unit) -> None:
        """Raise ``Refused`` if what belongs to the unit cannot go over to the following one."""

    def number_left(self, transition: Transition, most: int | None = None) -> int:
        """Return how many rows still have to go over, at most so many."""

    def hand_over(self, transition: Transition, most: int) -> int:
        """Let at most so many rows go over, with the counters; return how many did."""

    def finish(self, transition: Transition) -> None:
        """Let the rest go over that is not worth counting. Nothing of the kind happens when a unit is split."""

    def offer(self, by: Any, unit: Unit) -> Offer | None:
        """Return the rows of the unit that a reader may choose at a split."""


_registered: list[Belongings] = []


def register(belongings: Belongings) -> None:
    """Let an app answer for its rows; it is done once, when the app is ready."""
    _registered.append(belongings)


def amounts(unit: Unit, *, below: bool) -> list[Amount]:
    """Return what belongs to a unit; nothing that is not there."""
    return [amount for one in _registered for amount in one.amounts(unit, below=below) if amount.number]


def check(unit: Unit, following: Unit) -> None:
    """Raise ``Refused`` if anything cannot go over."""
    for one in _registered:
        one.check(unit, following)


def number_left(transition: Transition, most: int | None = None) -> int:
    """Return how many rows still have to go over; counting stops after ``most``."""
    return sum(one.number_left(transition, most) for one in _registered)


def hand_over(transition: Transition, most: int) -> int:
    """Let at most so many rows go over in the present transaction; return how many did."""
    done = 0
    for one in _registered:
        if done < most:
            done += one.hand_over(transition, most - done)
    return done


def finish(transition: Transition) -> None:
    """Let the rest go over at the end of a unit."""
    for one in _registered:
        one.finish(transition)


def offers(by: Any, unit: Unit) -> list[Offer]:
    """Return what can be chosen at a split."""
    return [offer for one in _registered if (offer := one.offer(by, unit)) is not None and offer.rows]
