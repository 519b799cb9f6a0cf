"""R11 (small): a backup taken while people work, restored into an empty installation, equals what it was taken of.

R12 (small): a backup with a flipped bit, cut short, or under another key is refused before anything is touched.
"""

import os
import random
import re
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from unionhall.project.backup_file import BackupWriter, BadBackup, make_key, read_parts
from unionhall.project.embedded import UNSAFE_BUT_FAST, Cluster

pytestmark = pytest.mark.guard


class Installation:
    """An installation of its own in a folder, driven by the command line."""

    def __init__(self, folder: Path) -> None:
        self.var = folder
        self.cluster = Cluster(folder / "postgres", UNSAFE_BUT_FAST)
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("UNIONHALL", "DATABASE"))
        }
        self.environment = inherited | {"UNIONHALL_VAR": str(folder)}

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run one command."""
        command = [sys.executable, "-m", "unionhall", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def connect(self) -> psycopg.Connection:
        """Open a connection to the database."""
        given = self.cluster.django_settings()
        return psycopg.connect(
            host=given["HOST"],
            user=given["USER"],
            dbname=given["NAME"],
            passfile=given["OPTIONS"]["passfile"],
            autocommit=True,
        )

    def sums(self) -> dict[str, tuple]:
        """Count and hash every table, by another way than the program's."""
        with self.connect() as connection:
            names = [
                row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            query = "SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{}\" AS t"
            return {name: connection.execute(query.format(name)).fetchone() for name in names}


def test_a_backup_under_writes_restores_to_the_same_rows_and_files(tmp_path):
    old, new = Installation(tmp_path / "old"), Installation(tmp_path / "new")
    backup = tmp_path / "city.backup"
    with old.cluster.running():
        assert old.run("manage", "migrate").returncode == 0
        assert old.run("check").returncode == 0
        with old.connect() as connection:
            connection.execute("CREATE TABLE django_migrations_seen (id bigserial PRIMARY KEY, said text)")
        files = old.var / "files" / "ab"
        files.mkdir(parents=True)
        (files / "poster.pdf").write_bytes(os.urandom(3_000_000))
        stop = threading.Event()
        writer = threading.Thread(target=write_on, args=(old, stop))
        writer.start()
        taken = old.run("backup", backup)
        stop.set()
        writer.join()
        rows_at_the_end = old.sums()["django_migrations_seen"][0]
    with new.cluster.running():
        restored = new.run("restore", backup, "--key", old.var / "backup.key")
        found = new.sums()
        again = new.run("restore", backup, "--key", old.var / "backup.key")
        checked = new.run("check")

    assert taken.returncode == 0, taken.stderr
    assert restored.returncode == 0, restored.stderr
    assert 0 < found["django_migrations_seen"][0] < rows_at_the_end
    assert found["django_migrations"][0] > 0
    assert re.search(r"Backed up (\d+) rows", taken.stdout)[1] == str(sum(count for count, _hash in found.values()))
    assert contents(new.var / "files") == contents(old.var / "files")
    assert (new.var / "keys.json").read_bytes() == (old.var / "keys.json").read_bytes()
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert checked.returncode == 0, checked.stdout


def write_on(installation: Installation, stop: threading.Event) -> None:
    """Add rows as fast as it goes."""
    with installation.connect() as connection:
        while not stop.is_set():
            connection.execute("INSERT INTO django_migrations_seen (said) VALUES (md5(random()::text))")


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def sealed(tmp_path):
    """A backup of two parts and its key."""
    path, key = tmp_path / "small.backup", make_key(tmp_path / "backup.key")
    with path.open("wb") as file:
        writer = BackupWriter(file, key)
        writer.part("manifest.json", [b"{}"])
        writer.part("database.dump", [os.urandom(700_000), os.urandom(900_000)])
        writer.end()
    return path, key


def read_all(path: Path, key: bytes) -> dict[str, int]:
    with path.open("rb") as file:
        return {name: len(b"".join(content)) for name, content in read_parts(file, key)}


def test_a_whole_backup_gives_every_byte_back(sealed):
    assert read_all(*sealed) == {"manifest.json": 2, "database.dump": 1_600_000}


def test_one_flipped_bit_anywhere_is_refused(sealed):
    path, key = sealed
    whole, dice = path.read_bytes(), random.Random(11)

    for place in [*range(60), *(dice.randrange(len(whole)) for _ in range(100)), len(whole) - 1]:
        changed = bytearray(whole)
        changed[place] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(BadBackup):
            read_all(path, key)


def test_a_backup_cut_short_is_refused(sealed):
    path, key = sealed
    whole, dice = path.read_bytes(), random.Random(12)

    for length in [
        0,
        1,
        50,
        51,
        1024 * 1024 + 16 + 51,
        *(dice.randrange(len(whole)) for _ in range(50)),
        len(whole) - 1,
    ]:
        path.write_bytes(whole[:length])
        with pytest.raises(BadBackup):
            read_all(path, key)


def test_another_key_opens_nothing(sealed, tmp_path):
    path, _key = sealed

    with pytest.raises(BadBackup):
        read_all(path, make_key(tmp_path / "other.key"))
