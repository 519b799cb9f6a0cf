"""The member's home, card and data show what is one's own, and nothing else."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from unionhall.accounts.models import Message, User
from unionhall.membership.models import Application, ConsentRecord, Membership, Person
from unionhall.membership.operations.claiming import claim
from unionhall.membership.tests.factories import applicant, apply, member
from unionhall.portal import operations
from unionhall.records.actors import Visitor
from unionhall.records.models import JournalLine

KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def membership(cast: Cast) -> Membership:
    """A member of the grassroots union."""
    return member(cast.base)


@pytest.fixture
def holder(membership: Membership) -> User:
    """The member's user, made at the first sign-in by phone."""
    user = claim(Visitor(phone=membership.person.mobile.reveal(), proven=True))
    assert user is not None
    return user


@pytest.fixture
def phone(client: Client, holder: User) -> Client:
    """The member's phone, signed in by a code."""
    return signed_in(client, holder)


def signed_in(client: Client, user: User) -> Client:
    from unionhall.accounts.sessions import KEY as SESSION_KEY
    from unionhall.accounts.sessions import MEMBER, _now

    client.force_login(user, backend="unionhall.accounts.backends.UserBackend")
    session = client.session
    session[SESSION_KEY] = {"way": MEMBER, "began": _now(), "seen": _now(), "proven": 0}
    session.save()
    return client


def test_whoever_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    for path in ("/my/", "/my/card/", "/my/data/"):
        assert client.get(path).status_code == 302


def test_a_first_sign_in_opens_the_membership_of_the_proven_phone(membership: Membership, holder: User) -> None:
    person = Person.objects.unscoped("test").get(pk=membership.person_id)

    assert person.user_id == holder.pk


def test_a_phone_that_somebody_else_typed_opens_nothing(cast: Cast, membership: Membership) -> None:
    Application.objects.unscoped("test").update(assisted_by=cast.street_cadre)

    assert claim(Visitor(phone=membership.person.mobile.reveal(), proven=True)) is None


def test_the_home_shows_the_union_and_the_number(phone: Client, membership: Membership) -> None:
    page = phone.get("/my/").content.decode()

    assert membership.unit.name in page
    assert membership.person.member_no in page


def test_the_card_masks_the_name(phone: Client, membership: Membership) -> None:
    page = phone.get("/my/card/").content.decode()

    assert membership.person.name not in page
    assert membership.person.member_no in page


def test_the_next_code_of_the_card_is_checked_by_anyone(phone: Client, membership: Membership) -> None:
    code = json.loads(phone.get("/my/card/code/").content)

    page = Client().get(code["link"].removeprefix("http://testserver"))

    assert page.status_code == 200
    assert membership.person.member_no in page.content.decode()


def test_whoever_has_no_card_is_led_home(client: Client, cast: Cast) -> None:
    visitor = signed_in(client, cast.member)

    assert visitor.get("/my/card/").headers["Location"] == "/my/"
    assert visitor.get("/my/card/code/").status_code == 404


def test_the_data_page_shows_numbers_in_part_only(phone: Client, membership: Membership) -> None:
    page = phone.get("/my/data/").content.decode()

    assert str(membership.person.id_number) in page
    assert membership.person.id_number.reveal() not in page


def test_the_copy_holds_everything_in_full_and_leaves_a_line(phone: Client, membership: Membership) -> None:
    copy = json.loads(phone.post("/my/data/export/", {"key": KEY}).content)

    assert copy["person"]["id_number"] == membership.person.id_number.reveal()
    assert [len(copy[part]) for part in ("memberships", "events", "applications", "consents")] == [1, 1, 1, 1]
    assert JournalLine.objects.unscoped("test").filter(operation="portal.export_own_data").count() == 1


def test_nobody_takes_the_copy_of_another(cast: Cast, holder: User) -> None:
    from unionhall.kit.refused import NotAllowed

    with pytest.raises(NotAllowed):
        operations.export_own_data(user=holder, by=cast.member)


def test_a_correction_reaches_the_officers_of_the_union(phone: Client, cast: Cast) -> None:
    phone.post("/my/data/correction/", {"key": KEY, "text": "我的单位名称写错了"})

    told = Message.objects.filter(template="portal.correction")
    assert [message.to_user for message in told] == [cast.grassroots_chair]


def test_an_empty_correction_is_refused_beside_the_field(phone: Client, cast: Cast) -> None:
    page = phone.post("/my/data/correction/", {"key": KEY, "text": " "})

    assert list(page.context["form"].errors) == ["text"]
    assert not Message.objects.filter(template="portal.correction").exists()


def test_a_withdrawn_consent_keeps_its_row_and_the_membership(phone: Client, membership: Membership) -> None:
    consent = ConsentRecord.objects.unscoped("test").get()

    phone.post(f"/my/data/consents/{consent.pk}/withdraw/", {"key": KEY})

    consent.refresh_from_db()
    membership.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert membership.ended_on is None


def test_nobody_withdraws_the_consent_of_another(phone: Client, cast: Cast) -> None:
    other = apply(applicant(seed=2), unit=cast.base)
    consent = ConsentRecord.objects.unscoped("test").get(application=other)

    answer: Any = phone.post(f"/my/data/consents/{consent.pk}/withdraw/", {"key": KEY})

    consent.refresh_from_db()
    assert answer.status_code == 404
    assert consent.withdrawn_at is None
