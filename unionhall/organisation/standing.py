"""Where the reader stands: the unit chosen in the header, and whether figures and lists take in what is below it.

The choice lives in the session and is checked against the reader's posts each time, so that an office that ends takes
its unit away with it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from unionhall.kit.shell import UnitChoice, UnitOption
from unionhall.organisation.models.unit import AFTER_ALL_LABELS
from unionhall.organisation.reaching import Post, posts_of
from unionhall.organisation.roles import label_of

UNIT_KEY, BELOW_KEY = "organisation_unit", "organisation_below"


@dataclass(frozen=True)
class Standing:
    """The reader's present unit among the units of their posts."""

    post: Post
    posts: tuple[Post, ...]
    has_below: bool

    @property
    def unit_id(self) -> int:
        """Return the present unit's id."""
        return self.post.unit_id

    def condition(self, unit: str) -> Q:
        """Return which rows are the present unit's (or of it and what is below); ``unit`` is the lookup to the unit."""
        prefix = f"{unit}__" if unit else ""
        if not self.has_below:
            return Q(**{f"{prefix}path": self.post.path})
        return Q(**{f"{prefix}path__gte": self.post.path, f"{prefix}path__lt": self.post.path + AFTER_ALL_LABELS})


def standing_of(request: HttpRequest) -> Standing | None:
    """Return where the reader stands: the unit chosen, else that of their highest office, else of their highest seat in
    a working group; ``None`` without any post.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return None
    posts = posts_of(user)
    if not posts:
        return None
    chosen = request.session.get(UNIT_KEY)
    at_home = next((post for post in posts if not post.group), posts[0])
    post = next((post for post in posts if str(post.unit_id) == chosen), at_home)
    return Standing(post, tuple(posts), request.session.get(BELOW_KEY, True))


def narrowed(request: HttpRequest, rows: QuerySet[Any], unit: str) -> QuerySet[Any]:
    """Keep of a list what the header's choice takes in; ``unit`` is the lookup from a row to its unit."""
    standing = standing_of(request)
    return rows if standing is None else rows.filter(standing.condition(unit))


def choose(request: HttpRequest, *, unit: str | None, below: str | None) -> None:
    """Keep the reader's choice, if it is a unit of one of their posts."""
    if unit is not None and any(str(post.unit_id) == unit for post in posts_of(request.user)):
        request.session[UNIT_KEY] = unit
    if below in ("0", "1"):
        request.session[BELOW_KEY] = below == "1"


def unit_choice(request: HttpRequest) -> UnitChoice | None:
    """Return what the frame shows of where the reader stands."""
    standing = standing_of(request)
    if standing is None:
        return None
    roles: dict[int, list[str]] = {}
    for post in standing.posts:
        roles.setdefault(post.unit_id, []).append(label_of(post.role))
    names = {post.unit_id: post.unit_name for post in standing.posts}
    options = [UnitOption(unit_id, names[unit_id], "、".join(held)) for unit_id, held in roles.items()]
    address = reverse("organisation:standing")
    return UnitChoice(standing.unit_id, standing.post.unit_name, address, options, has_below=standing.has_below)
