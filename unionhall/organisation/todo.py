"""What waits for whoever leads unions."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import Todo
from unionhall.organisation import queries
from unionhall.organisation.permissions import RESTRUCTURE, VIEW


def _changes(user: Any) -> int:
    return queries.changes_to_answer(user).count()


def _terms(user: Any) -> int:
    return queries.overdue_terms(user, timezone.localdate()).count()


entries = [
    Todo(
        _("Changes of the tree to answer"), RESTRUCTURE.code, _changes, lambda user: reverse("organisation:change-list")
    ),
    Todo(
        _("Unions whose term is over"),
        VIEW.code,
        _terms,
        lambda user: f"{reverse('organisation:unit-list')}?status=active&is_overdue=true",
    ),
]
