"""Members, applications and drives of a union that is merged, split or closed: they go over to another union.

What is over stays with the old union, which stays in the tree under its last parent: ended memberships, decided
applications and their months, closed drives. So the past figures of the unions above hold, and all of it can be counted
anew. Cards stay valid: they belong to the membership.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit.paging import count_up_to
from unionhall.kit.refused import Refused
from unionhall.membership import permissions
from unionhall.membership.models import (
    COUNTED_STATES,
    OPEN_STATES,
    Application,
    ApplicationStatus,
    ApplicationStep,
    ChangeReason,
    ChangeType,
    Drive,
    DriveStatus,
    Membership,
    MembershipEvent,
    MembershipStatus,
    ReviewRule,
    StepDecision,
)
from unionhall.membership.queries import figures
from unionhall.organisation.counting import append_deltas
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Unit
from unionhall.organisation.permissions import RESTRUCTURE
from unionhall.organisation.succession import Amount, Offer, Transition
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

OFFERED = 200
"""Members that can be chosen one by one at a split; of a larger union they are chosen by their employers."""

WHY = "what belongs to a union goes over to another, seen or not"


FIRST_REVIEWS = (ApplicationStatus.STREET_REVIEW, ApplicationStatus.UNIT_REVIEW)

Changes = dict[date, Counter[tuple[int, str]]]
"""What changes by month, at which unit, in which figure."""


class MembersGoOver:
    """What membership answers when a union is merged, split or closed."""

    def amounts(self, unit: Unit, *, below: bool) -> Iterable[Amount]:
        """Return how many members, open applications and open drives there are."""
        at = {"unit__path__gte": unit.path, "unit__path__lt": unit.path_end} if below else {"unit": unit}
        members = Membership.objects.unscoped(WHY).filter(**at)
        applications = Application.objects.unscoped(WHY).filter(status__in=OPEN_STATES, **at)
        drives = Drive.objects.unscoped(WHY).filter(status=DriveStatus.OPEN, **at)
        yield _amount(_("Members"), members.filter(status__in=COUNTED_STATES), unit, "member-list", "&status=counted")
        retained = members.filter(status=MembershipStatus.RETAINED)
        yield _amount(_("Retained memberships"), retained, unit, "member-list", "&status=retained")
        yield _amount(_("Open applications"), applications, unit, "application-list", "&state=waiting")
        yield _amount(_("Open drives"), drives, unit, "drive-list", "")

    def check(self, unit: Unit, following: Unit) -> None:
        """Refuse a following union that holds no members, if there are any."""
        if kind_of(following.kind).admits_members:
            return
        whole = Transition(ending=unit, following=following, on=timezone.localdate(), by=None)
        if self.number_left(whole, 1):
            message = _("%(unit)s holds no members. Choose another union.") % {"unit": following}
            raise Refused(message, "UH-4516", field="target")

    def number_left(self, transition: Transition, most: int | None = None) -> int:
        """Return how many members and open applications still have to go over."""
        return sum(rows[:most].count() for rows in (_members(transition), _applications(transition)))

    def hand_over(self, transition: Transition, most: int) -> int:
        """Let members go over first, then open applications."""
        return hand_over_members(transition=transition, most=most, by=transition.by)

    def finish(self, transition: Transition) -> None:
        """Let the drives that are open go over, so that posters still work; the following union reviews its own way."""
        rows = Drive.objects.unscoped(WHY).filter(unit=transition.ending, status=DriveStatus.OPEN)
        rows.update(unit=transition.following)
        ReviewRule.objects.filter(unit=transition.ending).delete()

    def offer(self, by: Any, unit: Unit) -> Offer | None:
        """Return the union's members with their employers, if the reader sees them."""
        rows = Membership.objects.within_reach(by, permissions.VIEW.code).filter(unit=unit, ended_on=None)
        shown = rows.select_related("person", "affiliation").order_by("affiliation__employer_name", "pk")[: OFFERED + 1]
        found = [(str(one.pk), _line(one)) for one in shown]
        return Offer(_("Members that go over"), found[:OFFERED], is_more=len(found) > OFFERED)


@operation(
    RESTRUCTURE.code,
    journal=gettext_noop("From %(unit)s to %(target)s went over: members %(members)s, applications %(applications)s"),
)
def hand_over_members(*, transition: Transition, most: int, by: Actor) -> int:
    """Let at most so many members and open applications go over, with their logs and figures; return how many did.

    The caller holds the tree and both unions.
    """
    members = _hand_over_memberships(transition, most)
    applications = _hand_over_applications(transition, most - members)
    facts: dict[str, Any] = {"unit": transition.ending.name, "target": transition.following.name}
    note(transition.ending, reason=transition.said, members=members, applications=applications, **facts)
    return members + applications


def _hand_over_memberships(transition: Transition, most: int) -> int:
    rows = _members(transition).select_for_update(of=("self",)).select_related("person", "affiliation", "unit")
    moving: list[Membership] = list(rows.order_by("pk")[:most])
    if not moving:
        return 0
    days = _days(moving, transition.on)
    changes: Changes = {}
    left_pool = [one for one in moving if one.is_held_in_pool and not _is_pool(transition)]
    newly_retained = [one for one in moving if transition.is_retained and one.is_counted]
    for one in moving:
        counted = changes.setdefault(days[one.pk].replace(day=1), Counter())
        counted.subtract((one.unit_id, measure) for measure in figures.stocks(one))
        one.unit, one.is_held_in_pool = transition.following, _is_pool(transition)
        if transition.is_retained:
            one.status = MembershipStatus.RETAINED
        counted.update((one.unit_id, measure) for measure in figures.stocks(one))
        counted[transition.ending.pk, figures.MOVED_OUT] += 1
        counted[transition.following.pk, figures.MOVED_IN] += 1
    rows = Membership.objects.unscoped(WHY).filter(pk__in=[one.pk for one in moving])
    rows.update(unit=transition.following, is_held_in_pool=_is_pool(transition))
    if transition.is_retained:
        rows.update(status=MembershipStatus.RETAINED)
    _log(moving, days, transition, newly_retained)
    _close_applications(left_pool, transition)
    _count(changes)
    return len(moving)


