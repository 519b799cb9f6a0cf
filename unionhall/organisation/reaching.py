"""Reach through an office and through a seat in a working group: the sources that the organisation registers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.kit.permission import Extent, Permission
from unionhall.kit.reach import EVERYTHING, Reach
from unionhall.organisation.models import GroupSeat, Office, Unit, WorkingGroup
from unionhall.organisation.models.unit import AFTER_ALL_LABELS, LABEL_WIDTH
from unionhall.organisation.roles import label_of, rights_of

_of_this_request: ContextVar[dict[Any, list["Post"]] | None] = ContextVar("posts_of_this_request", default=None)


@dataclass(frozen=True)
class Post:
    """A place in the tree from which a person acts now: an office, or a seat in a working group."""

    role: str
    unit_id: int
    unit_name: str
    path: str
    ends_on: date | None
    group: str = ""

    def carries(self, permission: Permission) -> bool:
        """Say whether the post carries the permission."""
        return rights_of(self.role) in permission.roles


@contextmanager
def remembered() -> Iterator[None]:
    """Within this block (one request), read each actor's posts once."""
    token = _of_this_request.set({})
    try:
        yield
    finally:
        _of_this_request.reset(token)


def forget() -> None:
    """Read posts anew: an operation has changed some."""
    known = _of_this_request.get()
    if known is not None:
        known.clear()


def posts_of(by: Any) -> list[Post]:
    """Return the posts from which the actor acts at this moment, highest in the tree first; none for a visitor.

    A credential that is limited to a unit (an API token) narrows them to it.
    """
    if by.pk is None:
        return []
    limits = getattr(by, "limits", None)
    limit_id = limits.unit_id if limits else None
    known = _of_this_request.get()
    if known is None:
        return _narrowed(_read_posts(by.pk), limit_id)
    key = (by.pk, limit_id)
    if key not in known:
        known[key] = _narrowed(_read_posts(by.pk), limit_id)
    return known[key]


def _narrowed(posts: list[Post], limit_id: int | None) -> list[Post]:
    """Cut the posts down to what lies within one unit."""
    if limit_id is None or not posts:
        return posts
    limit = Unit.objects.unscoped("the unit that a token is limited to").filter(pk=limit_id).first()
    if limit is None:
        return []
    inside = [post for post in posts if post.path.startswith(limit.path)]
    above = [post for post in posts if limit.path.startswith(post.path) and post.path != limit.path]
    narrowed = [replace(post, unit_id=limit.pk, unit_name=limit.name, path=limit.path) for post in above]
    return sorted([*inside, *narrowed], key=lambda post: (post.path, post.role))


def _read_posts(user_id: int) -> list[Post]:
    """One query: offices and seats together."""
    today = timezone.localdate()
    offices = Office.objects.unscoped("whoever acts: their own offices").held_on(today).filter(user_id=user_id)
    groups = WorkingGroup.objects.unscoped("whoever acts: their own groups").held_on(today).order_by()
    seats = GroupSeat.objects.unscoped("whoever acts: their own seats").filter(
        user_id=user_id, ended_at__isnull=True, group__in=groups.values("pk")
    )
    rows = offices.values_list("role", "unit_id", "unit__name", "unit__path", "ends_on", Value("")).union(
        seats.values_list(
            "role", "group__unit_id", "group__unit__name", "group__unit__path", "group__ends_on", "group__name"
        ),
        all=True,
    )
    return sorted((Post(*row) for row in rows), key=lambda post: (post.path, post.role))


def ranges_of(by: Any, permission: Permission) -> list[Post]:
    """Return the posts that carry the permission, without those whose reach lies within another's."""
    carrying = [post for post in posts_of(by) if post.carries(permission)]
    if permission.extent == Extent.OWN:
        return list({post.unit_id: post for post in carrying}.values())
    widest: list[Post] = []
    for post in carrying:
        if not any(post.path.startswith(other.path) for other in widest):
            widest.append(post)
    return widest


