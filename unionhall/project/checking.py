"""What ``unionhall check`` looks at."""

import io
from collections.abc import Iterator
from gettext import gettext as _

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from unionhall.kit import keys
from unionhall.project import health

OLDEST_SERVER = 150000


def findings() -> Iterator[tuple[str, str | None]]:
    """Give each part and what is wrong with it, or None."""
    yield _("settings"), settings_fault()
    yield _("keys"), keys_fault()
    for part, probe in health.PROBES.items():
        fault = probe()
        yield _(part), _(fault) if fault else None
    yield _("server version"), server_fault()


def settings_fault() -> str | None:
    """Run Django's own checks, with those for a deployment in production."""
    try:
        call_command(
            "check", deploy=not settings.IS_DEMO, fail_level="WARNING", stdout=io.StringIO(), stderr=io.StringIO()
        )
    except CommandError as error:
        return str(error).strip()
    return None


def keys_fault() -> str | None:
    """Say why the key ring cannot be used."""
    try:
        keys.ring()
    except ImproperlyConfigured as error:
        return str(error)
    return None


def server_fault() -> str | None:
    """Say that PostgreSQL is too old."""
    connection.ensure_connection()
    version = connection.connection.info.server_version
    return None if version >= OLDEST_SERVER else _("is older than PostgreSQL 15")
