"""The organisation's part of the global search."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import SearchSource
from unionhall.organisation import queries
from unionhall.organisation.forms.filters import folded
from unionhall.organisation.models import Employer
from unionhall.organisation.permissions import VIEW, VIEW_EMPLOYERS

HITS = 8


def _units(user: Any, typed: str) -> list[Any]:
    return list(queries.search_units(queries.units_within(user), typed)[:HITS])


def _employers(user: Any, typed: str) -> list[Any]:
    rows = Employer.objects.within_reach(user, VIEW_EMPLOYERS.code).filter(search_text__contains=folded(typed))
    return list(rows.order_by("-pk")[:HITS])


entries = [
    SearchSource(_("Unions"), VIEW.code, _units),
    SearchSource(_("Employers"), VIEW_EMPLOYERS.code, _employers),
]
