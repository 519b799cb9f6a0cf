"""A process that runs one long job of members going over, slowly, three rows a step, until it is killed."""

import sys
import time
from typing import Any

from tests.guard import r9_worker

STEP_SECONDS = 0.2
ROWS = 3


def run(job_id: int) -> None:
    """Run the job; each step dawdles before its transaction ends."""
    from unionhall.organisation import jobs
    from unionhall.organisation.operations import going_over
    from unionhall.records import running

    going_over.AT_ONCE = ROWS
    step = going_over.step

    def slowly(*args: Any, **kwargs: Any) -> bool:
        has_more = step(*args, **kwargs)
        time.sleep(STEP_SECONDS)
        return has_more

    jobs.going_over.step = slowly
    running.run(job_id)


if __name__ == "__main__":
    r9_worker.prepare()
    run(int(sys.argv[1]))
