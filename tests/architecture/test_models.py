"""The data rules that keep the road to many machines open."""

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.exceptions import assert_no_new
from unionhall.kit.model import Model

OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("unionhall.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_the_id_is_made_by_the_application(model):
    key = model._meta.pk

    assert issubclass(model, Model)
    assert isinstance(key, models.BigIntegerField)
    assert not isinstance(key, models.AutoField)


def test_foreign_keys_protect():
    offences = {
        f"{model._meta.label}.{field.name}": field.remote_field.on_delete.__name__
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }

    assert_no_new("on delete", offences, "Use PROTECT, or argue.")


def test_many_to_many_goes_through_a_model_of_our_own():
    offences = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    ]

    assert offences == []


def test_no_model_inherits_the_table_of_another():
    heirs = [model._meta.label for model in OURS if model._meta.parents and not model._meta.proxy]

    assert heirs == []


def test_nothing_points_up_but_the_user_model():
    order = [app.label for app in reversed(list(apps.get_app_configs())) if app.name.startswith("unionhall.")]
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label in order
        and order.index(field.related_model._meta.app_label) > order.index(model._meta.app_label)
        and field.related_model._meta.label != "accounts.User"
    ]

    assert upward == []
