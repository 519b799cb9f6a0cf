"""Every change of the organisation, split by noun."""

from unionhall.organisation.operations.changes import (
    consent_to_change,
    refuse_change,
    withdraw_change,
)
from unionhall.organisation.operations.employers import cover_employer, edit_employer, register_employer
from unionhall.organisation.operations.groups import end_seat, end_working_group, give_seat, set_up_working_group
from unionhall.organisation.operations.offices import appoint_officer, end_office, hand_over_office
from unionhall.organisation.operations.places import edit_place, open_place
from unionhall.organisation.operations.structure import (
    close_unit,
    merge_units,
    move_unit,
    plan_founding,
    split_unit,
)
from unionhall.organisation.operations.units import edit_unit, found_unit

__all__ = [
    "appoint_officer",
    "close_unit",
    "consent_to_change",
    "cover_employer",
    "edit_employer",
    "edit_place",
    "edit_unit",
    "end_office",
    "end_seat",
    "end_working_group",
    "found_unit",
    "give_seat",
    "hand_over_office",
    "merge_units",
    "move_unit",
    "open_place",
    "plan_founding",
    "refuse_change",
    "register_employer",
    "set_up_working_group",
    "split_unit",
    "withdraw_change",
]