def _lookup(reach: Reach, post: Post, permission: Permission) -> Q:
    """Return which rows of a model one post reaches."""
    if permission.extent == Extent.OWN:
        if reach.unit_id is not None:
            return Q(**{reach.unit_id: post.unit_id})
        return Q(**{f"{reach.unit}_id" if reach.unit else "pk": post.unit_id})
    end = post.path + AFTER_ALL_LABELS
    if reach.unit_id is not None:
        units = Unit._base_manager.filter(path__gte=post.path, path__lt=end).order_by()
        return Q(**{f"{reach.unit_id}__in": units.values("pk")})
    prefix = f"{reach.unit}__" if reach.unit else ""
    return Q(**{f"{prefix}path__gte": post.path, f"{prefix}path__lt": end})


class ThroughPosts:
    """Reach through offices and seats: to the unit, to it and what is below, or to the whole city.

    A user is reached through the offices that the user holds.
    """

    is_own = False
    narrows_to_unit = True

    def holds(self, by: Any, permission: Permission) -> bool:
        """Say whether one of the actor's posts carries the permission."""
        return bool(permission.roles) and any(post.carries(permission) for post in posts_of(by))

    def condition(self, by: Any, permission: Permission, model: type[Model]) -> Q | None:
        """Return the rows in reach of the actor's posts."""
        reach: Reach | None = getattr(model, "reach", None)
        if not permission.roles or reach is None:
            return None
        posts = ranges_of(by, permission)
        if model is get_user_model():
            return _officers_of(posts, permission)
        if any(_covers_city(post, permission, by) for post in posts):
            return EVERYTHING
        if not posts or (reach.unit is None and reach.unit_id is None):
            return None
        if permission.extent == Extent.BELOW and any(len(post.path) == LABEL_WIDTH for post in posts):
            return EVERYTHING
        return reduce(or_, (_lookup(reach, post, permission) for post in posts))

    def explain(self, by: Any, permission: Permission, obj: Model) -> list[str]:
        """Return a sentence for each post that reaches the object."""
        reach: Reach | None = getattr(type(obj), "reach", None)
        if reach is None or not permission.roles:
            return []
        return [
            _sentence(post)
            for post in posts_of(by)
            if post.carries(permission)
            and (_covers_city(post, permission, by) or _covers(post, permission, reach, obj))
        ]


def _covers_city(post: Post, permission: Permission, by: Any) -> bool:
    """Say whether an office carries the permission over the whole city; a seat and a limited credential never do."""
    limits = getattr(by, "limits", None)
    return permission.extent == Extent.CITY and not post.group and not (limits and limits.unit_id)


def _covers(post: Post, permission: Permission, reach: Reach, obj: Model) -> bool:
    if type(obj) is get_user_model():
        condition = _officers_of([post], permission)
        return condition is not None and type(obj)._base_manager.filter(condition, pk=obj.pk).exists()
    if reach.unit is None and reach.unit_id is None:
        return False
    return type(obj)._base_manager.filter(_lookup(reach, post, permission), pk=obj.pk).exists()


def _officers_of(posts: list[Post], permission: Permission) -> Q | None:
    """Return the users who hold office within reach and nowhere else: nobody reaches the account of a superior."""
    if not posts:
        return None
    open_offices = Office.objects.unscoped("whose offices lie within reach").filter(ended_at=None).order_by()
    inside = reduce(or_, (_lookup(Office.reach, post, permission) for post in posts))
    holders, elsewhere = open_offices.filter(inside), open_offices.exclude(inside)
    return Q(pk__in=holders.values("user")) & ~Q(pk__in=elsewhere.values("user")) & Q(is_system_administrator=False)


def _sentence(post: Post) -> str:
    facts = {"role": label_of(post.role), "unit": post.unit_name, "group": post.group, "day": str(post.ends_on or "")}
    if post.group:
        return _("As %(role)s “%(group)s” at %(unit)s until %(day)s.") % facts
    if post.ends_on:
        return _("As %(role)s of %(unit)s until %(day)s.") % facts
    return _("As %(role)s of %(unit)s.") % facts
