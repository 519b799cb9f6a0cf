"""The demo city: every app's ``demo.py`` builds its part, lowest layer first.

A ``demo.py`` has ``build(progress)``, where ``progress("Members", done, total)`` tells how far it is, and may have
``accounts()``, which lists ``(who, user name, how to sign in)``. A build that was cut off is thrown away and done
again.
"""

from gettext import gettext as _
from typing import TYPE_CHECKING, Protocol

from django.db import ProgrammingError, connection

from unionhall.kit.discovery import discover
from unionhall.project.operator_language import written_language
from unionhall.project.preparing import migrate
from unionhall.project.trouble import Trouble

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BUILDING = "demo city: being built"
BUILT = "demo city: built"


class Progress(Protocol):
    """Tells how far the work is; a lazy ``what`` is said in the operator's language, the city built in its own."""

    def __call__(self, what: "StrOrPromise", done: int = 0, total: int = 0) -> None:
        """Say what is being done, and how much of it is done."""


def is_built() -> bool:
    """Tell whether the whole demo city stands in the database."""
    return _mark() == BUILT


def is_here() -> bool:
    """Tell whether any of the demo city stands in the database, whole or not."""
    return _mark() in {BUILDING, BUILT}


def build(progress: Progress) -> None:
    """Build the demo city in an empty database, or in place of one that was cut off."""
    if _mark() == BUILDING:
        _throw_away()
    elif _holds_other_data():
        raise Trouble(_("This database holds data that is not the demo city's. Name an empty one in DATABASE_URL."))
    _set_mark(BUILDING)
    with written_language():
        for module in discover("demo"):
            module.build(progress)
            _gather_statistics()
    _set_mark(BUILT)


def accounts() -> list[tuple[str, str, str]]:
    """List the demo accounts: who, user name, how to sign in."""
    return [account for module in discover("demo") if hasattr(module, "accounts") for account in module.accounts()]


def _throw_away() -> None:
    """Empty the database of a build that was cut off, down to the rows that migrations entered, and make it anew."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    except ProgrammingError as error:
        message = _("The demo city was cut off while it was built, and it cannot be thrown away here (%(reason)s).")
        advice = _("Name an empty database in DATABASE_URL.")
        raise Trouble(f"{message % {'reason': str(error).strip()}} {advice}") from error
    migrate()


def _gather_statistics() -> None:
    """Tell the planner of the new rows at once: autovacuum would come a minute too late for the next app's work."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _holds_other_data() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def _mark() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('django_migrations'::regclass)")
        found: str | None = cursor.fetchone()[0]
        return found


def _set_mark(mark: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{mark}'")
