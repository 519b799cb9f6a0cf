"""What stops a command: one sentence that says what to do."""

import contextlib
import errno
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path


class Trouble(Exception):
    """A condition the operator can mend. The command line prints the sentence and leaves with exit code 1."""


def reason(error: OSError) -> str:
    """Say in the operator's language what the system says no with; rare reasons in its own words."""
    return {
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk is full"),
        errno.EROFS: _("it is read-only"),
        errno.EACCES: _("no permission"),
        errno.EPERM: _("no permission"),
        errno.ENOTDIR: _("a file is in the way"),
        errno.EADDRINUSE: _("another program listens there"),
        errno.EADDRNOTAVAIL: _("this machine has no such address"),
    }.get(error.errno or 0, error.strerror or str(error))


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write below ``folder`` into Trouble."""
    try:
        yield
    except OSError as error:
        message = _("Cannot write to %(folder)s: %(fault)s. Make it writable, or name another folder in UNIONHALL_VAR.")
        raise Trouble(message % {"folder": folder, "fault": reason(error)}) from error
