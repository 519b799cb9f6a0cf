"""``unionhall worker``: run the jobs."""

import click

from unionhall.project.command_line import prepare
from unionhall.project.operator_language import written_language


@click.command("worker")
@click.pass_context
def command(context: click.Context) -> None:
    """Run long jobs, messages and the seconds' chores until Ctrl-C."""
    prepare(context)
    from unionhall.records import worker

    with written_language():
        worker.run(listen_notify=False)
