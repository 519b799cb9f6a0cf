"""S2: a list of scoped rows does not run, is no subquery and is not combined until its scope was said."""

import pytest
from django.apps import apps
from django.db.models import Count, F, Model

from unionhall.kit.model import ScopedModel
from unionhall.kit.scoping import ScopeMissing
from unionhall.membership.models.log import LogChanged
from unionhall.records.models import AppendOnly

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

SCOPED = sorted((model for model in apps.get_models() if issubclass(model, ScopedModel)), key=lambda one: one.__name__)

APPEND_ONLY = (AppendOnly, LogChanged)
"""Logs refuse every update and deletion, scope or not."""

EVALUATIONS = {
    "list": lambda rows: list(rows),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(number=Count("pk")),
    "values": lambda rows: list(rows.values("pk")),
    "iterator": lambda rows: list(rows.iterator()),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "update": lambda rows: rows.update(pk=F("pk")),
    "delete": lambda rows: rows.delete(),
    "explain": lambda rows: rows.explain(),
    "union": lambda rows: list(rows.union(rows)),
    "subquery": lambda rows: list(rows.model._base_manager.filter(pk__in=rows)),
    "or": lambda rows: rows | rows,
    "and": lambda rows: rows & rows,
}


def test_there_are_scoped_models_of_every_layer() -> None:
    assert {model._meta.app_label for model in SCOPED} >= {"records", "organisation", "membership"}


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", EVALUATIONS)
def test_a_list_without_scope_is_refused(model: type[Model], name: str) -> None:
    with pytest.raises((ScopeMissing, *APPEND_ONLY)):
        EVALUATIONS[name](model._default_manager.all())


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_scope_without_a_reason_is_refused(model: type[Model]) -> None:
    with pytest.raises(ScopeMissing):
        model._default_manager.unscoped(" ")


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_every_scoped_model_says_how_it_is_reached(model: type[ScopedModel]) -> None:
    assert model.reach.unit is not None or model.reach.unit_id is not None or model.reach.user is not None
