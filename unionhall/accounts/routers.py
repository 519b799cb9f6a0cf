"""Django's own permission tables are not made: what a user may do follows from reach."""

from typing import Any


class NoPermissionTables:
    """Keeps ``django.contrib.auth`` importable (sessions need its anonymous user), but its tables unmade."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Refuse the tables of ``django.contrib.auth``; have no opinion on others."""
        return False if app_label == "auth" else None
