"""Membership's part of the global search."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.kit.registries import SearchSource
from unionhall.membership.models import Drive, Membership
from unionhall.membership.permissions import VIEW, VIEW_DRIVES
from unionhall.membership.queries import members

HITS = 8


def _members(user: Any, typed: str) -> list[Any]:
    rows = members.found(Membership.objects.within_reach(user, VIEW.code), typed)
    return list(members.with_person(rows).order_by("-pk")[:HITS])


def _drives(user: Any, typed: str) -> list[Any]:
    rows = Drive.objects.within_reach(user, VIEW_DRIVES.code).filter(name__contains=typed.strip())
    return list(rows.order_by("-pk")[:HITS])


entries = [SearchSource(_("Members"), VIEW.code, _members), SearchSource(_("Drives"), VIEW_DRIVES.code, _drives)]
