"""``unionhall manage``: Django's own commands."""

import click

from unionhall.project.command_line import prepare

WITHOUT_DATABASE = {"makemessages", "compilemessages", "collectstatic", "diffsettings", "help"}


@click.command(
    "manage",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Run a Django command, for example: unionhall manage migrate."""
    prepare(context, needs_database=not WITHOUT_DATABASE.intersection(arguments[:1]))
    from django.core.management import ManagementUtility

    ManagementUtility(["unionhall manage", *arguments]).execute()
