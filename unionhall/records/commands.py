"""What records add to the command line."""

import click
from django.utils.translation import gettext as _

from unionhall.records.sealing import verify


@click.command("audit-verify")
def audit_verify() -> None:
    """Check that no line of the journal was altered, deleted, inserted or reordered, and that its end is there."""
    verdict = verify()
    figures = {"sealed": verdict.sealed, "unsealed": verdict.unsealed}
    if verdict.is_good:
        message = _("The journal is whole: %(sealed)s lines sealed, %(unsealed)s of the newest not sealed yet.")
        click.echo(message % figures)
        return
    if verdict.line_id is not None:
        click.echo(_("First bad line: %(line)s") % {"line": verdict.line_id}, err=True)
    click.echo(verdict.fault, err=True)
    raise SystemExit(1)


commands = [audit_verify]
