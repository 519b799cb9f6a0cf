"""The demo's members: their figures are those that a recount finds, and their numbers are sealed."""

from tests.cast import Cast
from unionhall.membership.demo import enter_invented_members
from unionhall.membership.models import Card, Membership, MembershipEvent, Person
from unionhall.membership.operations.numbers import is_member_number
from unionhall.membership.queries.figures import MEMBERS
from unionhall.organisation import counting
from unionhall.organisation.models import Employer
from unionhall.records.actors import System


def enter(cast: Cast, number: int) -> list[Membership]:
    Employer.objects.create(
        uscc="91110105MA0000007L", name="金盏快运公司", street=cast.jinzhan, unit=cast.base, counted_at=cast.base,
        staff=90, women_staff=60,
    )  # fmt: skip
    enter_invented_members(unit=cast.city, number=number, progress=lambda *_told: None, by=System("tests"))
    return list(Membership.objects.unscoped("tests").select_related("person"))


def test_the_figures_of_invented_members_are_those_of_their_rows(cast: Cast) -> None:
    members = enter(cast, 120)

    assert len(members) == 120
    assert [one for one in counting.differences() if one.measure.startswith("membership.")] == []
    counted = [one for one in members if one.is_counted]
    assert counting.totals([cast.city.pk], [MEMBERS])[cast.city.pk][MEMBERS] == len(counted)


def test_invented_members_have_numbers_cards_and_a_joining_event(cast: Cast) -> None:
    members = enter(cast, 60)

    assert all(is_member_number(one.person.member_no or "") for one in members)
    assert Card.objects.unscoped("tests").count() == sum(one.ended_on is None for one in members)
    assert MembershipEvent.objects.unscoped("tests").filter(change="1").count() == 60


def test_numbers_copied_in_bulk_are_sealed_and_found_again(cast: Cast) -> None:
    person = enter(cast, 30)[0].person

    assert person.id_number.reveal().startswith("1199")
    assert str(person.id_number) == f"119{'*' * 11}{person.id_number.reveal()[-4:]}"
    assert Person.objects.unscoped("tests").get(id_number_index=person.id_number_index) == person
