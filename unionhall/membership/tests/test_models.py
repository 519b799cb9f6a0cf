"""What the tables themselves refuse."""

import pytest

from unionhall.membership.models import NEXT_STATES, NEXT_STATUS, ApplicationStatus, MembershipStatus, Person


@pytest.mark.django_db
def test_tables_stand() -> None:
    assert Person.objects.unscoped("test").count() == 0


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT_STATES) == set(ApplicationStatus.values)
    assert set(NEXT_STATUS) == set(MembershipStatus.values)
    assert all(following <= set(NEXT_STATES) for following in NEXT_STATES.values())
