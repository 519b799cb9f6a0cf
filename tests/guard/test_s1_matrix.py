"""S1: every address as each of twelve people at five places of the tree, with every method, and nothing leaks.

What is allowed is worked out a second time by ``oracle``; a refused request changes nothing in the database; and no
answer holds a planted word that its reader may read nowhere.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.addresses import addresses
from tests.guard import asking
from tests.guard.planting import FACTORIES
from tests.guard.walking import every_operation
from tests.guard.world import PARTS, PLACES, World, build_world, fingerprint, rolled_back
from unionhall.kit.permission import all_permissions
from unionhall.membership.models import Card
from unionhall.project.access_rules import Rule, all_rules, rendered
from unionhall.project.access_table import PLACE

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

METHODS = ("GET", "POST", "PUT", "DELETE")
AT_TWO_PLACES = {"PUT", "DELETE"}
REFUSALS = {401, 403, 404, 405}
SIGN_IN = ("/sign-in/", "/my/sign-in/")
EMPTY = {
    "api-v1:api-root": "nothing stands there",
    "style-guide:error": "it shows the page of an error, with its status",
    "membership:event-list": "it needs a unit; ``search`` gives it one",
    "organisation:unit-split": "the root has no neighbour",
}
"""Addresses that answer 404 to whoever may open them, and why."""
NO_ANSWER_YET = {405, 409, 422}
"""Allowed, but there is nothing to show: a verb asked for by GET, or a state that does not allow it."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once for all walks of this worker; nothing of it is ever committed."""
    with django_db_blocker.unblock(), rolled_back():
        yield build_world()


def _named(rule: Rule) -> str:
    return f"{rule.name} ({rule.route})"


def test_every_address_declares_who_may_open_it():
    silent = [_named(rule) for rule in all_rules() if rule.access is None]

    assert silent == [], "Put @public, @signed_in or @needs on the view; an operation of the API takes auth=Scope(...)."


def test_the_walk_knows_every_address_of_the_resolver():
    walked = {rule.route for rule in all_rules()}

    assert len(walked) == len({address.path for address in addresses()})


def test_every_permission_that_is_asked_is_declared():
    asked = {rule.access.code for rule in all_rules() if rule.access and rule.access.code}
    asked |= {operation.permission for operation in every_operation()}

    assert asked - {one.code for one in all_permissions()} == set()


def test_every_name_in_an_address_is_filled():
    missing = {_named(rule): names for rule in all_rules() if (names := asking.unfilled(rule))}

    assert missing == {}, "Say in tests/guard/asking.py what the name stands for: MODELS, OF_ARGUMENT, TOKENS or FIXED."


def test_every_model_that_a_rule_names_is_planted():
    named = {model for rule in all_rules() if (model := asking.model_of(rule))}
    named |= {rule.access.model for rule in all_rules() if rule.access and rule.access.model}

    assert named - set(FACTORIES) == set(), "Write a function for the model and put it into planting.FACTORIES."


def test_the_table_of_who_may_open_what_is_current():
    assert PLACE.read_text(encoding="utf-8") == rendered(), "Run python -m unionhall.project.access_table."