def _log(
    moved: Sequence[Membership], days: dict[int, date], transition: Transition, retained: Sequence[Membership]
) -> None:
    """Add the two lines of every member who moved, and one of whoever is retained from now on."""
    steps = [(one, change) for one in moved for change in (ChangeType.TRANSFER_OUT, ChangeType.TRANSFER_IN)]
    between: dict[str, Any] = {"from_unit": transition.ending, "to_unit": transition.following}
    at_new: dict[str, Any] = {"from_unit": transition.following, "to_unit": transition.following}
    steps += [(one, ChangeType.RETAIN) for one in retained]
    MembershipEvent.objects.bulk_create(
        MembershipEvent(
            membership=one,
            change=change,
            reason=ChangeReason.REORGANISED,
            happened_on=days[one.pk],
            recorded_at=timezone.now(),
            decided_by_id=transition.asked_by_id,
            note=transition.said,
            **(at_new if change == ChangeType.RETAIN else between),
        )
        for one, change in steps
    )


def _hand_over_applications(transition: Transition, most: int) -> int:
    """Let open applications go to the reviewers of the following union, each counted where it is reviewed."""
    rows = _applications(transition).select_for_update(of=("self",)).order_by("pk")
    moving: list[Application] = list(rows[: max(most, 0)])
    is_pool = _is_pool(transition)
    review = ApplicationStatus.STREET_REVIEW if is_pool else ApplicationStatus.UNIT_REVIEW
    changes: Changes = {}
    for one in moving:
        counted = changes.setdefault(one.submitted_month, Counter())
        counted[transition.ending.pk, figures.SUBMITTED] -= 1
        counted[transition.following.pk, figures.SUBMITTED] += 1
    steps = [_step(one, review if one.status in FIRST_REVIEWS else one.status, transition) for one in moving]
    going = Application.objects.unscoped(WHY).filter(pk__in=[one.pk for one in moving])
    going.filter(status__in=FIRST_REVIEWS).update(status=review)
    going.update(unit=transition.following, is_for_pool=is_pool)
    ApplicationStep.objects.bulk_create(steps)
    _count(changes)
    return len(moving)


def _count(changes: Changes) -> None:
    for month, counted in changes.items():
        append_deltas(((unit_id, measure, amount) for (unit_id, measure), amount in counted.items()), month)


def _close_applications(moved: Sequence[Membership], transition: Transition) -> None:
    """Mark the applications of members who leave the pool for a union of their own."""
    rows = Application.objects.unscoped(WHY).filter(membership__in=moved, status=ApplicationStatus.CARD_ISSUED)
    closing: list[Application] = list(rows.select_for_update(of=("self",)).order_by("pk"))
    steps = [_step(one, ApplicationStatus.TRANSFERRED, transition) for one in closing]
    rows.filter(pk__in=[one.pk for one in closing]).update(status=ApplicationStatus.TRANSFERRED)
    ApplicationStep.objects.bulk_create(steps)


def _step(application: Application, to_status: str, transition: Transition) -> ApplicationStep:
    return ApplicationStep(
        application=application,
        decision=StepDecision.MOVE,
        from_status=application.status,
        to_status=to_status,
        opinion=transition.said,
        by_id=transition.asked_by_id,
        happened_at=timezone.now(),
    )


def _members(transition: Transition) -> QuerySet[Membership]:
    """Return the open memberships that still have to go over."""
    rows = Membership.objects.unscoped(WHY).filter(unit=transition.ending, ended_on=None)
    if transition.choice is None:
        return rows
    chosen = Q(affiliation__employer__in=transition.choice.employers) | Q(pk__in=transition.choice.rows)
    return rows.filter(chosen)


def _applications(transition: Transition) -> QuerySet[Application]:
    """Return the open applications that still have to go over: with everything else, or with their employers."""
    rows = Application.objects.unscoped(WHY).filter(unit=transition.ending, status__in=OPEN_STATES)
    if transition.choice is None:
        return rows
    return rows.filter(employer__in=transition.choice.employers)


def _is_pool(transition: Transition) -> bool:
    return kind_of(transition.following.kind).is_territorial


def _days(memberships: Sequence[Membership], on: date) -> dict[int, date]:
    """Return on which day each member goes over: not before the last line of its log."""
    lines = MembershipEvent.objects.unscoped(WHY).filter(membership__in=memberships)
    last = dict(lines.order_by().values_list("membership").annotate(day=Max("happened_on")))
    return {one.pk: max(on, one.joined_on, last.get(one.pk, on)) for one in memberships}


def _amount(label: Any, rows: QuerySet[Any], unit: Unit, page: str, query: str) -> Amount:
    number, is_more = count_up_to(rows)
    return Amount(label, number, is_more, f"{reverse(f'membership:{page}')}?unit={unit.pk}{query}")


def _line(membership: Membership) -> str:
    job = membership.affiliation
    parts = (membership.person.name, membership.person.member_no, job.employer_name if job else "")
    return " · ".join(part for part in parts if part)
