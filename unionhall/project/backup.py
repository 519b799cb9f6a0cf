"""Backup and restore of an installation: its database, its files, its key ring and the journal's anchor.

A backup is taken while people work: the database as of one moment, then the files. A restore reads the whole backup
and checks everything before it touches anything, restores the database in one transaction, and compares every table.
"""

import contextlib
import itertools
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from gettext import gettext as _
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from unionhall.project.backup_file import PIECE, BackupWriter, BadBackup, as_json, read_parts
from unionhall.project.embedded import binaries
from unionhall.project.table_sums import table_names, table_sums
from unionhall.project.trouble import Trouble

MANIFEST = "manifest.json"
DATABASE = "database.dump"
KEYS = "keys.json"
HEAD_LINES = 30
UNKNOWN_TO_OLDER_SERVERS = b"SET transaction_timeout ="


def folders() -> dict[str, Path]:
    """Give the folders that belong to an installation, by their name in the backup."""
    return {"files": Path(settings.MEDIA_ROOT), "anchor": Path(settings.ANCHOR)}


def write_backup(target: Path, key: bytes) -> dict[str, Any]:
    """Write a backup of the running installation and give its manifest; a failure leaves no file behind."""
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as file:
            writer = BackupWriter(file, key)
            manifest = _write_database(writer)
            _write_files(writer)
            writer.end()
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        error.filename = error.filename or str(target)  # A full disk does not say by itself which file met it.
        raise
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write_database(writer: BackupWriter) -> dict[str, Any]:
    """Write the manifest and the dump, both of the same moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        manifest = {
            "version": version("unionhall"),
            "made_at": timezone.now().isoformat(),
            "migrations": applied_migrations(),
            "tables": table_sums(),
        }
        writer.part(MANIFEST, [json.dumps(manifest).encode()])
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        writer.part(DATABASE, _output_of("pg_dump", *arguments))
    return manifest


def _write_files(writer: BackupWriter) -> None:
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            with contextlib.suppress(FileNotFoundError):  # A file that expired since the dump is not missed.
                if path.is_file():
                    writer.part(f"{name}/{path.relative_to(folder).as_posix()}", [path.read_bytes()])
    ring = Path(settings.UNIONHALL_KEYS)
    if ring.exists():
        writer.part(KEYS, [ring.read_bytes()])


def restore_backup(source: Path, key: bytes) -> dict[str, Any]:
    """Restore a backup into an empty installation and give its manifest; refuses before anything is touched."""
    manifest, ring = read_whole(source, key)
    refuse_unfit(manifest, ring)
    with source.open("rb") as file:
        for name, content in read_parts(file, key):
            if name == DATABASE:
                _restore_database(content)
                _compare(manifest["tables"])
            elif name != MANIFEST:
                _restore_file(name, content)
    return manifest


def read_whole(source: Path, key: bytes) -> tuple[dict[str, Any], bytes | None]:
    """Open every piece of the backup, hold none, and give its manifest and key ring."""
    manifest, ring, has_database = None, None, False
    with source.open("rb") as file:
        for name, content in read_parts(file, key):
            if name == MANIFEST:
                manifest = as_json(content)
            elif name == KEYS:
                ring = b"".join(content)
            has_database = has_database or name == DATABASE
    if manifest is None or not has_database:
        raise BadBackup(_("The backup lacks its database. Take another one."))
    return manifest, ring


def refuse_unfit(manifest: dict[str, Any], ring: bytes | None) -> None:
    """Raise Trouble when this installation cannot take the backup."""
    known = sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    if manifest["migrations"] != known:
        message = _(
            "The backup was made by version %(version)s, whose tables differ. "
            "Install that version, restore, then upgrade."
        )
        raise BadBackup(message % {"version": manifest["version"]})
    if table_names():
        raise Trouble(
            _("The database is not empty. Name an empty one in DATABASE_URL, or an empty folder in UNIONHALL_VAR.")
        )
    if any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*")):
        message = _("%(folder)s is not empty. Move its files away, or name another folder in UNIONHALL_VAR.")
        raise Trouble(message % {"folder": settings.MEDIA_ROOT})
    standing = Path(settings.UNIONHALL_KEYS)
    if standing.exists() and ring is not None and standing.read_bytes() != ring:
        message = _("%(path)s holds the keys of another installation. Move it to a safe place first.")
        raise Trouble(message % {"path": standing})


def applied_migrations() -> list[str]:
    """List the migrations that the database has seen."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def _restore_database(content: Iterator[bytes]) -> None:
    """Restore in one transaction, committed only when the whole dump was read and every statement accepted."""
    with tempfile.TemporaryFile() as words:
        reader = _started(
            "pg_restore", "--no-owner", "--no-privileges", "--file=-", stdout=subprocess.PIPE, words=words
        )
        writer = _started(
            "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={_database()}", words=words
        )
        passing = threading.Thread(target=_pass_on, args=(reader, writer))
        passing.start()
        with contextlib.suppress(BrokenPipeError), _pipe(reader.stdin) as pipe:
            for piece in content:
                pipe.write(piece)
        passing.join()
        _raise_failure(_("The restore failed: %(reason)s"), writer.wait() or reader.wait(), words)


def _started(
    program: str, *arguments: str, words: IO[bytes], stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    command = [str(binaries() / program), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stdout, stderr=words, env=_environment())


def _pass_on(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """Hand the statements of the dump on between BEGIN and COMMIT; a dump that breaks off gets no COMMIT."""
    with contextlib.suppress(BrokenPipeError), _pipe(writer.stdin) as target, _pipe(reader.stdout) as source:
        target.write(b"BEGIN;\n")
        for piece in for_any_server(source):
            target.write(piece)
        if reader.wait() == 0:
            target.write(b"COMMIT;\n")


def for_any_server(script: IO[bytes]) -> Iterator[bytes]:
    """Give a dump's script without the settings at its head that a server older than the dump's does not know."""
    for line in itertools.islice(script, HEAD_LINES):
        if not line.startswith(UNKNOWN_TO_OLDER_SERVERS):
            yield line
    while piece := script.read(PIECE):
        yield piece


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None  # noqa: S101
    return end


def _output_of(program: str, *arguments: str) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [str(binaries() / program), *arguments, f"--dbname={_database()}"],
            stdout=subprocess.PIPE,
            stderr=words,
            env=_environment(),
        )
        with _pipe(process.stdout) as pipe:
            while piece := pipe.read(PIECE):
                yield piece
        _raise_failure(_("The backup failed: %(reason)s"), process.wait(), words)


def _raise_failure(message: str, code: int, words: IO[bytes]) -> None:
    if code:
        words.seek(0)
        said = words.read().decode(errors="replace").strip().splitlines() or [_("no reason given")]
        raise Trouble(message % {"reason": said[0]})


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _environment() -> dict[str, str]:
    """Hand the way to the database to PostgreSQL's programs, out of the process list."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "passfile": "PGPASSFILE"}
    given = connection.get_connection_params()
    return os.environ | {variable: str(given[name]) for name, variable in names.items() if given.get(name)}


def _compare(expected: dict[str, list[str]]) -> None:
    with transaction.atomic():
        found = table_sums()
    if differing := sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)):
        message = _("These tables differ from the backup after the restore: %(tables)s.")
        raise BadBackup(message % {"tables": ", ".join(differing)})


def _restore_file(name: str, content: Iterator[bytes]) -> None:
    folder, _, rest = name.partition("/")
    target = Path(settings.UNIONHALL_KEYS) if name == KEYS else folders()[folder] / rest
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(content)
