"""What must be done before the site is served: migrations, collected static files."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FINGERPRINT = ".fingerprint"


def has_pending_migrations() -> bool:
    """Tell whether the database is older than the program."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the database up to date; quick when it is."""
    if has_pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Copy the static files under hashed names to ``STATIC_ROOT``, unless these very files are there."""
    target = Path(settings.STATIC_ROOT)
    mark = target / FINGERPRINT
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return
    settings.STORAGES["staticfiles"]["BACKEND"] = "unionhall.project.assets.HashedStorage"
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(wanted)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            found.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return found.hexdigest()
