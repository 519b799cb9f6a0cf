"""How the program says no."""

from typing import Any


class Refused(Exception):
    """A rule says no.

    ``message`` is a sentence that tells the reader what to do, ``code`` (UH-4213) stands in the docs and the log,
    ``field`` names the form field at fault, if it is one field.
    """

    status = 409

    def __init__(self, message: Any, code: str = "UH-1000", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refused):
    """The actor does not hold the permission, or it does not reach the object."""

    status = 403


class SecondFactorNeeded(NotAllowed):
    """The actor holds the permission, but has not shown the second factor within the last fifteen minutes."""
