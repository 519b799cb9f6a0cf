"""What a production installation may not start with."""

from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEAST_SECRET = 50


def unsafe(settings: dict[str, Any]) -> Iterator[str]:
    """Say what is unsafe in the settings of a production installation, each with what to do."""
    secret = settings["SECRET_KEY"]
    if secret == settings["DEMO_SECRET_KEY"] or len(secret) < LEAST_SECRET:
        message = _("Set UNIONHALL_SECRET_KEY to a random text of at least %(number)s characters.")
        yield message % {"number": LEAST_SECRET}
    if settings["CLUSTER"] is not None:
        yield _("Set DATABASE_URL: the embedded PostgreSQL serves demonstrations only.")
    if not settings["ALLOWED_HOSTS"] or "*" in settings["ALLOWED_HOSTS"]:
        yield _("Set UNIONHALL_HOSTS to the names under which the site is reached, separated by commas.")
    if not settings["PUBLIC_ADDRESS"].startswith("https://"):
        yield _("Set UNIONHALL_ADDRESS to the public address (https://…): invitations and posters carry it.")
    if settings["DEBUG"]:
        yield _("Set DEBUG to False.")
    if not settings["IS_HTTPS"]:
        yield _("Leave UNIONHALL_HTTPS on: sign-in over plain HTTP can be read by anybody on the way.")


def refuse_unsafe(settings: dict[str, Any]) -> None:
    """Raise ImproperlyConfigured, in one line, for a profile that does not exist or an unsafe production."""
    if settings["PROFILE"] not in {"demo", "production"}:
        raise ImproperlyConfigured(_("UNIONHALL_PROFILE is either demo or production."))
    if found := [] if settings["IS_DEMO"] else list(unsafe(settings)):
        raise ImproperlyConfigured(" ".join(found))
