"""A scoped list refuses to run until its scope was said; these tests never reach a database for a refusal."""

from dataclasses import dataclass

import pytest
from django.db import models
from django.db.models import Exists, Q

from unionhall.kit import permission, reach
from unionhall.kit.model import ScopedModel
from unionhall.kit.scoping import ScopeMissing


class Banner(ScopedModel):
    """A row of a table that does not exist: only its SQL is looked at."""

    reach = reach.Reach(user="owner")
    owner = models.IntegerField()

    class Meta:
        app_label = "kit"
        managed = False


@dataclass
class Person:
    pk: int | None = 7
    is_system: bool = False
    is_active: bool = True
    has_recent_second_factor: bool = False


SEE = permission.declare("kit.see-banner", "See", myself=True)
HANG = permission.declare("kit.hang-banner", "Hang", myself=True, second_factor=True)

WAYS_TO_RUN = {
    "list": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(pk=1),
    "values": lambda rows: list(rows.values_list("pk")),
    "iterator": lambda rows: list(rows.iterator()),
    "aggregate": lambda rows: rows.aggregate(models.Max("pk")),
    "update": lambda rows: rows.update(owner=1),
    "delete": lambda rows: rows.delete(),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "and": lambda rows: rows & rows,
    "or": lambda rows: rows.filter(pk=1) | rows.filter(pk=2),
    "union": lambda rows: list(rows.union(rows)),
    "explain": lambda rows: rows.explain(),
    "subquery": lambda rows: str(Banner.objects.unscoped("test").filter(pk__in=rows).query),
    "exists_subquery": lambda rows: str(Banner.objects.unscoped("test").filter(Exists(rows)).query),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS_TO_RUN)
def test_a_scoped_list_refuses_to_run_before_its_scope_was_said(way):
    rows = Banner.objects.filter(owner=1)

    with pytest.raises(ScopeMissing, match="Banner is scoped"):
        WAYS_TO_RUN[way](rows)


def test_a_scope_needs_a_reason():
    with pytest.raises(ScopeMissing):
        Banner.objects.unscoped(" ")


def test_a_scope_stays_with_the_lists_made_from_it():
    rows = Banner.objects.unscoped("test").filter(owner=1).exclude(pk=3).order_by("pk")[:5]

    assert '"kit_banner"."owner" = 1' in str(rows.query)


def test_reach_of_oneself_keeps_ones_own_rows_only():
    rows = Banner.objects.within_reach(Person(pk=7), "kit.see-banner")

    assert str(rows.query).endswith('WHERE "kit_banner"."owner" = 7')


def test_an_inactive_person_reaches_nothing():
    assert reach.condition(Person(is_active=False), "kit.see-banner", Banner) == reach.NOTHING


def test_the_system_reaches_everything():
    assert reach.condition(Person(is_system=True), "kit.see-banner", Banner) == Q()


def test_an_unknown_permission_is_an_error_and_not_a_no():
    with pytest.raises(LookupError, match=r"kit\.tear-banner"):
        reach.condition(Person(), "kit.tear-banner", Banner)
