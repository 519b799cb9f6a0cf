"""S17: people joined, were reviewed, signed in, wrote letters; no ID number and no phone lies readable anywhere.

Looked through: every table (COPY), the write-ahead log of the embedded server, its own log, and every file below
``var/`` and of a backup; in plain, base64, UTF-16 and hexadecimal. The key ring is left out.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from tests.guard.flows import Flows
from unionhall.project.backup import write_backup
from unionhall.project.backup_file import make_key
from unionhall.project.embedded import Cluster

pytestmark = [pytest.mark.guard, pytest.mark.django_db(transaction=True)]


def spellings(number: str) -> dict[str, bytes]:
    """Return how a number can be written down so that anybody reads it."""
    plain = number.encode()
    grouped = f"{number[:3]} {number[3:7]} {number[7:]}".encode() if len(number) == 11 else plain
    wide = {"UTF-16": number.encode("utf-16-le"), "UTF-16 BE": number.encode("utf-16-be")}
    in_hex = {"hex": plain.hex().encode(), "HEX": plain.hex().upper().encode()}
    shifted = {f"base64 +{shift}": _base64(plain, shift) for shift in range(3)}
    return {"plain": plain, "grouped": grouped} | wide | in_hex | shifted


def _base64(plain: bytes, shift: int) -> bytes:
    """Return the letters of base64 that do not depend on what stands before and after."""
    coded = base64.b64encode(b"\0" * shift + plain + b"\0\0\0")
    first = -(-shift * 4 // 3)
    return coded[first + (1 if shift else 0) : first + len(plain) * 4 // 3 - 1]


class Needles:
    """What is looked for."""

    def __init__(self, numbers: set[str]) -> None:
        self.all = [(number, how, spelled) for number in sorted(numbers) for how, spelled in spellings(number).items()]

    def found_in(self, place: str, content: bytes) -> list[str]:
        return [f"{place}: {number[:3]}… in {how}" for number, how, spelled in self.all if spelled in content]


def tables() -> Iterator[tuple[str, bytes]]:
    """Copy every table of the database out as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%'")
        names = [row for row in cursor.fetchall() if row[0] != "information_schema"]
        for schema, table in names:
            with cursor.copy(f'COPY "{schema}"."{table}" TO STDOUT') as copy:
                yield table, b"".join(bytes(piece) for piece in copy)


def write_ahead_log(start: str) -> Iterator[tuple[str, bytes]]:
    """Read the files of the log that were written since ``start``; nothing if the server is not the embedded one."""
    cluster: Cluster | None = settings.CLUSTER
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_switch_wal()")
    for path in sorted((cluster.data / "pg_wal").glob("0*")) if cluster else ():
        if path.name >= start:
            yield f"pg_wal/{path.name}", path.read_bytes()
    if cluster is not None:
        yield "server.log", cluster.log.read_bytes()


def present_wal_file() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        return str(cursor.fetchone()[0])


def kept_files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != Path(settings.UNIONHALL_KEYS) and "postgres" not in path.parts:
                yield path.name, path.read_bytes()


@pytest.fixture
def city(tmp_path: Path, settings: Any) -> tuple[Flows, str]:
    """A city in which everything happened, and the file of the write-ahead log in which it began."""
    settings.MEDIA_ROOT, settings.ANCHOR = tmp_path / "files", tmp_path / "anchor"
    begins_in = present_wal_file()
    flows = Flows()
    flows.all_of_them()
    write_backup(tmp_path / "city.backup", make_key(tmp_path / "backup.key"))
    return flows, begins_in


def test_every_spelling_is_found_where_it_stands():
    needles = Needles({"12055770011", "119977198102110018"})
    texts = [b"a" * lead + number + b"b" for number in (b"12055770011", b"119977198102110018") for lead in range(3)]

    missed = [text for text in texts if not needles.found_in("", base64.b64encode(text))]

    assert missed == []
    assert needles.found_in("", "号码12055770011".encode("utf-16"))
    assert needles.found_in("", b"12055770011".hex().encode())


def test_the_log_of_the_embedded_server_quotes_no_row_and_no_statement():
    number = "12055779999"

    for statement in ("SELECT %s::date", "INSERT INTO accounts_user (username) VALUES (%s)"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement, [number])

    said = settings.CLUSTER.log.read_text(encoding="utf-8") if settings.CLUSTER else "violates not-null constraint"
    assert "violates not-null constraint" in said
    assert "INSERT INTO accounts_user" not in said
    assert f"({number}" not in said
    assert f", {number}" not in said


def test_no_number_of_a_person_lies_readable_in_database_log_or_files(city, tmp_path):
    flows, begins_in = city
    needles = Needles(flows.numbers)

    places = [*tables(), *write_ahead_log(begins_in), *kept_files(Path(settings.VAR), tmp_path)]

    assert len(flows.numbers) > 15
    assert sum(len(content) for _place, content in places) > 100_000
    faults = [fault for place, content in places for fault in needles.found_in(place, content)]
    assert not faults, "\n".join(faults)