class Walk:
    """One person's way through every address."""

    def __init__(self, world: World, part: str) -> None:
        self.world, self.part, self.person = world, part, world.people[part]
        self.client = world.client_of(part)
        self.cookies = self.client.cookies.copy()
        self.forbidden = world.forbidden_words(part)
        self.places = world.places_of(part)
        self.baseline = fingerprint()
        self.faults: list[str] = []
        self.asked = 0

    def visit(self, rule: Rule) -> None:
        """Ask one address at every place with every method."""
        refused = []
        for place, obj, method in self._visits(rule):
            if asking.is_allowed(self.person, rule, obj):
                with rolled_back():
                    self._expect_answer(rule, obj, method, self._ask(rule, obj, method), place)
            else:
                refused.append((place, obj, method))
        with rolled_back():
            for place, obj, method in refused:
                self._expect_refusal(rule, place, method, self._ask(rule, obj, method))
            if refused and fingerprint() != self.baseline:
                self.faults.append(f"{_named(rule)}: a refused request changed the database")

    def _visits(self, rule: Rule) -> Iterator[tuple[str, Any, str]]:
        methods = rule.methods or METHODS
        model = asking.model_of(rule)
        if model is None:
            yield from (("own", None, method) for method in methods)
            return
        for place in PLACES:
            unit = self.places[place]
            obj = self.world.object_at(model, unit) if unit else None
            for method in methods:
                if method not in AT_TWO_PLACES or place in ("own", "none"):
                    yield place, obj, method
        mine = self.world.mine.get(self.part, {}).get(model)
        if mine is not None:
            yield from (("mine", mine, method) for method in methods)

    def _ask(self, rule: Rule, obj: Any, method: str, query: str = "") -> Any:
        self.asked += 1
        self.client.cookies = self.cookies.copy()
        path = asking.path_of(rule, obj) + query
        headers = {"Idempotency-Key": f"guard-{self.asked:08}"} if rule.is_api else {}
        if rule.is_api and self.part in self.world.tokens:
            headers["Authorization"] = f"Bearer {self.world.tokens[self.part]}"
        facts = {"data": "{}", "content_type": "application/json"} if rule.is_api and method != "GET" else {}
        answer = getattr(self.client, method.lower())(path, headers=headers, **facts)
        self._scan(path, method, answer)
        return answer

    def _scan(self, path: str, method: str, answer: Any) -> None:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = content.decode("utf-8", "replace")
        leaked = [word for word in self.forbidden if word in text]
        if leaked:
            self.faults.append(f"{method} {path} leaks {leaked[:3]}")

    def _expect_refusal(self, rule: Rule, place: str, method: str, answer: Any) -> None:
        is_sent_away = answer.status_code == 302 and urlsplit(answer["Location"]).path in SIGN_IN
        if answer.status_code not in REFUSALS and not is_sent_away:
            self.faults.append(f"{method} {_named(rule)} at {place}: {answer.status_code} instead of a refusal")

    def _expect_answer(self, rule: Rule, obj: Any, method: str, answer: Any, place: str) -> None:
        status = answer.status_code
        is_fine = status < 400 or status in NO_ANSWER_YET or (status == 404 and self._is_nothing(rule, obj))
        if status >= 500 or (method == "GET" and not is_fine):
            error = getattr(answer, "exc_info", None)
            cause = f" {error[1]!r}"[:200] if error else ""
            self.faults.append(f"{method} {_named(rule)} at {place}: {status}{cause}")

    def _is_nothing(self, rule: Rule, obj: Any) -> bool:
        has_no_card = rule.name == "portal:card-code" and Card not in self.world.mine.get(self.part, {})
        return has_no_card or rule.name in EMPTY or (asking.model_of(rule) is not None and obj is None)

    def search(self, rule: Rule) -> None:
        """Ask a list for what lies elsewhere: by another unit's id, and by the beginning of a planted word."""
        queries = [f"?unit={one.pk}&org={one.pk}&unit_id={one.pk}&below=1&state=all" for one in self.world.units]
        far = self.world.pair_of(self.world.cast.far_base)
        words = [word for word in self.forbidden if far in word]
        queries += [f"?q={word[:2]}&search={word[:2]}&state=all" for word in words[:6]]
        with rolled_back():
            for query in queries:
                answer = self._ask(rule, None, "GET", query)
                if answer.status_code >= 500:
                    self.faults.append(f"GET {_named(rule)}{query}: {answer.status_code}")


def _is_list(rule: Rule) -> bool:
    is_asked = asking.model_of(rule) is None and "GET" in (rule.methods or METHODS)
    return is_asked and not rule.name.startswith("style-guide:")


@pytest.mark.parametrize("part", PARTS)
def test_nobody_opens_changes_or_reads_what_is_not_theirs(world, part):
    walk = Walk(world, part)

    for rule in all_rules():
        walk.visit(rule)

    assert walk.asked > 200
    assert not walk.faults, "\n".join(walk.faults[:60])


@pytest.mark.parametrize("part", ["street_cadre", "grassroots_chair", "judge", "member"])
def test_no_list_finds_what_lies_elsewhere(world, part):
    walk = Walk(world, part)

    for rule in filter(_is_list, all_rules()):
        walk.search(rule)

    assert not walk.faults, "\n".join(walk.faults[:60])
