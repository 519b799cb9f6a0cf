"""Codes of an authenticator: RFC 6238, SHA-1, six digits, thirty seconds, as every authenticator app speaks it."""

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

from unionhall.accounts.digests import is_same

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
DRIFT = 1
"""Steps by which the phone's clock may be ahead or behind."""


def new_secret() -> str:
    """Return 160 random bits in base32, as authenticators take them."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_at(seconds: float) -> int:
    """Return the number of the thirty-second step in which this moment lies."""
    return int(seconds // STEP_SECONDS)


def code_of_step(secret: str, step: int) -> str:
    """Return the code of one step."""
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: str, code: str, seconds: float) -> int | None:
    """Return the step, now or one away, to which the code belongs; ``None`` if it belongs to none."""
    now = step_at(seconds)
    matching = [step for step in range(now - DRIFT, now + DRIFT + 1) if is_same(code_of_step(secret, step), code)]
    return matching[0] if matching else None


def address_for_apps(secret: str, account: str, issuer: str) -> str:
    """Return the ``otpauth:`` address that an authenticator reads from a QR code."""
    query = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"
