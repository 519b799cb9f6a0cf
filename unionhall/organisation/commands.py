"""What the organisation adds to the command line."""

from datetime import datetime

import click
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.accounts.queries import invitation_link
from unionhall.kit.refused import Refused
from unionhall.organisation import counting
from unionhall.organisation.operations.first_city import found_city
from unionhall.records.actors import System


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


@click.command("found-city")
@click.option("--name", prompt="Name of the city's federation", help="The city's federation of trade unions.")
@click.option("--division", prompt="Division code of the city", help="Six digits, as in GB/T 2260.")
@click.option(
    "--founded-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the federation was founded; today if not given.",
)
@click.option("--chair", prompt="Name of the chair", help="The name of the first chair.")
@click.option("--phone", prompt="Mobile phone of the chair", help="The mobile phone to which the invitation goes.")
def found(name: str, division: str, founded_on: datetime | None, chair: str, phone: str) -> None:
    """Enter the city and invite its first chair; once more with the same name and phone: only a new link."""
    begun_on = founded_on.date() if founded_on else timezone.localdate()
    facts = {"name": name, "division_code": division, "chair_name": chair, "chair_phone": phone}
    try:
        with transaction.atomic():  # The worker wipes the link from a message that it has sent.
            office = found_city(founded_on=begun_on, by=System("command line"), **facts)
            link = invitation_link(office.user)
    except Refused as refusal:
        raise click.ClickException(f"{refusal} ({refusal.code})") from refusal
    click.echo(_("%(unit)s stands; %(person)s is its chair.") % {"unit": office.unit.name, "person": office.user.name})
    click.echo(_("The invitation goes to %(phone)s by message, if a carrier is set up.") % {"phone": office.user.phone})
    click.echo(_("Its link is good once, for 72 hours. Pass it on to nobody but the chair:"))
    click.echo(link)
    if not settings.PUBLIC_ADDRESS:
        click.echo(_("Put the address of the site before it (or set UNIONHALL_ADDRESS, and type the command again)."))


commands = [recount, found]
