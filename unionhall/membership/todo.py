"""What waits for reviewers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kit.paging import count_up_to
from unionhall.kit.registries import Todo
from unionhall.membership.permissions import DECIDE_COMMITTEE, REVIEW
from unionhall.membership.queries import applications, members


def _waiting(user: Any) -> int:
    return count_up_to(applications.waiting_for(user))[0]


def _expulsions(user: Any) -> int:
    return count_up_to(members.expulsions_to_decide(user))[0]


entries = [
    Todo(_("Applications to review"), REVIEW.code, _waiting, lambda user: reverse("membership:application-list")),
    Todo(
        _("Expulsions to decide"),
        DECIDE_COMMITTEE.code,
        _expulsions,
        lambda user: reverse("membership:expulsion-list"),
    ),
]
