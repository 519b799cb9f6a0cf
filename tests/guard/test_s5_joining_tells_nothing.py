"""S5, the part of joining: whether a person is enrolled cannot be told from handing in an application."""

import time
from datetime import date
from statistics import median
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from unionhall.kit import cipher
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.membership.models import Drive
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.tests.factories import member
from unionhall.membership.views import proof

pytestmark = pytest.mark.guard

MILLISECONDS_APART = 5
ROUNDS = 40
ROUNDS_NIGHTLY = 2_000


@pytest.fixture
def drive(cast: Cast) -> Drive:
    """A drive that is open."""
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2099, 12, 31)}
    return open_drive(unit=cast.jinzhan, name="集中入会", target=9, by=cast.street_cadre, **days)


def browser_of(phone: str) -> Client:
    """Return a browser that proved the phone."""
    client = Client()
    said = f'{{"phone": "{phone}", "until": {int(time.time()) + 3600}}}'
    client.cookies[proof.COOKIE] = cipher.seal(said, proof.PLACE)
    return client


def hand_in(drive: Drive, phone: str, name: str, id_number: str, turn: int) -> tuple[Any, float]:
    """Send the form as the script does; return what it says, without the receipt's own number, and the milliseconds."""
    client = browser_of(phone)
    typed = {
        "action": "send",
        "name": name,
        "id_type": "resident",
        "id_number": id_number,
        "work": "platform",
        "gig_category": "courier",
        "workplace": "快达",
        "agrees_to_join": "on",
        "agrees_to_id": "on",
        "key": f"11111111-1111-4111-8111-{turn:012d}",
    }
    began = time.perf_counter()
    answer = client.post(f"/join/{drive.token}/", typed, headers={"Accept": "application/json"})
    taken = (time.perf_counter() - began) * 1000
    said = answer.json()
    return (answer.status_code, tuple(sorted(said)), len(said.get("number", "")), said.get("url")), taken


def compare(cast: Cast, drive: Drive, rounds: int) -> tuple[set[Any], float]:
    """Hand in the numbers of members and of strangers in turn, from phones that nobody knows."""
    crowd = InventedPeople(77)
    members = [member(cast.base, seed=seed).person for seed in range(1, 11)]
    said, taken = set(), {"known": [], "unknown": []}
    for turn in range(rounds + 4):
        known, unknown = members[turn % len(members)], crowd.person()
        people = {"known": (known.name, known.id_number.reveal()), "unknown": (unknown.name, unknown.id_number)}
        for place, (kind, (name, number)) in enumerate(people.items()):
            answer, milliseconds = hand_in(drive, f"1207{turn * 2 + place:07d}", name, number, turn * 2 + place)
            said.add(answer)
            if turn >= 4:  # The first ones warm the caches up.
                taken[kind].append(milliseconds)
    return said, abs(median(taken["known"]) - median(taken["unknown"]))


def test_an_enrolled_number_gets_the_same_answer_as_a_new_one(cast: Cast, drive: Drive) -> None:
    said, apart = compare(cast, drive, ROUNDS)

    assert len(said) == 1
    assert {status for status, *_rest in said} == {200}
    assert apart < MILLISECONDS_APART


@pytest.mark.nightly
def test_two_thousand_tries_tell_nothing(cast: Cast, drive: Drive) -> None:
    said, apart = compare(cast, drive, ROUNDS_NIGHTLY)

    assert len(said) == 1
    assert apart < MILLISECONDS_APART


def test_the_page_of_progress_of_a_known_number_looks_like_any_other(cast: Cast, drive: Drive) -> None:
    known = member(cast.base).person
    stranger = InventedPeople(78).person()
    pages = []

    for turn, (name, number) in enumerate(
        [(known.name, known.id_number.reveal()), (stranger.name, stranger.id_number)]
    ):
        phone = f"1207100000{turn}"
        hand_in(drive, phone, name, number, turn)
        answer = browser_of(phone).get(f"/join/{drive.token}/done/")
        pages.append((answer.status_code, answer.context["current"].heading, len(answer.context["current"].timeline)))

    assert pages[0] == pages[1]
