"""Sending the same thing twice at once, as a double tap or a resend over a bad network does."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def twice_at_once(send: Callable[[], Any], times: int = 2) -> list[Any]:
    """Call ``send`` from several threads that start together; return what each was told (or the error it met)."""
    gate = threading.Barrier(times)
    told: list[Any] = []

    def one() -> None:
        gate.wait()
        try:
            told.append(send())
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
