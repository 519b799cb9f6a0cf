"""Copying rows in bulk."""

import pytest
from django.db import IntegrityError

from unionhall.accounts.models import User
from unionhall.kit.copying import copy_rows
from unionhall.kit.ids import new_id
from unionhall.organisation.models import ClosedMonth


@pytest.mark.django_db
def test_rows_are_copied_in_the_order_of_the_fields() -> None:
    made = copy_rows(ClosedMonth, ["month", "id", "closed_at"], [["2020-01", new_id(), "2020-02-01T00:00:00Z"]])

    assert made == 1
    assert ClosedMonth.objects.get().month == "2020-01"


@pytest.mark.django_db
def test_copied_rows_keep_the_constraints_of_the_table() -> None:
    rows = [["2020-01", new_id(), "2020-02-01T00:00:00Z"] for _twice in range(2)]

    with pytest.raises(IntegrityError):
        copy_rows(ClosedMonth, ["month", "id", "closed_at"], rows)


def test_a_field_that_the_model_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        copy_rows(User, ["salary"], [])
