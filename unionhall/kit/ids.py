"""Identifiers made by the application: 63 bits, ordered by time, so that many machines can make them without asking."""

import itertools
import os
import secrets
import time

EPOCH_MS = 1_577_836_800_000
"""2020-01-01T00:00:00Z in milliseconds; 41 bits from here last until 2089."""

SEQUENCE_BITS = 22
_counter = itertools.count(secrets.randbits(SEQUENCE_BITS))


def _restart_after_fork() -> None:
    """A forked child starts elsewhere in the sequence than its parent."""
    global _counter
    _counter = itertools.count(secrets.randbits(SEQUENCE_BITS))


os.register_at_fork(after_in_child=_restart_after_fork)


def new_id() -> int:
    """Return a new positive 63-bit id: 41 bits of milliseconds since 2020, then 22 bits of a sequence."""
    elapsed = time.time_ns() // 1_000_000 - EPOCH_MS
    return elapsed << SEQUENCE_BITS | next(_counter) & (1 << SEQUENCE_BITS) - 1
