"""Telling an outage (the database is gone, the disk is full) from a fault of ours."""

import errno

import psycopg
from django.db import InterfaceError, OperationalError

DATABASE_GONE = 503
DISK_FULL = 507
DISK_FULL_STATES = {"53100"}


def outage_status(error: BaseException | None) -> int | None:
    """Give the status of an outage: 507 for a full disk, 503 for a lost database, None for anything else."""
    if isinstance(error, OSError):
        return DISK_FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    if isinstance(error, OperationalError | InterfaceError):
        cause = error.__cause__
        is_full = isinstance(cause, psycopg.Error) and cause.sqlstate in DISK_FULL_STATES
        return DISK_FULL if is_full else DATABASE_GONE
    return None
