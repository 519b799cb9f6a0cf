"""The six events of a membership, each by its operation, and the figures they move."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from unionhall.kit.refused import Refused
from unionhall.membership.models import (
    Application,
    ApplicationStatus,
    Card,
    ChangeReason,
    Membership,
    MembershipEvent,
    MembershipStatus,
)
from unionhall.membership.operations.memberships import (
    ask_expulsion,
    decide_expulsion,
    end_membership,
    move_membership,
    resume_membership,
    retain_membership,
)
from unionhall.membership.operations.people import reveal_of_member
from unionhall.membership.queries import figures
from unionhall.membership.tests.factories import applicant, member
from unionhall.organisation.counting import differences, totals

TODAY = timezone.localdate


def stocks(unit: Any, *measures: str) -> list[int]:
    found = totals([unit.pk], measures, own=True)[unit.pk]
    return [found[measure] for measure in measures]


def changes(membership: Membership) -> list[str]:
    rows = MembershipEvent.objects.unscoped("tests").filter(membership=membership).order_by("pk")
    return [event.change for event in rows]


def test_a_retained_member_is_counted_apart_and_can_be_resumed(cast: Any) -> None:
    held = member(cast.base)

    retained = retain_membership(
        membership=held, reason=ChangeReason.RETIRED, happened_on=TODAY(), by=cast.grassroots_chair
    )
    during = stocks(cast.base, figures.MEMBERS, figures.RETAINED)
    resumed = resume_membership(membership=retained, happened_on=TODAY(), by=cast.grassroots_chair)

    assert retained.status == MembershipStatus.RETAINED
    assert during == [0, 1]
    assert resumed.status == MembershipStatus.ACTIVE
    assert stocks(cast.base, figures.MEMBERS, figures.RETAINED) == [1, 0]
    assert changes(held) == ["1", "3", "2"]
    assert differences() == []


def test_moving_keeps_the_member_at_exactly_one_union(cast: Any) -> None:
    held = member(cast.base, gig_category="courier")

    moved = move_membership(
        membership=held, to_unit=cast.second_base, happened_on=TODAY(), reason="1", by=cast.street_cadre
    )

    assert (moved.unit, moved.status) == (cast.second_base, MembershipStatus.ACTIVE)
    assert stocks(cast.base, figures.MEMBERS, figures.KEY_FOUR) == [0, 0]
    assert stocks(cast.second_base, figures.MEMBERS, figures.KEY_FOUR) == [1, 1]
    assert changes(held) == ["1", "4", "2"]
    assert differences() == []


def test_moving_out_of_the_pool_closes_the_application(cast: Any) -> None:
    held = member(cast.jinzhan)

    moved = move_membership(membership=held, to_unit=cast.base, happened_on=TODAY(), by=cast.street_cadre)

    assert (held.is_held_in_pool, moved.is_held_in_pool) == (True, False)
    assert Application.objects.unscoped("tests").get().status == ApplicationStatus.TRANSFERRED
    assert differences() == []


def test_moving_beyond_ones_reach_is_refused(cast: Any) -> None:
    held = member(cast.base)

    with pytest.raises(Refused) as refused:
        move_membership(membership=held, to_unit=cast.far_base, happened_on=TODAY(), by=cast.street_cadre)

    assert refused.value.code == "UH-4515"


def test_leaving_ends_membership_and_card_and_the_person_may_join_again(cast: Any) -> None:
    held = member(cast.base)
    number = held.person.member_no

    left = end_membership(membership=held, reason=ChangeReason.OWN_WISH, happened_on=TODAY(), by=cast.grassroots_chair)
    again = member(cast.second_base)

    assert (left.status, left.ended_on) == (MembershipStatus.LEFT, TODAY())
    assert Card.objects.unscoped("tests").get(membership=held).revoked_at is not None
    assert again.pk != held.pk
    assert again.person.member_no == number
    assert stocks(cast.base, figures.MEMBERS) == [0]
    assert differences() == []


def test_an_expulsion_needs_a_second_person(cast: Any) -> None:
    held = member(cast.base)

    with pytest.raises(Refused):
        end_membership(membership=held, reason=ChangeReason.CRIME, happened_on=TODAY(), by=cast.grassroots_chair)
    asked = ask_expulsion(membership=held, grounds="（2023）刑初字第1号", by=cast.grassroots_chair)
    with pytest.raises(Refused) as own:
        decide_expulsion(expulsion=asked, is_confirmed=True, happened_on=TODAY(), by=cast.grassroots_chair)
    expelled = decide_expulsion(expulsion=asked, is_confirmed=True, happened_on=TODAY(), by=cast.district_officer)

    assert own.value.code == "UH-4507"
    assert expelled.status == MembershipStatus.EXPELLED
    assert changes(held) == ["1", "5"]
    assert differences() == []


def test_days_before_joining_and_in_the_future_are_refused(cast: Any) -> None:
    held = member(cast.base)

    for day in (TODAY() + timedelta(days=1), TODAY() - timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            retain_membership(membership=held, reason="90", happened_on=day, by=cast.grassroots_chair)
        assert refused.value.field == "happened_on"


def test_the_log_cannot_be_changed(cast: Any) -> None:
    member(cast.base)

    with pytest.raises(TypeError):
        MembershipEvent.objects.unscoped("tests").update(note="x")
    with pytest.raises(TypeError):
        MembershipEvent.objects.unscoped("tests").delete()


def test_the_full_number_is_shown_for_a_reason_that_the_journal_keeps(cast: Any) -> None:
    from unionhall.records.models import JournalLine

    held = member(cast.base)

    with pytest.raises(Refused):
        reveal_of_member(membership=held, field="id_number", reason="", by=cast.grassroots_chair)
    shown = reveal_of_member(membership=held, field="id_number", reason="核对证件", by=cast.grassroots_chair)

    line = JournalLine.objects.unscoped("tests").get(operation="membership.reveal_of_member")
    assert shown == applicant().id_number
    assert (line.reason, line.actor_id, line.object_id) == ("核对证件", cast.grassroots_chair.pk, held.pk)
    assert shown not in f"{line.parameters}{line.changes}{line.text}"
