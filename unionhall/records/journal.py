"""Writing the journal: the lines of the operations under way, and what their bodies note."""

import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db.models import Model
from django.utils import timezone

from unionhall.kit import keys
from unionhall.kit.ids import new_id
from unionhall.kit.reach import Reach
from unionhall.records import context
from unionhall.records.actors import Actor
from unionhall.records.masking import masked_fields, masked_text
from unionhall.records.models import JournalLine

AUTHENTICATED = (
    *("id", "at", "request_id", "address_digest", "actor_key", "actor_id", "actor_label", "operation", "permission"),
    *("object_type", "object_id", "object_label", "unit_id", "text", "parameters", "changes", "reason"),
)
"""The fields that a line's MAC covers: all but the chain's own."""


@dataclass
class Draft:
    """The line of an operation under way."""

    obj: Model | None = None
    unit_id: int | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    reason: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


_draft: ContextVar[Draft | None] = ContextVar("journal_draft", default=None)


@contextmanager
def drafting(obj: Model | None) -> Iterator[Draft]:
    """Let ``note`` add to a new draft about ``obj``."""
    token = _draft.set(Draft(obj))
    try:
        yield current()
    finally:
        _draft.reset(token)


def current() -> Draft:
    """Return the draft of the innermost operation; ``RuntimeError`` outside of any."""
    draft = _draft.get()
    if draft is None:
        raise RuntimeError("only the body of an operation notes something in the journal")
    return draft


def note(
    obj: Model | None = None,
    *,
    unit_id: int | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
    **parameters: Any,
) -> None:
    """Add to the present operation's line: its object, whose unit's matter it is, values before and after, the reason.

    ``parameters`` fill the placeholders of the journal text. Sensitive values are masked.
    """
    draft = current()
    draft.obj = obj or draft.obj
    draft.unit_id = unit_id if unit_id is not None else draft.unit_id
    draft.reason = reason or draft.reason
    draft.parameters |= parameters
    before, after = masked_fields(draft.obj, old or {}), masked_fields(draft.obj, new or {})
    for name in [*before, *(name for name in after if name not in before)]:
        draft.changes[name] = [before.get(name), after.get(name)]


def write(draft: Draft, *, by: Actor, operation: str, permission: str, text: str) -> JournalLine:
    """Write the line, authenticated from its birth, in the present transaction."""
    occurrence = context.current()
    obj = draft.obj
    line = JournalLine(
        id=new_id(),
        at=timezone.now(),
        request_id=occurrence.request_id,
        address_digest=occurrence.address_digest,
        actor_key=by.actor_key,
        actor_id=by.pk,
        actor_label=masked_text(by.label)[:128],
        operation=operation,
        permission=permission,
        object_type=obj._meta.label_lower if obj else "",
        object_id=obj.pk if obj else None,
        object_label=masked_text(label_of(obj))[:200] if obj else "",
        unit_id=draft.unit_id if draft.unit_id is not None else unit_of(obj),
        text=text,
        parameters={name: masked_text(str(value)) for name, value in draft.parameters.items()},
        changes=draft.changes,
        reason=masked_text(draft.reason),
    )
    line.mac = mac_of(line)
    line.save()
    return line


def label_of(obj: Model) -> str:
    """Return what a line calls its object: its ``journal_label``, by which a person stands masked, else its text."""
    return str(getattr(obj, "journal_label", obj))


def unit_of(obj: Model | None) -> int | None:
    """Return the id of the unit whose matter ``obj`` is, by the reach that its model declares."""
    reach: Reach | None = getattr(obj, "reach", None)
    if obj is None or reach is None:
        return None
    if reach.unit == "":
        return obj.pk
    path = reach.unit_id or (f"{reach.unit}_id" if reach.unit else "")
    found: Any = obj
    for name in path.split("__") if path else ():
        found = getattr(found, name, None)
    return found if isinstance(found, int) else None


def mac_of(line: JournalLine) -> str:
    """Return the keyed digest (HMAC-SHA256, hex) of all that the line says."""
    said = {name: getattr(line, name) for name in AUTHENTICATED}
    said["at"] = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.digest(keys.derive("journal"), canonical.encode(), "sha256").hex()
