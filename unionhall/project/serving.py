"""The processes of a running installation: the web server and the worker, kept alive and stopped together."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path
from typing import IO

import structlog
from cryptography.hazmat.primitives import serialization

from unionhall.project.trouble import Trouble, reason

WEB_WORKERS = 2
WEB_THREADS = 4
READY_SECONDS = 60
STOP_SECONDS = 10
RESTART_PAUSE = 1.0
WATCH_PAUSE = 0.2
UPKEEP_PAUSE = 2.0
PR_SET_PDEATHSIG = 1
logger = structlog.get_logger(__name__)


@dataclass
class Site:
    """Where the web server listens, and with which certificate."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def address(self) -> str:
        """Give the address to type into a browser on this machine."""
        scheme = "https" if self.certificate else "http"
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"{scheme}://{host}:{self.port}/"

    def refuse_taken_port(self) -> None:
        """Raise Trouble when another program listens there."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                message = _("Cannot listen on %(place)s (%(fault)s). Choose another port with UNIONHALL_PORT.")
                facts = {"place": f"{self.host}:{self.port}", "fault": reason(error)}
                raise Trouble(message % facts) from error

    @contextlib.contextmanager
    def pkcs8_key(self) -> Iterator[None]:
        """Hand the key to the web server in the one form that it reads, in a file that only we can read."""
        if self.key is None:
            yield
            return
        with tempfile.NamedTemporaryFile(prefix="unionhall-", suffix=".pem") as copy:
            copy.write(_as_pkcs8(self.key))
            copy.flush()
            self.key = Path(copy.name)
            yield

    def is_ready(self, host_header: str) -> bool:
        """Ask ``/healthz``."""
        connection: http.client.HTTPConnection
        if self.certificate:
            trusting = ssl.create_default_context()
            trusting.check_hostname = False
            trusting.verify_mode = ssl.CERT_NONE
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=trusting)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/healthz", headers={"Host": host_header})
            return connection.getresponse().status == 200
        return False


def _as_pkcs8(path: Path) -> bytes:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        message = _("%(path)s is not a private key in PEM form without a password.")
        raise Trouble(message % {"path": path}) from error
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def web_command(site: Site) -> list[str]:
    """Give the command line of the web server."""
    command = [sys.executable, "-m", "granian", "unionhall.project.wsgi:application", "--interface", "wsgi"]
    command += ["--host", site.host, "--port", str(site.port), "--workers", str(WEB_WORKERS), "--no-ws"]
    command += ["--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers", "--log-level", "warning"]
    if site.certificate and site.key:
        command += ["--ssl-certificate", str(site.certificate), "--ssl-keyfile", str(site.key)]
        command += ["--ssl-protocol-min", "tls1.2"]
    return command


def worker_command() -> list[str]:
    """Give the command line of the worker."""
    return [sys.executable, "-m", "unionhall", "worker"]


@dataclass
class Supervisor:
    """Runs the given commands as children, restarts one that dies, and stops all at the end.

    ``upkeep`` is called every two seconds: it brings the embedded PostgreSQL back when somebody killed it.
    """

    commands: dict[str, list[str]]
    environment: dict[str, str] = field(default_factory=dict)
    log: Path | None = None
    upkeep: Callable[[], None] | None = None
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    is_stopping: bool = False
    last_trouble: str = ""

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Start the children; whatever happens inside the block, they are gone after it."""
        before = {number: signal.signal(number, self._ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for name in self.commands:
                self._start(name)
            yield
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def keep_alive(self) -> None:
        """Watch the children until somebody asks to stop; restart one that has died."""
        next_look = 0.0
        while not self.is_stopping:
            time.sleep(WATCH_PAUSE)
            self.revive()
            if self.upkeep is not None and time.monotonic() > next_look:
                self._keep_up(self.upkeep)
                next_look = time.monotonic() + UPKEEP_PAUSE

    def _keep_up(self, upkeep: Callable[[], None]) -> None:
        try:
            upkeep()
            self.last_trouble = ""
        except Trouble as trouble:  # The pages say 503 meanwhile; the next look tries again.
            if str(trouble) != self.last_trouble:
                logger.error("upkeep failed", cause=str(trouble))
            self.last_trouble = str(trouble)

    def revive(self) -> None:
        """Start again every child that has died."""
        for name in self.commands:
            if self.has_lost(name) and not self.is_stopping:
                logger.warning("restarted", process=name)
                time.sleep(RESTART_PAUSE)
                self._start(name)

    def has_lost(self, name: str) -> bool:
        """Tell whether a child has ended."""
        return self.children[name].poll() is not None

    def _start(self, name: str) -> None:
        with self.log.open("ab") if self.log else contextlib.nullcontext() as log:
            self.children[name] = self._spawn(self.commands[name], log)

    def _spawn(self, command: list[str], log: IO[bytes] | None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def _ask_to_stop(self, *_: object) -> None:
        self.is_stopping = True

    def _stop(self) -> None:
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_ready(site: Site, supervisor: Supervisor, host_header: str) -> bool:
    """Wait until the site answers; False when somebody asked to stop before."""
    deadline = time.monotonic() + READY_SECONDS
    while not supervisor.is_stopping:
        if site.is_ready(host_header):
            return True
        if supervisor.has_lost("web"):
            raise Trouble(_("The web server ended at once. Its reason stands in its log."))
        if time.monotonic() > deadline:
            message = _("The site is not ready after %(number)s seconds. Type: unionhall check")
            raise Trouble(message % {"number": READY_SECONDS})
        time.sleep(0.1)
    return False
