"""S3: nonsense in an address or in a query is answered with a sentence, never with a fault of the program."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.guard import asking
from tests.guard.world import World, build_world, rolled_back
from unionhall.project.access_rules import Rule, all_rules

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

NONSENSE = (
    "x",
    "0",
    "-1",
    "9" * 19,
    "9" * 40,
    "²",
    "１２",
    "中文",
    "a" * 300,
    "\x00",
    "'; --",
    "%s",
    "{{1}}",
    "../..",
    "\ud800",
)
PARAMETERS = ("q", "unit", "before", "after", "state", "status", "month", "change", "by", "drive", "kind", "category")
MORE_PARAMETERS = (
    *("joined_from", "is_overdue", "for", "user", "object", "next", "field", "cursor", "parent", "number", "code"),
    *("place", "site", "since", "until", "operation", "object_id", "actor_id", "drive", "target", "correct", "sent"),
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; nothing of it is ever committed."""
    with django_db_blocker.unblock(), rolled_back():
        yield build_world()


def _spelled(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


class Asker:
    """Somebody who may open nearly everything, and writes down what broke."""

    def __init__(self, world: World) -> None:
        self.client, self.token = world.client_of("city_chair"), world.tokens["city_chair"]
        self.cookies = self.client.cookies.copy()
        self.broken: list[str] = []

    def ask(self, rule: Rule, path: str) -> None:
        """Ask, and note an answer that is the program's own fault."""
        self.client.cookies = self.cookies.copy()
        headers = {"Authorization": f"Bearer {self.token}"} if rule.is_api else {}
        with rolled_back():
            answer = self.client.get(path, headers=headers)
        if answer.status_code >= 500:
            error = getattr(answer, "exc_info", None)
            self.broken.append(
                f"{rule.name} {path[:120]}: {error[1]!r}"[:300] if error else f"{rule.name} {path[:120]}"
            )


def test_nonsense_where_an_address_names_something_breaks_nothing(world):
    asker = Asker(world)

    for rule in (rule for rule in all_rules() if "<str:" in rule.route):
        model = asking.model_of(rule)
        path = asking.path_of(rule, world.object_at(model, world.cast.city) if model else None)
        for argument in rule.arguments:
            known = path if argument == "pk" else ""
            for text in NONSENSE if not known else ():
                asker.ask(rule, _with(rule, path, argument, _spelled(text)))

    assert not asker.broken, "\n".join(asker.broken)


def _with(rule: Rule, path: str, argument: str, text: str) -> str:
    """Put a text where the address of ``path`` has the value of an argument."""
    place = rule.route.split("/").index(next(part for part in rule.route.split("/") if f"<str:{argument}>" in part))
    parts = path.split("/")
    parts[place] = rule.route.split("/")[place].replace(f"<str:{argument}>", text)
    return "/".join(parts)


def test_nonsense_in_a_query_breaks_nothing(world):
    asker = Asker(world)

    for rule in (rule for rule in all_rules() if asking.model_of(rule) is None and "<" not in rule.route):
        if "GET" in (rule.methods or ("GET",)):
            for text in NONSENSE:
                spelled = _spelled(text)
                asker.ask(rule, rule.route + "?" + "&".join(f"{name}={spelled}" for name in PARAMETERS))
                asker.ask(rule, rule.route + "?" + "&".join(f"{name}={spelled}" for name in MORE_PARAMETERS))
                asker.ask(rule, rule.route + f"?unit={world.cast.city.pk}&q={spelled}&before={spelled}")

    assert not asker.broken, "\n".join(asker.broken)


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/sign-in/", b"login=a%00b&password=x", "application/x-www-form-urlencoded"),
        ("/api/v1/drives", b'{"name": "a\\u0000b"}', "application/json"),
    ],
)
def test_a_null_character_in_a_body_is_refused_before_it_is_read(world, path, body, kind):
    with rolled_back():
        answer = world.client_of("city_chair").post(path, body, content_type=kind)

    assert answer.status_code == 400
