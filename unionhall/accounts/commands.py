"""What accounts add to the command line."""

import click
from django.utils.translation import gettext as _

from unionhall.accounts.operations.users import create_administrator
from unionhall.kit.refused import Refused
from unionhall.records.actors import System


@click.command("create-admin")
@click.option("--username", prompt="User name", help="The name to sign in with.")
@click.option("--name", prompt="Name", help="The person's name.")
@click.option("--phone", default="", help="The person's mobile phone, for codes by message.")
@click.option(
    "--password",
    prompt="Password",
    hide_input=True,
    confirmation_prompt=True,
    envvar="UNIONHALL_ADMIN_PASSWORD",
    help="Asked for if not given; never put it on the command line of a machine that others use.",
)
def create_admin(username: str, name: str, phone: str, password: str) -> None:
    """Make a system administrator: looks after accounts, sees no member."""
    try:
        user = create_administrator(
            username=username, name=name, phone=phone, password=password, by=System("command line")
        )
    except Refused as refusal:
        raise click.ClickException(f"{refusal} ({refusal.code})") from refusal
    click.echo(_("%(username)s can sign in now and sets up an authenticator then.") % {"username": user.username})


commands = [create_admin]
