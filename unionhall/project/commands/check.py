"""``unionhall check``: what is wrong with this installation."""

from gettext import gettext as _

import click
from rich.console import Console
from rich.table import Table

from unionhall.project.command_line import prepare


@click.command("check")
@click.pass_context
def command(context: click.Context) -> None:
    """Check settings, database, migrations, keys and disk; leave with 1 if anything is wrong."""
    prepare(context)
    from unionhall.project.checking import findings

    table = Table(_("Part"), _("State"), box=None)
    faults, well = 0, _("well")
    for part, fault in findings():
        faults += fault is not None
        table.add_row(part, f"[red]{fault}[/red]" if fault else f"[green]{well}[/green]")
    Console().print(table)
    context.exit(1 if faults else 0)
