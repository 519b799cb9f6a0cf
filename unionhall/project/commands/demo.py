"""``unionhall demo``: everything, with an invented city."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from unionhall.project.command_line import prepare
from unionhall.project.operator_language import spoken_language
from unionhall.project.trouble import Trouble

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

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
        raise Trouble(_("This installation is not a demonstration (UNIONHALL_PROFILE). Type: unionhall serve"))
    site = Site(host, port)
    if not build_only:
        site.refuse_taken_port()
    console.print(_("Starting the database …"))
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
            raise Trouble(_("Another unionhall demo is being built here. Wait until it is ready.")) from error
        yield


def _build_city() -> None:
    from unionhall.project import demo

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task(_("Building the demo city"), total=None)

        def progress(what: "StrOrPromise", done: int = 0, total: int = 0) -> None:
            with spoken_language():
                bars.update(task, description=str(what), completed=done, total=total or None)

        demo.build(progress)


def _serve(site: "Site") -> None:
    from django.conf import settings

    from unionhall.project.serving import Supervisor, wait_until_ready, web_command, worker_command

    log = settings.VAR / "demo.log"
    upkeep = settings.CLUSTER.revive if settings.CLUSTER else None
    supervisor = Supervisor({"web": web_command(site), "worker": worker_command()}, log=log, upkeep=upkeep)
    site.refuse_taken_port()  # Once more: web servers share a port, and another may have come during the build.
    with supervisor.running():
        if wait_until_ready(site, supervisor, "localhost"):
            _announce(site.address, log)
            supervisor.keep_alive()
    console.print(_("Stopped."))


def _announce(address: str, log: Path) -> None:
    from unionhall.project import demo

    table = Table(_("Whose account"), _("User name"), _("How to sign in"), title=_("Demo accounts (invented people)"))
    for account in demo.accounts():
        table.add_row(*(str(said) for said in account))
    console.print(table)
    notes = [
        _("After the password comes a second factor: the page itself shows its code."),
        _("Codes by message, for invented phones (they begin with 120): %(address)sdemo/phones/"),
        _("The log is in %(path)s"),
        _("Unionhall is ready: %(address)s   (Ctrl-C stops it)"),
    ]
    for note in notes:
        console.print(note % {"address": address, "path": log}, soft_wrap=True, highlight=False)
