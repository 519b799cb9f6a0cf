"""S5, the part of codes: whether a phone is enrolled cannot be told from asking for a code or from a wrong one."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from unionhall.accounts.tests.factories import make_user

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

ROUNDS = 80
MOST_SECONDS_APART = 0.005
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def phones() -> tuple[list[str], list[str]]:
    """Return phones of users and phones of nobody."""
    known = [make_user().phone.reveal() for _one in range(ROUNDS)]
    return known, [f"1205{number:07}" for number in range(ROUNDS)]


def told(answer: Any, phone: str) -> tuple[int, str]:
    """Return what an answer says, without what differs for everybody: the phone, the code, the tokens of the form."""
    form = answer.context["form"]
    masked = f"{phone[:3]}****{phone[-4:]}"
    return answer.status_code, f"{answer.context['step']} {form.errors} {answer.templates[0].name}".replace(masked, "")


def compare(act: Callable[[str], Any], phones: tuple[list[str], list[str]]) -> tuple[set[Any], float]:
    """Ask for known and unknown phones in turn; return what was said, and how far the median times lie apart."""
    said, seconds = set(), ([], [])
    for pair in zip(*phones, strict=True):
        for kind, phone in enumerate(pair):
            begin = time.perf_counter()
            answer = act(phone)
            seconds[kind].append(time.perf_counter() - begin)
            said.add(told(answer, phone))
    medians = [statistics.median(of_kind) for of_kind in seconds]
    return said, abs(medians[0] - medians[1])


def test_asking_for_a_code_tells_nothing(phones: tuple[list[str], list[str]]) -> None:
    client = Client()

    said, apart = compare(lambda phone: client.post("/my/sign-in/", {"phone": phone, "key": KEY}), phones)

    assert len(said) == 1
    assert apart < MOST_SECONDS_APART


def test_a_wrong_code_tells_nothing(phones: tuple[list[str], list[str]]) -> None:
    client = Client()
    for phone in [*phones[0], *phones[1]]:
        client.post("/my/sign-in/", {"phone": phone, "key": KEY})

    said, apart = compare(lambda phone: client.post("/my/sign-in/", {"phone": phone, "code": "no", "key": KEY}), phones)

    assert len(said) == 1
    assert apart < MOST_SECONDS_APART
