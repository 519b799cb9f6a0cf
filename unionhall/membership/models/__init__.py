"""The tables of membership, one module a noun."""

from unionhall.membership.models.applications import (
    APPROVED_STATES,
    LIVE_STATES,
    NEXT_STATES,
    OPEN_STATES,
    REVIEWABLE_STATES,
    Application,
    ApplicationStatus,
    ApplicationStep,
    ReviewRule,
    StepDecision,
)
from unionhall.membership.models.cards import Card
from unionhall.membership.models.codes import ApplyChannel, ChangeReason, ChangeType
from unionhall.membership.models.consent import ConsentRecord, ConsentText
from unionhall.membership.models.drives import Drive, DriveStatus
from unionhall.membership.models.expulsions import Expulsion
from unionhall.membership.models.memberships import (
    COUNTED_STATES,
    ENDED_STATES,
    NEXT_STATUS,
    Membership,
    MembershipEvent,
    MembershipStatus,
)
from unionhall.membership.models.numbers import MemberNumberSeries
from unionhall.membership.models.people import Affiliation, Person

__all__ = [
    "APPROVED_STATES",
    "COUNTED_STATES",
    "ENDED_STATES",
    "LIVE_STATES",
    "NEXT_STATES",
    "NEXT_STATUS",
    "OPEN_STATES",
    "REVIEWABLE_STATES",
    "Affiliation",
    "Application",
    "ApplicationStatus",
    "ApplicationStep",
    "ApplyChannel",
    "Card",
    "ChangeReason",
    "ChangeType",
    "ConsentRecord",
    "ConsentText",
    "Drive",
    "DriveStatus",
    "Expulsion",
    "MemberNumberSeries",
    "Membership",
    "MembershipEvent",
    "MembershipStatus",
    "Person",
    "ReviewRule",
    "StepDecision",
]
