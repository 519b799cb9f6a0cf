"""``unionhall worker``: run the jobs."""

import click

from unionhall.project.command_line import prepare


@click.command("worker")
@click.pass_context
def command(context: click.Context) -> None:
    """Run long jobs, messages and the seconds' chores until Ctrl-C."""
    prepare(context)
    from unionhall.records import worker

    worker.run(listen_notify=False)
