"""The codes of authenticators, against the vectors of RFC 6238, appendix B (their last six digits)."""

import base64

import pytest

from unionhall.accounts import totp

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_of_step(RFC_SECRET, totp.step_at(seconds)) == code


@pytest.mark.parametrize(("away", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(away: int, is_right: bool) -> None:
    step = totp.step_at(2_000_000_000)

    found = totp.matching_step(RFC_SECRET, totp.code_of_step(RFC_SECRET, step + away), 2_000_000_000)

    assert found == (step + away if is_right else None)


def test_a_new_secret_has_160_bits() -> None:
    assert len(base64.b32decode(totp.new_secret())) == 20


def test_the_address_names_account_and_issuer() -> None:
    address = totp.address_for_apps("ABC", "he tao", "职工之家")

    assert address == (
        "otpauth://totp/%E8%81%8C%E5%B7%A5%E4%B9%8B%E5%AE%B6:he%20tao"
        "?secret=ABC&issuer=%E8%81%8C%E5%B7%A5%E4%B9%8B%E5%AE%B6&digits=6&period=30"
    )
