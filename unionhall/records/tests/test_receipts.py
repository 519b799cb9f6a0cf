"""What is sent twice acts once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit.refused import Refused
from unionhall.records.models import Duty, Receipt
from unionhall.records.receipts import KEY as KEY_FORM
from unionhall.records.receipts import act_once, forget_expired, once

KEY = "11111111-1111-4111-8111-111111111111"


def add_row() -> dict[str, Any]:
    return {"id": Duty.objects.create(code=f"effect-{Duty.objects.count()}").pk}


@pytest.mark.django_db
def test_the_second_sending_gets_the_first_answer() -> None:
    first, second = once("user:1", KEY, add_row), once("user:1", KEY, add_row)

    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert (second.answer, Duty.objects.count()) == (first.answer, 1)


@pytest.mark.django_db
def test_another_actor_with_the_same_key_acts() -> None:
    answers = [once(f"user:{number}", KEY, add_row) for number in (1, 2)]

    assert [answer.is_repeat for answer in answers] == [False, False]


@pytest.mark.django_db
def test_a_refusal_keeps_nothing_so_that_the_corrected_form_acts() -> None:
    def refuse() -> dict[str, Any]:
        add_row()
        raise Refused("no")

    with pytest.raises(Refused):
        once("user:1", KEY, refuse)
    assert (Receipt.objects.count(), Duty.objects.count()) == (0, 0)

    assert not once("user:1", KEY, add_row).is_repeat


@pytest.mark.django_db
def test_a_key_used_for_something_else_is_refused() -> None:
    once("user:1", KEY, add_row, purpose="/a/")

    with pytest.raises(Refused) as refusal:
        once("user:1", KEY, add_row, purpose="/b/")

    assert (refusal.value.code, Duty.objects.count()) == ("UH-1602", 1)


@given(st.text(max_size=70).filter(lambda text: not KEY_FORM.fullmatch(text)))
def test_a_damaged_key_is_refused_before_the_database_is_asked(key: str) -> None:
    with pytest.raises(Refused) as refusal:
        once("user:1", key, add_row)

    assert refusal.value.code == "UH-1601"


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_act_once_and_hear_the_same() -> None:
    answers: list[Any] = []
    gate = threading.Barrier(20)

    def send() -> None:
        gate.wait()
        answers.append(once("user:1", KEY, add_row))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.is_repeat for answer in answers) == [False] + [True] * 19
    assert ({answer.answer["id"] for answer in answers}, Duty.objects.count()) == ({Duty.objects.get().pk}, 1)


@pytest.mark.django_db(transaction=True)
def test_the_second_acts_where_the_first_was_refused_meanwhile() -> None:
    is_inside, may_end = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def refuse() -> dict[str, Any]:
        is_inside.set()
        may_end.wait(5)
        raise Refused("no")

    def first() -> None:
        try:
            once("user:1", KEY, refuse)
        except Refused:
            outcomes.append("refused")
        connection.close()

    def second() -> None:
        outcomes.append("repeat" if once("user:1", KEY, add_row).is_repeat else "acted")
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    is_inside.wait(5)
    threads[1].start()
    may_end.set()
    for thread in threads:
        thread.join()

    assert outcomes == ["refused", "acted"]


@pytest.mark.django_db
def test_receipts_are_forgotten_after_thirty_days() -> None:
    once("user:1", KEY, add_row)
    Receipt.objects.update(received_at=timezone.now() - timedelta(days=29))
    kept = forget_expired()
    Receipt.objects.update(received_at=timezone.now() - timedelta(days=31))

    assert (kept, forget_expired(), Receipt.objects.count()) == (0, 1, 0)


@pytest.mark.django_db
def test_a_form_of_someone_not_signed_in_acts_once_for_its_session(rf: RequestFactory) -> None:
    request = rf.post("/join/")
    request.user, request.session = AnonymousUser(), type("Session", (), {"session_key": "s"})()

    answers = [act_once(request, KEY, add_row) for _ in range(2)]

    assert [answer.is_repeat for answer in answers] == [False, True]
