"""Duties of the worker: folding counts, doing planned changes, closing months."""

from unionhall.organisation import counting
from unionhall.organisation.operations import applying
from unionhall.records.duties import every


@every(1)
def fold_counts() -> None:
    """Add the newest deltas to the counters."""
    counting.fold_deltas()


@every(60, lane="tree")
def keep_the_calendar() -> None:
    """Do the planned changes of the tree whose day has come, then close the months that are over."""
    applying.apply_due()
    applying.close_due_months()
