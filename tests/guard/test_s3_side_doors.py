"""S3: what S1's front door keeps in must not leave by a side door: search, choosers, paper, errors, letters."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from tests.guard import asking
from tests.guard.oracle import Person12, may_at, seats_of
from tests.guard.world import PARTS, World, build_world, rolled_back
from unionhall.accounts.models import Message, User
from unionhall.kit import pdf, reach, registries
from unionhall.project.access_rules import Rule, all_rules

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

READERS = tuple(part for part in PARTS if part != "passer_by")
CHANGING = re.compile(r"[A-Za-z0-9]{32,}|[0-9a-f]{16,}|\d{4,}")
"""What differs between two answers that say the same: ids, tokens, keys."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; nothing of it is ever committed."""
    with django_db_blocker.unblock(), rolled_back():
        yield build_world()


def leaks(world: World, part: str, text: str) -> list[str]:
    return [word for word in world.forbidden_words(part) if word in text]


@pytest.mark.parametrize("part", READERS)
def test_the_search_finds_nothing_out_of_reach(world, part):
    person, found = world.people[part], []
    typed = sorted({word[:length] for word in world.forbidden_words(part) for length in (1, 2)})

    for source in registries.search():
        if reach.holds(person.user, source.permission):
            hits = [hit for query in typed for hit in source.find(person.user, query)]
            found += leaks(world, part, "".join(f"{hit} {vars(hit)}" for hit in hits if hasattr(hit, "__dict__")))

    assert found == []


@pytest.mark.parametrize("part", READERS)
def test_the_chooser_of_units_offers_what_is_within_reach_and_no_more(world, part):
    person, client = world.people[part], world.client_of(part)
    within = {str(unit.pk) for unit in world.units if may_at(person, "organisation.view", unit)}

    answer = client.get(reverse("organisation:unit-search"), {"q": "工会"})

    offered = {one["id"] for one in answer.json()["results"]} if answer.status_code == 200 else set()
    assert offered == within


@pytest.mark.parametrize("part", READERS)
def test_the_page_that_explains_rights_names_nothing_its_reader_may_not_read(world, part):
    person, client, found = world.people[part], world.client_of(part), []

    for planter in world.planters.values():
        for model, obj in planter.planted.items():
            asked = {"user": person.user.username, "object": f"{model._meta.label_lower}:{obj.pk}"}
            answer = client.get(reverse("organisation:why"), asked)
            found += [(asked["object"], word) for word in leaks(world, part, answer.content.decode())]

    assert found == []


@pytest.mark.parametrize("part", ["district_officer", "street_cadre", "grassroots_chair"])
def test_paper_says_nothing_that_its_reader_may_not_read(world, part, monkeypatch):
    printed: list[str] = []
    for name in ("render", "preview"):
        monkeypatch.setattr(pdf, name, lambda template, said: printed.append(f"{template} {said}") or b"%PDF-")
    client = world.client_of(part)

    for planter in world.planters.values():
        for rule in (rule for rule in all_rules() if rule.route.endswith(".pdf") and not asking.unfilled(rule)):
            client.get(asking.path_of(rule, planter.get(asking.model_of(rule))))

    assert printed
    assert leaks(world, part, "".join(printed)) == []


def _objects_out_of_reach(world: World, part: str) -> Iterator[tuple[Rule, Any]]:
    far = world.planters[world.cast.far_base.pk]
    for rule in all_rules():
        is_page_of_a_row = rule.arguments == ("pk",) and asking.model_of(rule) in far.planted
        if is_page_of_a_row and not asking.is_allowed(world.people[part], rule, far.get(asking.model_of(rule))):
            yield rule, far.get(asking.model_of(rule))


@pytest.mark.parametrize("part", ["street_cadre", "grassroots_chair", "member"])
def test_an_answer_does_not_tell_what_is_elsewhere_from_what_is_nowhere(world, part):
    client, different = world.client_of(part), []

    for rule, obj in _objects_out_of_reach(world, part):
        elsewhere, nowhere = (client.get(asking.path_of(rule, one)) for one in (obj, None))
        said = [(one.status_code, CHANGING.sub("", one.content.decode())) for one in (elsewhere, nowhere)]
        different += [rule.name] if said[0] != said[1] else []

    assert different == []


@pytest.mark.parametrize("part", ["city_chair", "street_cadre", "grassroots_chair", "member"])
def test_no_answer_can_be_recognised_without_reading_it(world, part):
    client, recognised = world.client_of(part), []

    for rule in (rule for rule in all_rules() if not rule.arguments and rule.route.startswith(("/desk/", "/my/"))):
        with rolled_back():
            answer = client.get(rule.route)
            again = client.get(
                rule.route, headers={"If-None-Match": "*", "If-Modified-Since": "Tue, 05 Jan 2100 00:00:00 GMT"}
            )
        if "ETag" in answer or "Last-Modified" in answer or again.status_code == 304:
            recognised.append(rule.name)

    assert recognised == []


@pytest.mark.parametrize(
    "hidden", ["person__id_number", "-person__mobile_index", "id_number_index", "search_terms", "unit__path"]
)
def test_no_list_can_be_sorted_by_what_it_does_not_show(world, hidden):
    client, sorted_lists = world.client_of("city_chair"), []
    asked = dict.fromkeys(("sort", "order", "ordering", "o", "order_by"), hidden)

    for rule in (rule for rule in all_rules() if rule.name.endswith("-list")):
        plain, other = (client.get(rule.route, query) for query in ({}, asked))
        rows = [
            [row.pk for row in answer.context["rows"]] for answer in (plain, other) if "rows" in (answer.context or {})
        ]
        sorted_lists += [rule.name] if len(rows) == 2 and rows[0] != rows[1] else []

    assert sorted_lists == []


def test_a_letter_goes_only_to_whoever_may_read_what_it_says(world):
    with rolled_back():
        before = set(Message.objects.values_list("pk", flat=True))
        world.client_of("member").post(
            reverse("portal:data-correction"),
            {"text": "名字里的字写错了", "key": "6f2d8a34-0d0c-4b4e-9c59-2a3f0b1c7d11"},
        )
        told = [User.objects.get(pk=one.to_user_id) for one in Message.objects.exclude(pk__in=before)]

        readers = [Person12("told", user, seats_of(user)) for user in told]
        assert readers
        assert all(may_at(one, "membership.view", world.cast.base) for one in readers)
