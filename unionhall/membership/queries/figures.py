"""Which figures a membership, an event and an application add to: the one place that says so.

Operations append these as deltas; the recount of ``measures.py`` derives the same from the rows.
"""

from collections.abc import Iterator
from typing import Any

from unionhall.kit.national.codes import KEY_GIG_CATEGORIES, GigCategory, Sex
from unionhall.membership.models import COUNTED_STATES, ChangeType, Membership, MembershipStatus
from unionhall.organisation.kind import all_kinds

MEMBERS = "membership.members"
WOMEN = "membership.women"
MIGRANT = "membership.migrant"
DISPATCHED = "membership.dispatched"
POOL = "membership.pool"
KEY_FOUR = "membership.key_four"
GIG = "membership.gig"
RETAINED = "membership.retained"
JOINED = "membership.joined"
MOVED_IN = "membership.moved_in"
MOVED_OUT = "membership.moved_out"
LEFT = "membership.left"
SUBMITTED = "membership.submitted"
APPROVED = "membership.approved"

FLOW_OF_CHANGE = {
    ChangeType.JOIN: JOINED,
    ChangeType.TRANSFER_IN: MOVED_IN,
    ChangeType.TRANSFER_OUT: MOVED_OUT,
    ChangeType.EXPEL: LEFT,
    ChangeType.WITHDRAW: LEFT,
}
"""The monthly figure that an event adds to; what is retained shows in the stock ``membership.retained``."""


def gig_measure(category: str) -> str:
    """Return the measure of members in one new form of work."""
    return f"membership.gig.{category}"


def kind_measure(slug: str) -> str:
    """Return the measure of members held by unions of one kind."""
    return f"membership.kind.{slug}"


def stocks(membership: Membership) -> list[str]:
    """Return the figures to which this membership adds one, as it stands; its person and job are read."""
    if membership.status == MembershipStatus.RETAINED:
        return [RETAINED]
    if membership.status not in COUNTED_STATES:
        return []
    person, job = membership.person, membership.affiliation
    facts: list[tuple[str, Any]] = [
        (MEMBERS, True),
        (WOMEN, person.sex == Sex.FEMALE),
        (MIGRANT, person.is_migrant_worker),
        (POOL, membership.is_held_in_pool),
        (kind_measure(membership.unit.kind), True),
        (DISPATCHED, job and job.is_dispatched),
    ]
    if job and job.gig_category:
        facts += [
            (GIG, True),
            (gig_measure(job.gig_category), True),
            (KEY_FOUR, job.gig_category in KEY_GIG_CATEGORIES),
        ]
    return [measure for measure, holds in facts if holds]


def stock_filters() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every stock with the lookups that choose the memberships it counts: the same as ``stocks``, for a query."""
    counted = {"status__in": list(COUNTED_STATES)}
    yield MEMBERS, counted
    yield WOMEN, {**counted, "person__sex": Sex.FEMALE}
    yield MIGRANT, {**counted, "person__is_migrant_worker": True}
    yield DISPATCHED, {**counted, "affiliation__is_dispatched": True}
    yield POOL, {**counted, "is_held_in_pool": True}
    yield RETAINED, {"status": MembershipStatus.RETAINED}
    yield GIG, {**counted, "affiliation__gig_category__gt": ""}
    yield KEY_FOUR, {**counted, "affiliation__gig_category__in": list(KEY_GIG_CATEGORIES)}
    for kind in all_kinds():
        yield kind_measure(kind.slug), {**counted, "unit__kind": kind.slug}
    for category in GigCategory.values:
        yield gig_measure(category), {**counted, "affiliation__gig_category": category}
