"""``/healthz``: whether this process can do its work. It needs no login and tells no secret."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_noop

from unionhall.kit.access import public

LEAST_FREE_BYTES = 200 * 1024 * 1024


def database_fault() -> str | None:
    """Say what is wrong with the database, or None."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return gettext_noop("does not answer")
    return None


def migrations_fault() -> str | None:
    """Say that the database is older than the program, or None."""
    try:
        executor = MigrationExecutor(connection)
        return (
            gettext_noop("are not all applied") if executor.migration_plan(executor.loader.graph.leaf_nodes()) else None
        )
    except DatabaseError:
        return gettext_noop("cannot be read")


def disk_fault() -> str | None:
    """Say that the disk of ``var/`` is nearly full, or None."""
    try:
        return gettext_noop("is nearly full") if shutil.disk_usage(settings.VAR).free < LEAST_FREE_BYTES else None
    except OSError:
        return gettext_noop("cannot be read")


PROBES: dict[str, Callable[[], str | None]] = {
    gettext_noop("database"): database_fault,
    gettext_noop("migrations"): migrations_fault,
    gettext_noop("disk"): disk_fault,
}


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 with ``ok`` for every part, or 503 with what is wrong; JSON to those who ask for it."""
    found = {name: probe() or "ok" for name, probe in PROBES.items()}
    status = 200 if set(found.values()) == {"ok"} else 503
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        return JsonResponse(found, status=status)
    lines = "".join(f"{name}: {state}\n" for name, state in found.items())
    return HttpResponse(lines, status=status, content_type="text/plain; charset=utf-8")
