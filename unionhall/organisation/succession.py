"""What happens to what belongs to a unit when the unit is merged into another: apps above register it here."""

from collections.abc import Callable
from typing import Any

from unionhall.organisation.models import Unit

Handover = Callable[[Unit, Unit, Any], int]
"""Takes the unit that ends, the unit that follows and the actor; returns how many rows changed hands."""

_handovers: list[Handover] = []


def on_merge(handover: Handover) -> Handover:
    """Register a function that hands rows over to the following unit within the merging transaction.

    It keeps the counters right by appending the deltas of what it hands over.
    """
    _handovers.append(handover)
    return handover


def hand_over(ending: Unit, following: Unit, by: Any) -> int:
    """Hand over everything that belongs to the ending unit; return how many rows."""
    return sum(handover(ending, following, by) for handover in _handovers)
