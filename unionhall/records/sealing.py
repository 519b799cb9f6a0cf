"""Sealing the journal into one chain, anchoring the chain's head outside the database, and verifying both.

Writers never wait for each other: a line carries its own MAC, and a duty links the new lines every second.
"""

import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.kit import keys
from unionhall.records.journal import mac_of
from unionhall.records.models import JournalHead, JournalLine

BATCH = 5_000
HEAD_ID = 1
TAIL_BYTES = 4_096

SEAL = """
UPDATE records_journalline AS line SET seal_number = sealed.number, link = sealed.link
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS sealed(id, number, link)
WHERE line.id = sealed.id AND line.seal_number IS NULL
"""


class SealingDisturbed(RuntimeError):
    """A line changed while it was being sealed; the batch was undone and is tried again."""


def anchor_file() -> Path:
    """Return the file outside the database to which the chain's head is appended."""
    return Path(settings.ANCHOR) / "journal.jsonl"


def seal() -> int:
    """Link every unsealed line that is visible now into the chain and anchor its head; return how many were linked."""
    linked = 0
    while batch := _seal_batch():
        linked += batch
    _anchor()
    return linked


def link_of(previous: str, number: int, mac: str) -> str:
    """Return the keyed digest that chains a line to the one before it."""
    said = f"{previous}:{number}:{mac}".encode()
    return hmac.digest(keys.derive("journal/chain"), said, "sha256").hex()


@transaction.atomic
def _seal_batch() -> int:
    JournalHead.objects.get_or_create(pk=HEAD_ID)
    head = JournalHead.objects.select_for_update().get(pk=HEAD_ID)
    lines = JournalLine.objects.unscoped("the chain links the lines of all units")
    pending = list(lines.filter(seal_number=None).order_by("pk").values_list("pk", "mac")[:BATCH])
    numbers, links = [], []
    for _id, mac in pending:
        head.number += 1
        head.link = link_of(head.link, head.number, mac)
        numbers.append(head.number)
        links.append(head.link)
    if pending:
        with connection.cursor() as cursor:
            cursor.execute(SEAL, [[pk for pk, _mac in pending], numbers, links])
            if cursor.rowcount != len(pending):
                raise SealingDisturbed
        head.save(update_fields=["number", "link"])
    return len(pending)


def _anchor() -> None:
    """Append the head to the anchor file unless it stands there; only what is committed is anchored."""
    head = JournalHead.objects.filter(pk=HEAD_ID).first()
    if head is None or head.number <= last_anchor()[0]:
        return
    said = {"number": head.number, "link": head.link, "at": timezone.now().isoformat(timespec="seconds")}
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps(said) + "\n")
        file.flush()
        os.fsync(file.fileno())


def last_anchor() -> tuple[int, str]:
    """Return number and link of the furthest head near the end of the anchor file; ``(0, "")`` without one."""
    try:
        with anchor_file().open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL_BYTES))
            tail = file.read().splitlines()
    except FileNotFoundError:
        return 0, ""
    return max((head for line in tail if (head := _head_in(line))), default=(0, ""))


def _head_in(line: bytes) -> tuple[int, str] | None:
    """Read one line of the anchor file; a line cut by a crash is no anchor."""
    try:
        said = json.loads(line)
        return int(said["number"]), str(said["link"])
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Verdict:
    """What verifying found: how many lines are sealed and not yet sealed, and what is wrong first, if anything."""

    sealed: int
    unsealed: int
    fault: str = ""
    line_id: int | None = None

    @property
    def is_good(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.fault


class _Broken(Exception):
    def __init__(self, fault: str, line_id: int | None = None) -> None:
        super().__init__(fault)
        self.line_id = line_id


def verify() -> Verdict:
    """Check every line's MAC, the chain, its head and every anchor; name the first line that is not as written."""
    sealed = unsealed = 0
    anchors, link = _anchors(), ""
    try:
        with _one_moment():
            for line in _in_order("seal_number"):
                sealed += 1
                link = _checked(line, sealed, link, anchors)
            _check_end(sealed, link, anchors)
            for line in _in_order("pk"):
                unsealed += 1
                _check_mac(line)
    except _Broken as broken:
        return Verdict(sealed, unsealed, str(broken), broken.line_id)
    return Verdict(sealed, unsealed)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let all reads inside see the database of one moment, while others go on writing and sealing."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _check_mac(line: JournalLine) -> None:
    if not hmac.compare_digest(line.mac, mac_of(line)):
        raise _Broken(_("The line is not as it was written, or was put in by hand."), line.pk)


def _checked(line: JournalLine, number: int, previous: str, anchors: dict[int, str]) -> str:
    if line.seal_number != number:
        message = _("Line %(number)s of the chain is missing; the one named here follows the gap.")
        raise _Broken(message % {"number": number}, line.pk)
    _check_mac(line)
    if not hmac.compare_digest(line.link, link_of(previous, number, line.mac)):
        raise _Broken(_("The line is not the one that was sealed at its place in the chain."), line.pk)
    if anchors.get(number, line.link) != line.link:
        raise _Broken(_("The chain is not the one whose head was anchored outside the database."), line.pk)
    return line.link


def _check_end(sealed: int, link: str, anchors: dict[int, str]) -> None:
    head = JournalHead.objects.filter(pk=HEAD_ID).first() or JournalHead(pk=HEAD_ID)
    expected = max([head.number, *anchors])
    if sealed < expected:
        message = _("The end of the journal was cut off: %(sealed)s lines are sealed, %(expected)s were.")
        raise _Broken(message % {"sealed": sealed, "expected": expected})
    if (head.number, head.link) != (sealed, link):
        raise _Broken(_("The head of the chain is not that of its last line."))


def _in_order(key: str) -> Iterator[JournalLine]:
    """Yield the sealed lines by their numbers, or the unsealed ones by their ids, a few thousand at a time."""
    lines: Any = JournalLine.objects.unscoped("the whole journal is verified")
    lines = lines.filter(seal_number=None) if key == "pk" else lines.filter(seal_number__isnull=False)
    last: int | None = None
    while True:
        page = lines if last is None else lines.filter(**{f"{key}__gt": last})
        found = list(page.order_by(F(key).asc())[:BATCH])
        yield from found
        if len(found) < BATCH:
            return
        last = getattr(found[-1], key)


def _anchors() -> dict[int, str]:
    """Return the anchored heads by their numbers; of two for one number the first is the true one."""
    anchors: dict[int, str] = {}
    try:
        with anchor_file().open("rb") as file:
            for number, link in filter(None, map(_head_in, file)):
                anchors.setdefault(number, link)
    except FileNotFoundError:
        return {}
    return anchors
