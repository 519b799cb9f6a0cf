"""S6: guessing passwords and codes comes to an end, and never shuts the owner out.

The small run; ``nightly`` ones are as long as the promise says.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from unionhall.accounts import codes, sign_in
from unionhall.accounts.models import PhoneCode
from unionhall.accounts.tests.factories import PASSWORD, code_now, make_user
from unionhall.accounts.tests.test_codes import at_once
from unionhall.kit.refused import Refused

pytestmark = [pytest.mark.guard]

KEY = "11111111-1111-4111-8111-111111111111"
WRONG = "wrong-Password-1"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of passwords that reach the hasher; wrong ones are not really hashed, which takes long."""
    reached: list[str] = []

    def counted(password: str, stored: str, **options: Any) -> bool:
        reached.append(password)
        return password == PASSWORD and check_password(password, stored, **options)

    monkeypatch.setattr(sign_in, "check_password", counted)
    return reached


def guess(login: str, ip: str, password: str = WRONG) -> str:
    """Try a password from an address; return the code of the refusal, or nothing."""
    try:
        sign_in.check_login(login=login, password=password, ip=ip, device=None)
    except Refused as refusal:
        return refusal.code
    return ""


def send_password(client: Client, login: str, password: str, ip: str) -> Any:
    return client.post("/sign-in/", {"login": login, "password": password, "key": KEY}, REMOTE_ADDR=ip)


def addresses() -> Iterator[str]:
    return (f"198.51.{third}.{fourth}" for third, fourth in itertools.product(range(256), range(1, 255)))


def against_one(tries: int, ips: int) -> None:
    names = list(itertools.islice(addresses(), ips))
    for number in range(tries):
        guess("owner", names[number % ips])


@pytest.mark.django_db
def test_five_tries_from_one_address_reach_the_hasher(hashed: list[str]) -> None:
    make_user(username="owner", password=True)

    against_one(200, ips=1)

    assert len(hashed) == 5


@pytest.mark.django_db
def test_fifty_tries_from_many_addresses_reach_the_hasher(hashed: list[str]) -> None:
    make_user(username="owner", password=True)

    against_one(400, ips=40)

    assert len(hashed) == 50


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.parametrize(("ips", "reaching"), [(1, 5), (200, 50)])
def test_of_ten_thousand_passwords_against_one_account_few_reach_the_hasher(
    hashed: list[str], ips: int, reaching: int
) -> None:
    make_user(username="owner", password=True)

    against_one(10_000, ips)

    assert len(hashed) == reaching


def one_against_many(accounts: int) -> None:
    for number in range(accounts):
        guess(f"officer-{number}", "198.51.100.1")


@pytest.mark.django_db
def test_one_password_against_many_accounts_from_one_address_comes_to_an_end(hashed: list[str]) -> None:
    one_against_many(200)

    assert len(hashed) == 60


@pytest.mark.nightly
@pytest.mark.django_db
def test_one_password_against_ten_thousand_accounts_comes_to_an_end(hashed: list[str]) -> None:
    one_against_many(10_000)

    assert len(hashed) == 60


@pytest.mark.django_db(transaction=True)
def test_fifty_at_the_same_moment_count_like_fifty_one_after_the_other(hashed: list[str]) -> None:
    make_user(username="owner", password=True)

    answers = at_once(50, lambda: guess("owner", "198.51.100.1"))

    assert (len(hashed), sorted(answers).count("UH-2001"), sorted(answers).count("UH-2002")) == (5, 5, 45)


@pytest.mark.django_db
def test_name_and_phone_of_one_account_share_their_tries(hashed: list[str]) -> None:
    make_user(username="owner", phone="12000000009", password=True)
    for number in range(20):
        guess(["owner", "12000000009", "120-0000-0009"][number % 3], "198.51.100.1")

    assert len(hashed) == 5


