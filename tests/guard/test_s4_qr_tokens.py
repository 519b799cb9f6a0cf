"""S4: the codes on posters and cards cannot be guessed, and every refusal is one page, one status, one time."""

import re
import secrets
import string
import time
from collections.abc import Callable
from itertools import islice
from statistics import median
from typing import Any

import pytest
from django.core.signing import BadSignature, TimestampSigner
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from unionhall.kit import keys
from unionhall.membership.models import Card, Drive
from unionhall.membership.operations.cards import reissue_card
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.queries import cards, joining
from unionhall.membership.tests.factories import member
from unionhall.records.actors import System

pytestmark = pytest.mark.guard

SIGNS = string.ascii_letters + string.digits + "-_"
REFUSAL_ROUNDS = 30
MILLISECONDS_APART = 20


@pytest.fixture
def card(cast: Cast) -> Card:
    """The card of a member."""
    return Card.objects.unscoped("test").get(membership=member(cast.base))


@pytest.fixture
def drive(cast: Cast) -> Drive:
    """A drive that is open."""
    today = timezone.localdate()
    return open_drive(
        unit=cast.jinzhan, name="集中入会", target=5, starts_on=today, ends_on=today, by=cast.street_cadre
    )


def guesses(token: str, number: int) -> Any:
    """Yield neighbours of a token: other random ones, one sign changed, cut short, made longer, counted up."""
    for turn in range(number):
        place = turn % len(token)
        yield (
            "".join(secrets.choice(SIGNS) for _ in token),
            token[:place] + secrets.choice([sign for sign in SIGNS if sign != token[place]]) + token[place + 1 :],
            token[:place] or "0",
            token + SIGNS[turn % len(SIGNS)],
            f"{turn:022d}",
        )[turn % 5]


def hits(guess: Callable[[str], Any], token: str, number: int) -> list[str]:
    return [tried for tried in guesses(token, number) if tried != token and guess(tried) is not None]


def test_no_guess_finds_a_card(card: Card) -> None:
    token = cards.token_of(card)

    assert cards.check(token) is not None
    assert hits(cards.check, token, 3_000) == []


def test_no_guess_finds_a_drive(drive: Drive) -> None:
    assert joining.drive_behind(drive.token) is not None
    assert hits(joining.drive_behind, drive.token, 3_000) == []


@pytest.mark.nightly
def test_no_guess_of_a_million_finds_anything(card: Card, drive: Drive) -> None:
    """Half against the card's signature, which a guess must pass before its handle counts; half against the drives."""
    token, signer = cards.token_of(card), cards._signer()
    drives = Drive.objects.unscoped("test")
    passed = 0

    for guess in guesses(token, 500_000):
        try:
            signer.unsign(guess)
        except BadSignature:
            continue
        passed += guess != token

    tried = iter(guesses(drive.token, 500_000))
    while batch := [guess for guess in islice(tried, 1_000) if guess != drive.token]:
        passed += drives.filter(token__in=batch).count()
    assert passed == 0


def aged(card: Card, seconds: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a token made some seconds ago."""
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - seconds)
        return cards.token_of(card)


def refused_tokens(card: Card, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return a token for each reason of refusal."""
    good = cards.token_of(card)
    other_purpose = TimestampSigner(key=keys.derive("card-token").hex(), sep=".", salt="something.else")
    revoked = cards.token_of(card)
    return {
        "expired": aged(card, cards.SECONDS + cards.GRACE + 1, monkeypatch),
        "forged": good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB"),
        "truncated": good[:30],
        "unknown": TimestampSigner(key=keys.derive("card-token").hex(), sep=".", salt="membership.card").sign("nobody"),
        "other purpose": other_purpose.sign(card.handle),
        "a drive's token": drive.token,
        "the bare handle": card.handle,
        "revoked": revoked,
    }


def test_every_refusal_is_one_page_with_one_status_in_one_time(
    client: Client, card: Card, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = refused_tokens(card, drive, monkeypatch)
    reissue_card(membership=card.membership, reason="手机遗失", by=System("tests"))
    pages, times = {}, {reason: [] for reason in tokens}

    for _round in range(REFUSAL_ROUNDS):
        for reason, token in tokens.items():
            began = time.perf_counter()
            answer = client.get(f"/check/cards/{token}/")
            times[reason].append((time.perf_counter() - began) * 1000)
            pages[reason] = (answer.status_code, without_keys(answer.content.decode()))

    medians = [median(taken) for taken in times.values()]
    assert {status for status, _page in pages.values()} == {404}
    assert len({page.replace(tokens[reason], "") for reason, (_status, page) in pages.items()}) == 1
    assert max(medians) - min(medians) < MILLISECONDS_APART


def without_keys(page: str) -> str:
    """Return a page without what differs at every loading: the form keys."""
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", page)


def test_a_fresh_code_shows_the_masked_name_and_no_number(client: Client, card: Card) -> None:
    person = card.membership.person

    page = client.get(f"/check/cards/{cards.token_of(card)}/").content.decode()

    assert person.member_no in page
    assert person.name not in page
    assert person.id_number.reveal() not in page
    assert person.mobile.reveal() not in page


def test_the_code_of_a_member_who_left_is_refused(client: Client, card: Card) -> None:
    from unionhall.membership.models import ChangeReason
    from unionhall.membership.operations.memberships import end_membership

    token = cards.token_of(card)
    end_membership(
        membership=card.membership, reason=ChangeReason.OWN_WISH, happened_on=timezone.localdate(), by=System("tests")
    )

    assert client.get(f"/check/cards/{token}/").status_code == 404
