"""``unionhall backup``: keep everything in one sealed file."""

from gettext import gettext as _
from pathlib import Path

import click

from unionhall.project.command_line import prepare

KEY_OPTION = click.option(
    "--key",
    "key_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="UNIONHALL_BACKUP_KEY",
    help="File with the key of backups; var/backup.key if not given.",
)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@KEY_OPTION
@click.pass_context
def command(context: click.Context, file: Path, key_file: Path | None) -> None:
    """Write a backup of database, files and keys to FILE while people work."""
    prepare(context)
    from django.conf import settings

    from unionhall.project.backup import write_backup
    from unionhall.project.backup_file import make_key

    key_path = key_file or settings.VAR / "backup.key"
    is_new = not key_path.exists()
    key = make_key(key_path)
    if is_new:
        message = _(
            "A new key was made: %(path)s. Keep a copy far from the backups: without it nobody can restore them."
        )
        click.echo(message % {"path": key_path})
    manifest = write_backup(file, key)
    rows = sum(int(count) for count, _sum in manifest["tables"].values())
    message = _("Backed up %(rows)s rows of %(tables)s tables to %(file)s.")
    click.echo(message % {"rows": rows, "tables": len(manifest["tables"]), "file": file})
