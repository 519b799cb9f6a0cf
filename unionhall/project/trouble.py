"""What stops a command: one sentence that says what to do."""

import contextlib
from collections.abc import Iterator
from pathlib import Path


class Trouble(Exception):
    """A condition the operator can mend. The command line prints the sentence and leaves with exit code 1."""


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write below ``folder`` into Trouble."""
    try:
        yield
    except OSError as error:
        raise Trouble(
            f"Cannot write to {folder}: {error.strerror}. Make it writable, or name another folder in UNIONHALL_VAR."
        ) from error
