"""Codes by message: few, short-lived, single use, and no oracle."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from unionhall.accounts import codes, limits
from unionhall.accounts.models import Message, PhoneCode, Tries
from unionhall.kit.refused import Refused
from unionhall.records.models import JournalLine

PHONE = "12000000001"
IP = "192.0.2.7"


def at_once(number: int, act: Callable[[], Any]) -> list[Any]:
    """Run ``act`` in so many threads at the same moment; return what each returned or raised."""
    barrier, answers = threading.Barrier(number), []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(act())
        except Exception as raised:
            answers.append(raised)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _one in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def send(phone: str = PHONE, purpose: str = "join") -> str:
    return codes.send_code(phone, purpose, IP).demo_code


def let_minutes_pass(minutes: int) -> None:
    """Move everything that was counted and sent into the past."""
    earlier = timedelta(minutes=minutes)
    PhoneCode.objects.update(created_at=F("created_at") - earlier, expires_at=F("expires_at") - earlier)
    for row in Tries.objects.all():
        row.moments = [moment - earlier for moment in row.moments]
        row.save()


@pytest.mark.django_db
def test_the_code_that_was_sent_proves_the_phone() -> None:
    code = send()

    visitor = codes.prove(PHONE, "join", code, IP)

    assert (visitor.phone, visitor.proven) == (PHONE, True)


@pytest.mark.django_db
def test_a_code_proves_once() -> None:
    code = send()
    codes.prove(PHONE, "join", code)

    with pytest.raises(Refused) as refused:
        codes.prove(PHONE, "join", code)

    assert refused.value.code == "UH-2104"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "purpose", "minutes"),
    [("12000000002", "join", 0), (PHONE, "sign-in", 0), (PHONE, "join", 5)],
    ids=["another phone", "another purpose", "too late"],
)
def test_a_code_does_not_prove(phone: str, purpose: str, minutes: int) -> None:
    code = send()
    let_minutes_pass(minutes)

    with pytest.raises(Refused) as refused:
        codes.prove(phone, purpose, code)

    assert refused.value.code == "UH-2104"


@pytest.mark.django_db
def test_after_five_wrong_tries_the_right_code_proves_nothing() -> None:
    code = send()
    for _try in range(5):
        with pytest.raises(Refused):
            codes.prove(PHONE, "join", "no")

    with pytest.raises(Refused):
        codes.prove(PHONE, "join", code)
    assert PhoneCode.objects.get().tries == 5


@pytest.mark.django_db
def test_a_newer_code_ends_the_older() -> None:
    older = send()
    let_minutes_pass(1)
    newer = send()

    with pytest.raises(Refused):
        codes.prove(PHONE, "join", older if older != newer else "no")
    assert codes.prove(PHONE, "join", newer).proven


@pytest.mark.django_db
def test_one_code_a_minute_and_ten_a_day() -> None:
    for _time in range(10):
        send()
        with pytest.raises(Refused) as refused:
            send()
        assert refused.value.code == "UH-2102"
        let_minutes_pass(2)

    with pytest.raises(Refused) as refused:
        send()

    assert (refused.value.code, PhoneCode.objects.count()) == ("UH-2105", 10)


@pytest.mark.django_db
def test_a_network_gets_no_more_codes_than_a_rally_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "PER_ADDRESS", 2)
    send("12000000011")
    send("12000000012")

    with pytest.raises(Refused) as refused:
        send("12000000013")

    assert refused.value.code == "UH-2103"


@pytest.mark.django_db
def test_wrong_codes_from_one_network_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "WRONG_PER_ADDRESS", limits.Limit("test", 3, 900))
    for number in range(3):
        with pytest.raises(Refused):
            codes.prove(f"1200000010{number}", "join", "000000", IP)

    with pytest.raises(Refused) as refused:
        codes.prove("12000000109", "join", "000000", IP)

    assert refused.value.code == "UH-2103"


@pytest.mark.django_db
def test_neither_phone_nor_code_stands_plain_in_the_database() -> None:
    code = send()

    kept = PhoneCode.objects.values().get() | {
        f"message {name}": value for name, value in Message.objects.values().get().items() if name != "phone_last4"
    }
    lines = list(JournalLine.objects.unscoped("test").values("parameters", "object_label"))

    assert PHONE not in str(kept) + str(lines)
    assert code not in [str(value) for value in kept.values()]
    assert lines[-1]["parameters"] == {"phone": "120****0001"}


@pytest.mark.django_db
def test_a_number_that_is_no_phone_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        send("12345")

    assert refused.value.field == "phone"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_send_the_right_code_at_once_one_is_let_in() -> None:
    code = send()

    answers = at_once(8, lambda: codes.prove(PHONE, "join", code))

    assert len([answer for answer in answers if not isinstance(answer, Refused)]) == 1
    assert {type(answer).__name__ for answer in answers} == {"Visitor", "Refused"}


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_ask_at_once_one_gets_a_code() -> None:
    answers = at_once(8, send)

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 7 + ["str"]
    assert (PhoneCode.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_counting_refuses_to_run_where_a_refusal_would_undo_it() -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        send()


@pytest.mark.django_db
def test_the_demonstration_shows_the_code_even_after_a_double_tap(client: Client) -> None:
    first = client.post("/my/sign-in/", {"phone": PHONE, "key": "11111111-1111-4111-8111-111111111111"})
    second = client.post("/my/sign-in/", {"phone": PHONE, "key": "11111111-1111-4111-8111-111111111111"})

    assert first.context["demo_code"] == second.context["demo_code"] != ""
    assert (first.context["step"], second.context["step"]) == (2, 2)


@pytest.mark.django_db
def test_the_demonstration_shows_no_code_of_another_purpose(client: Client) -> None:
    code = send(purpose="membership.join")

    page = client.post("/my/sign-in/", {"phone": PHONE, "key": "11111111-1111-4111-8111-111111111111"})

    assert (page.context["step"], page.context["note"].code, page.context["demo_code"]) == (2, "UH-2102", "")
    assert code not in page.content.decode()


@pytest.mark.django_db
def test_the_demonstration_shows_no_code_that_was_used_or_is_too_old() -> None:
    code = send()
    assert codes.demo_code_of(PHONE, "join") == code

    codes.prove(PHONE, "join", code)
    assert codes.demo_code_of(PHONE, "join") == ""

    let_minutes_pass(1)
    send()
    let_minutes_pass(5)
    assert codes.demo_code_of(PHONE, "join") == ""
