"""What kinds of long jobs there are: step functions that apps register in their ``jobs.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from unionhall.kit.discovery import discover

Step = Callable[[Any], bool]


@dataclass(frozen=True)
class JobKind:
    """One kind of long job.

    ``step`` does one short piece of a job within the transaction in which its cursor is saved, and returns whether
    there is more to do.
    """

    code: str
    label: Any
    permission: str
    step: Step


_kinds: dict[str, JobKind] = {}


def job_kind(code: str, label: Any, permission: str) -> Callable[[Step], Step]:
    """Register the decorated step function; ``permission`` is asked of whoever starts such a job."""

    def decorate(step: Step) -> Step:
        if code in _kinds:
            raise ValueError(f"job kind {code} is registered twice")
        _kinds[code] = JobKind(code, label, permission, step)
        return step

    return decorate


@cache
def walk() -> None:
    """Import every app's ``jobs.py``, where kinds of jobs and duties are registered."""
    for _module in discover("jobs"):
        pass


def kind_of(code: str) -> JobKind:
    """Return the kind with this code; ``LookupError`` if no app registers it."""
    if code not in _kinds:
        walk()
    try:
        return _kinds[code]
    except KeyError:
        raise LookupError(f"no app registers the job kind {code!r}") from None


def label_of(code: str) -> Any:
    """Return the label of a kind; the code itself for a kind that was removed."""
    try:
        return kind_of(code).label
    except LookupError:
        return code
