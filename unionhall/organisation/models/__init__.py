"""The tables of the tree, split by noun."""

from unionhall.organisation.models.counter import ClosedMonth, CountDelta, Counter, MonthCounter
from unionhall.organisation.models.employer import Employer, Place
from unionhall.organisation.models.office import GroupSeat, Office, WorkingGroup
from unionhall.organisation.models.unit import FormerName, Placement, TreeChange, Unit

__all__ = [
    "ClosedMonth",
    "CountDelta",
    "Counter",
    "Employer",
    "FormerName",
    "GroupSeat",
    "MonthCounter",
    "Office",
    "Place",
    "Placement",
    "TreeChange",
    "Unit",
    "WorkingGroup",
]
