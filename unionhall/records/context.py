"""Which request, job or command the present work belongs to; the journal writes it down."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from unionhall.kit import keys


@dataclass(frozen=True)
class Occurrence:
    """One request or one step of a job: its id, and the keyed digest of the address it came from."""

    request_id: str
    address_digest: str = ""


_current: ContextVar[Occurrence | None] = ContextVar("occurrence", default=None)


def current() -> Occurrence:
    """Return the present occurrence; work outside of any gets an id of its own each time."""
    return _current.get() or Occurrence(new_request_id())


@contextmanager
def occurring(occurrence: Occurrence) -> Iterator[Occurrence]:
    """Let what runs inside belong to ``occurrence``."""
    token = _current.set(occurrence)
    try:
        yield occurrence
    finally:
        _current.reset(token)


@contextmanager
def joined() -> Iterator[Occurrence]:
    """Belong to the present occurrence, or open one, so that nested operations share an id."""
    with occurring(current()) as occurrence:
        yield occurrence


def new_request_id() -> str:
    """Return 16 random hex digits."""
    return secrets.token_hex(8)


def address_digest(address: str) -> str:
    """Return by what lines from one address can be told to be from the same one, without telling which."""
    return hmac.digest(keys.derive("journal/address"), address.encode(), "sha256").hex()[:16] if address else ""
