"""``unionhall demo``: everything, with an invented city."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from unionhall.project.command_line import prepare
from unionhall.project.trouble import Trouble

if TYPE_CHECKING:
    from unionhall.project.serving import Site

console = Console()


@click.command("demo")
@click.option("--host", envvar="UNIONHALL_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="UNIONHALL_PORT", default=8000, show_default=True, help="Port to listen on.")
@click.option("--build-only", is_flag=True, help="Build the demo city and leave.")
@click.pass_context
def command(context: click.Context, host: str, port: int, build_only: bool) -> None:
    """Build the demo city if it is not there, and serve it until Ctrl-C."""
    from unionhall.project.serving import Site

    if os.environ.setdefault("UNIONHALL_PROFILE", "demo") != "demo":
        raise Trouble("This installation is not a demonstration (UNIONHALL_PROFILE). Type: unionhall serve")
    site = Site(host, port)
    if not build_only:
        site.refuse_taken_port()
    console.print("Starting the database …")
    prepare(context)
    _build()
    if not build_only:
        _serve(site)


def _build() -> None:
    from unionhall.project import demo, preparing

    with _alone():
        preparing.migrate()
        preparing.collect_static()
        if not demo.is_built():
            _build_city()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep a second demo of this installation from building at the same time."""
    from django.conf import settings

    with (settings.VAR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble("Another unionhall demo is being built here. Wait until it is ready.") from error
        yield


def _build_city() -> None:
    from unionhall.project import demo

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("Building the demo city", total=None)

        def progress(what: str, done: int = 0, total: int = 0) -> None:
            bars.update(task, description=what, completed=done, total=total or None)

        demo.build(progress)


def _serve(site: "Site") -> None:
    from django.conf import settings

    from unionhall.project.serving import Supervisor, wait_until_ready, web_command, worker_command

    log = settings.VAR / "demo.log"
    upkeep = settings.CLUSTER.revive if settings.CLUSTER else None
    supervisor = Supervisor({"web": web_command(site), "worker": worker_command()}, log=log, upkeep=upkeep)
    with supervisor.running():
        if wait_until_ready(site, supervisor, "localhost"):
            _announce(site.address, log)
            supervisor.keep_alive()
    console.print("Stopped.")


def _announce(address: str, log: Path) -> None:
    from unionhall.project import demo

    table = Table("Who", "User name", "How to sign in", title="Demo accounts (invented people)")
    for account in demo.accounts():
        table.add_row(*account)
    if table.row_count:
        console.print(table)
    console.print(f"The log is in {log}")
    console.print(f"Unionhall is ready: [bold]{address}[/bold]   (Ctrl-C stops it)")
