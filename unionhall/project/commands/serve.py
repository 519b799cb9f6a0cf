"""``unionhall serve``: the web server and the worker of an installation."""

from gettext import gettext as _
from pathlib import Path

import click

from unionhall.project.command_line import prepare
from unionhall.project.trouble import Trouble

EXISTING_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("serve")
@click.option("--host", envvar="UNIONHALL_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="UNIONHALL_PORT", default=8000, show_default=True, help="Port to listen on.")
@click.option("--certificate", type=EXISTING_FILE, help="Certificate chain (PEM); needs --key.")
@click.option("--key", type=EXISTING_FILE, help="Private key of the certificate (PEM).")
@click.option("--without-worker", is_flag=True, help="Leave the jobs to a worker started elsewhere.")
@click.pass_context
def command(
    context: click.Context, host: str, port: int, certificate: Path | None, key: Path | None, without_worker: bool
) -> None:
    """Serve the site until Ctrl-C, with HTTPS when a certificate is given."""
    from unionhall.project.serving import Site, Supervisor, wait_until_ready, web_command, worker_command

    if (certificate is None) != (key is None):
        raise Trouble(_("A certificate needs its key: give both --certificate and --key."))
    site = Site(host, port, certificate, key)
    site.refuse_taken_port()
    prepare(context)
    from django.conf import settings

    host_header = _make_ready()
    with site.pkcs8_key():
        commands = {"web": web_command(site)} | ({} if without_worker else {"worker": worker_command()})
        upkeep = settings.CLUSTER.revive if settings.CLUSTER else None
        supervisor = Supervisor(commands, {"UNIONHALL_HTTPS": "1"} if certificate else {}, upkeep=upkeep)
        site.refuse_taken_port()  # Once more: web servers share a port, and another may have come meanwhile.
        with supervisor.running():
            if wait_until_ready(site, supervisor, host_header):
                click.echo(_("Unionhall is ready: %(address)s") % {"address": site.address})
                supervisor.keep_alive()


def _make_ready() -> str:
    """Collect static files, refuse an old database, and give the name under which the site is asked."""
    from django.conf import settings

    from unionhall.project import demo, preparing

    if preparing.has_pending_migrations():
        raise Trouble(_("The database is older than the program. Type: unionhall manage migrate"))
    if not settings.IS_DEMO and demo.is_here():
        raise Trouble(_("This database holds the demo city, whose passwords all know. Name another in DATABASE_URL."))
    preparing.collect_static()
    name: str = settings.ALLOWED_HOSTS[0]
    return "localhost" if name == "*" else name.lstrip(".")