@pytest.mark.django_db
def test_the_owner_gets_in_by_a_known_device_while_strangers_guess(hashed: list[str]) -> None:
    make_user(username="owner", password=True, second_factor=True)
    known = Client()
    send_password(known, "owner", PASSWORD, "203.0.113.5")
    known.post("/sign-in/second-factor/", {"code": code_now(-1), "key": KEY}, REMOTE_ADDR="203.0.113.5")
    known.post("/sign-out/", REMOTE_ADDR="203.0.113.5")
    against_one(400, ips=40)

    password = send_password(known, "owner", PASSWORD, "203.0.113.5")
    code = known.post("/sign-in/second-factor/", {"code": code_now(), "key": KEY}, REMOTE_ADDR="203.0.113.5")

    assert guess("owner", "203.0.113.6", PASSWORD) == "UH-2002"
    assert (password["Location"], code["Location"]) == ("/sign-in/second-factor/", "/desk/")


@pytest.mark.django_db
def test_the_owner_gets_in_by_a_code_to_the_phone_while_strangers_guess(hashed: list[str]) -> None:
    make_user(username="owner", phone="12000000009", password=True, second_factor=True)
    against_one(400, ips=40)
    owner = Client()
    locked = send_password(owner, "owner", PASSWORD, "203.0.113.5")

    code = owner.post("/sign-in/unlock/", {"phone": "12000000009", "key": KEY}).context["demo_code"]
    owner.post("/sign-in/unlock/", {"phone": "12000000009", "code": code, "key": KEY})

    assert locked.context["is_locked"]
    assert send_password(owner, "owner", PASSWORD, "203.0.113.5")["Location"] == "/sign-in/second-factor/"


@pytest.mark.django_db
def test_a_known_device_of_one_user_is_a_stranger_to_another(hashed: list[str]) -> None:
    make_user(username="attacker", password=True)
    make_user(username="owner", password=True)
    device = Client()
    send_password(device, "attacker", PASSWORD, "198.51.100.1")
    hashed.clear()

    for _try in range(20):
        send_password(device, "owner", WRONG, "198.51.100.1")

    assert len(hashed) == 5


@pytest.mark.django_db
def test_a_device_that_somebody_made_up_is_not_known(hashed: list[str]) -> None:
    make_user(username="owner", password=True)
    client = Client()
    for number in range(20):
        client.cookies["device"] = f"made-up-{number}:1:signature"
        send_password(client, "owner", WRONG, "198.51.100.1")

    assert len(hashed) == 5


@pytest.mark.django_db
def test_what_the_client_says_of_its_address_is_not_believed(hashed: list[str]) -> None:
    make_user(username="owner", password=True)
    for number in range(20):
        typed = {"login": "owner", "password": WRONG, "key": KEY}
        Client().post("/sign-in/", typed, headers={"x-forwarded-for": f"198.51.100.{number}"})

    assert len(hashed) == 5


@pytest.mark.django_db
def test_codes_of_the_authenticator_are_tried_five_times_from_an_address_and_twenty_times_in_all() -> None:
    user = make_user(second_factor=True)
    tried: list[str] = []

    def try_code(ip: str) -> None:
        try:
            sign_in.check_second_factor(user=user, code="000000", ip=ip, device=None)
        except Refused as refusal:
            tried.append(refusal.code)

    for ip in itertools.islice(addresses(), 8):
        for _try in range(8):
            try_code(ip)

    assert tried.count("UH-2004") == 20


def guess_codes(number: int, phones: int, ip_of: Callable[[int], str]) -> int:
    """Guess so many codes for so many phones that were sent one; return how many guesses were compared."""
    numbers = [f"1206{one:07}" for one in range(phones)]
    for phone in numbers:
        codes.send_code(phone, "sign-in", "203.0.113.9")
    for count in range(number):
        try:
            codes.prove(numbers[count % phones], "sign-in", "no", ip_of(count))
        except Refused:
            continue
    return sum(PhoneCode.objects.values_list("tries", flat=True))


@pytest.mark.django_db
def test_five_codes_are_compared_for_a_phone() -> None:
    assert guess_codes(60, phones=1, ip_of=lambda count: f"198.51.100.{count}") == 5


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.parametrize("ips", [1, 200])
def test_of_a_thousand_codes_against_one_phone_five_are_compared(ips: int) -> None:
    names = list(itertools.islice(addresses(), ips))

    assert guess_codes(1_000, phones=1, ip_of=lambda count: names[count % ips]) == 5


@pytest.mark.django_db
def test_wrong_codes_for_many_phones_from_one_address_come_to_an_end() -> None:
    assert guess_codes(300, phones=60, ip_of=lambda count: "198.51.100.1") == 200
