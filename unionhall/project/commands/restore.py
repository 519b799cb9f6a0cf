"""``unionhall restore``: bring a backup back into an empty installation."""

from gettext import gettext as _
from pathlib import Path

import click

from unionhall.project.command_line import prepare
from unionhall.project.commands.backup import KEY_OPTION


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@KEY_OPTION
@click.pass_context
def command(context: click.Context, file: Path, key_file: Path | None) -> None:
    """Restore the backup in FILE; refuses a bad one before anything is touched."""
    prepare(context)
    from django.conf import settings

    from unionhall.project.backup import restore_backup
    from unionhall.project.backup_file import read_key

    manifest = restore_backup(file, read_key(key_file or settings.VAR / "backup.key"))
    message = _("Restored the backup of %(moment)s: every table equals the backup.")
    click.echo(message % {"moment": manifest["made_at"]})
