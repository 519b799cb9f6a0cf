"""Logs: rows that are only ever added."""

from typing import Any, NoReturn

from unionhall.kit.scoping import ScopedManager, ScopedQuerySet


class LogChanged(TypeError):
    """Somebody tried to change or delete a line of a log."""

    def __init__(self) -> None:
        super().__init__("A log is append-only: add a line that says what was wrong with the old one.")


class LogQuerySet(ScopedQuerySet):
    """Lines of a log: read and added, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise LogChanged

    def delete(self) -> NoReturn:
        """Refuse."""
        raise LogChanged

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise LogChanged


class LogManager(ScopedManager.from_queryset(LogQuerySet)):  # type: ignore[misc]
    """The manager of logs."""
