"""Copying rows in bulk."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError

from unionhall.kit.copying import copy_rows

FIELDS = ["session_data", "session_key", "expire_date"]
ROW = ["data", "key", "2020-02-01T00:00:00Z"]


@pytest.mark.django_db
def test_rows_are_copied_in_the_order_of_the_fields() -> None:
    made = copy_rows(Session, FIELDS, [ROW])

    assert made == 1
    assert Session.objects.values_list("session_key", "session_data").get() == ("key", "data")


@pytest.mark.django_db
def test_copied_rows_keep_the_constraints_of_the_table() -> None:
    with pytest.raises(IntegrityError):
        copy_rows(Session, FIELDS, [ROW, ROW])


def test_a_field_that_the_model_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        copy_rows(Session, ["salary"], [])
