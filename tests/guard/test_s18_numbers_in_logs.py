"""S18: no number of a person in any line of the log, at the finest level, nor on any page of an error.

The whole log is read as the program writes it: through its own formatter, from structlog and from every library.
"""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.guard import broken_views
from tests.guard.flows import Flows, number_of, phone_of

pytestmark = [pytest.mark.guard, pytest.mark.django_db(transaction=True)]

ERRORS = 500
ERRING = "88"
"""People of their own: the errors here quote them to the server, whose log S17 reads."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Read everything that is logged at the finest level, but for what the program keeps quiet, as it writes it."""
    root, written = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(_formatter_of(django_settings.LOGGING))
    names = ["", "django", "django.db.backends", "django.security", "psycopg"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def _formatter_of(configuration: dict[str, Any]) -> logging.Formatter:
    """Build the formatter that the program's own configuration names."""
    facts = dict(configuration["formatters"]["lines"])
    made: logging.Formatter = facts.pop("()")(**facts)
    return made


def _quoted(numbers: set[str], text: str) -> list[str]:
    """Return the lines that quote a number, as one piece or in the groups in which people write it."""
    bare = [(line, line.replace(" ", "").replace("-", "")) for line in text.splitlines()]
    return [line[:300] for line, compact in bare if any(number in compact for number in numbers)]


def test_the_log_of_a_working_city_names_nobody(log, capfd, tmp_path, settings):
    settings.MEDIA_ROOT, settings.ANCHOR = tmp_path / "files", tmp_path / "anchor"
    flows = Flows()

    flows.all_of_them()

    written = log.getvalue() + "".join(capfd.readouterr())
    assert written.count("request_finished") > 50
    assert _quoted(flows.numbers, written) == []
    assert [line[:300] for line in written.splitlines() if any(name in line for name in flows.names)] == []


def test_what_the_database_quotes_of_a_row_is_left_out(log, settings):
    settings.ROOT_URLCONF = "tests.guard.broken_views"
    client, quoting = Client(raise_request_exception=False), broken_views.BREAKS.index(broken_views._constraint)

    client.post(f"/broken/{quoting}/", {"number": number_of(7, ERRING), "name": "麒麟"})

    assert "violates check constraint" in log.getvalue()
    assert "麒麟" not in log.getvalue()


def test_500_errors_leave_no_number_in_the_log_and_none_on_their_pages(log, capfd, settings):
    settings.ROOT_URLCONF = "tests.guard.broken_views"
    client, pages, numbers = Client(raise_request_exception=False), [], set()

    for place in range(ERRORS):
        number = phone_of(place, ERRING) if place % 3 == 0 else number_of(place, ERRING)
        numbers.add(number)
        kind = place % len(broken_views.BREAKS)
        headers = {"Accept": "application/json"} if place % 7 == 0 else {}
        answer = client.post(f"/broken/{kind}/?of={number}", {"number": number, "name": "麒麟"}, headers=headers)
        pages.append((answer.status_code, answer.content.decode()))

    written = log.getvalue() + "".join(capfd.readouterr())
    assert {status for status, _page in pages} <= {400, 409, 422, 500, 503}
    assert written.count("Traceback") > ERRORS / 2
    assert _quoted(numbers, written) == []
    assert _quoted(numbers, "\n".join(page for _status, page in pages)) == []
    assert "麒麟" not in "".join(page for _status, page in pages)
