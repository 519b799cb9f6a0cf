"""What the organisation adds to the command line."""

import click
from django.utils.translation import gettext as _

from unionhall.organisation import counting


@click.command("recount")
@click.option("--check", is_flag=True, help="Only report differences; change nothing.")
def recount(check: bool) -> None:
    """Count every kept figure anew from the rows it counts, and report what was wrong (exit code 1 if anything)."""
    found = counting.differences() if check else counting.recount()
    for wrong in found[:100]:
        facts = {
            "unit": wrong.unit_id,
            "measure": wrong.measure,
            "period": wrong.period or "-",
            "kept": wrong.kept,
            "right": wrong.right,
        }
        click.echo(_("Unit %(unit)s, %(measure)s, %(period)s: kept %(kept)s, right %(right)s") % facts)
    if not found:
        click.echo(_("Every kept figure is right."))
        return
    click.echo(
        (_("%(number)s differences.") if check else _("%(number)s differences set right.")) % {"number": len(found)}
    )
    raise SystemExit(1 if check else 0)


commands = [recount]
