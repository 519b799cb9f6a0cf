"""The command ``unionhall``. Every failure an operator can mend is one line that says what to do, and exit code 1."""

import contextlib
import errno
import functools
import importlib
import os
import pkgutil
import signal
import sys
from gettext import gettext as _
from typing import Any

import click

from unionhall.project import commands
from unionhall.project.operator_language import speak, spoken_language, translate_help
from unionhall.project.trouble import Trouble, writing

INTERRUPTED = 130
speak()


class Commands(click.Group):
    """Lists the modules of ``project.commands``, and what the apps add in their ``commands.py``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names: a module ``create_admin`` is the command ``create-admin``."""
        return sorted([*own_names(), *app_commands()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command, or None when there is no such name."""
        if cmd_name not in own_names():
            return app_commands().get(cmd_name)
        return own_command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is about to run; an app's command finds the database ready."""
        name, found, rest = super().resolve_command(ctx, args)
        if name not in own_names() and not {"-h", "--help"}.intersection(rest):
            prepare(ctx)
        return name, found, rest


def own_names() -> list[str]:
    """List the commands of this package."""
    return [module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__)]


@functools.cache
def own_command(name: str) -> click.Command:
    """Load one command of this package, its help in the operator's language."""
    found: click.Command = importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}").command
    translate_help(found, _)
    return found


@functools.cache
def app_commands() -> dict[str, click.Command]:
    """Give the commands of the apps by name, their help in the operator's language."""
    load()
    from django.utils.translation import gettext

    from unionhall.kit.discovery import discover

    found = {command.name: command for module in discover("commands") for command in module.commands}
    with spoken_language():
        for command in found.values():
            translate_help(command, gettext)
    return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="unionhall")
def cli() -> None:
    """Unionhall: one city's trade unions, done once on the spot, counted everywhere."""


translate_help(cli, _)


def load() -> None:
    """Load the settings and set Django up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.project.settings")
    import django

    django.setup()


def prepare(context: click.Context, *, needs_database: bool = True) -> None:
    """Load the settings and speak the operator's language, the embedded PostgreSQL running as long as the command."""
    load()
    from django.conf import settings

    context.with_resource(spoken_language())
    with writing(settings.VAR):
        settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if needs_database and settings.CLUSTER is not None:
        context.with_resource(settings.CLUSTER.running())


def explain(error: Exception) -> str | None:
    """Give the one line for an error that an operator can mend, or None for a fault of ours."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, OSError):
        return _explain_system_error(error)
    for recognise in (_explain_database, _explain_refusal):
        if (line := recognise(error)) is not None:
            return line
    return None


def _explain_system_error(error: OSError) -> str | None:
    message = {
        errno.ENOSPC: _("The disk is full (%(place)s). Make room and start again."),
        errno.EDQUOT: _("The disk is full (%(place)s). Make room and start again."),
        errno.EROFS: _("%(place)s is read-only. Make it writable, or name another folder in UNIONHALL_VAR."),
        errno.EACCES: _("No permission for %(place)s. Give this user the right to it."),
        errno.ENOENT: _("There is no %(place)s. Check the path."),
    }.get(error.errno or 0)
    return message and message % {"place": error.filename or _("this disk")}


def _explain_database(error: Exception) -> str | None:
    from django.db import OperationalError, ProgrammingError

    from unionhall.project.outages import DISK_FULL, outage_status

    if isinstance(error, OperationalError):
        reason = str(error).strip().splitlines()[0]
        if outage_status(error) == DISK_FULL:
            return _("The disk of the database is full (%(reason)s). Make room and start again.") % {"reason": reason}
        message = _("The database does not answer (%(reason)s). Check DATABASE_URL and that the server runs.")
        return message % {"reason": reason}
    if isinstance(error, ProgrammingError) and "does not exist" in str(error):
        return _("The database has no tables yet, or older ones. Type: unionhall manage migrate")
    return None


def _explain_refusal(error: Exception) -> str | None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError

    from unionhall.kit.refused import Refused

    return str(error) if isinstance(error, Refused | ImproperlyConfigured | CommandError) else None


def _leave(number: int, _frame: object) -> None:
    """Leave through every ``finally`` when asked to by a signal, even where the shell had it ignored."""
    sys.exit(128 + number)


def main(arguments: list[str] | None = None) -> Any:
    """Run one command and leave with its exit code."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        with contextlib.suppress(BrokenPipeError):
            sys.exit(cli.main(args=arguments, prog_name="unionhall", standalone_mode=False) or 0)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)
    except Exception as error:
        line = explain(error)
        if line is None:
            raise
        click.secho(line, err=True, fg="red")
        sys.exit(1)


if __name__ == "__main__":
    main()
