"""The list of exceptions: each with a reason, and it may only shrink."""

import functools
import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("exceptions.toml")


@functools.cache
def excepted(check: str) -> dict[str, str]:
    """Give the exceptions of one check: place -> reason."""
    found: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found.get(check, {})


def assert_no_new(check: str, offences: dict[str, str], remedy: str) -> None:
    """Fail for offences that are not excepted, and for exceptions that are no longer needed."""
    new = {place: what for place, what in offences.items() if place not in excepted(check)}
    spent = set(excepted(check)) - set(offences)

    said = "\n".join(f"{place}: {what}" for place, what in sorted(new.items()))

    assert not new, f"{remedy}\n{said}"
    assert not spent, f"No longer needed in exceptions.toml [{check}]: {sorted(spent)}"
