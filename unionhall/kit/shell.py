"""What the frame around a page shows, asked for only when a layout uses it.

The kit knows nothing of units, inboxes or sign-in. Whoever does says so once, in its ``AppConfig.ready``::

    shell.provide("unread", lambda request: unread_count(request.user))

A frame leaves out what nobody provides. The names a layout asks for are the fields of ``NAMES``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from unionhall.kit import reach, registries

NAMES = {
    "unit": "UnitChoice: where the reader stands in the tree",
    "unread": "int: messages not yet read",
    "inbox_url": "str: where the bell leads",
    "search_url": "str: the global search, which answers htmx with hits",
    "account_links": "list[Link]: the user's own menu",
    "bottom_bar": "list[Link]: at most five places of the member's site",
    "city": "str: the name of the installation's city union",
}
DESK = "/desk/"
providers: dict[str, Callable[[HttpRequest], Any]] = {}


@dataclass(frozen=True)
class Link:
    """A place to go: ``is_post`` makes it a button (signing out changes something)."""

    label: Any
    url: str
    icon: str = ""
    is_post: bool = False
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True)
class UnitOption:
    """A unit the reader may stand at."""

    id: int
    name: str
    note: str = ""


@dataclass(frozen=True)
class UnitChoice:
    """The unit the reader stands at; ``action`` is posted ``unit`` or ``below`` (0 or 1), and ``next``."""

    id: int
    name: str
    action: str
    options: list[UnitOption] = field(default_factory=list)
    has_below: bool = True


def provide(name: str, answer: Callable[[HttpRequest], Any]) -> None:
    """Let the frame ask ``answer`` for ``name``; a later call replaces an earlier one."""
    if name not in NAMES:
        raise LookupError(f"No frame shows {name!r}. It shows: {', '.join(NAMES)}.")
    providers[name] = answer


def _address(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


class Shell:
    """The frame of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.answers: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in NAMES:
            raise AttributeError(name)
        if name not in self.answers:
            answer = providers.get(name)
            self.answers[name] = answer(self.request) if answer else None
        return self.answers[name]

    @property
    def is_demo(self) -> bool:
        """Whether the data are invented."""
        return bool(getattr(settings, "IS_DEMO", False))

    @property
    def home(self) -> str:
        """Where the mark leads: the officers' workbench."""
        return DESK

    @property
    def language_url(self) -> str | None:
        """Where the choice of a language is posted."""
        return _address("set_language")

    @property
    def has_large_text(self) -> bool:
        """Whether the reader asked for large text on this device."""
        return self.request.COOKIES.get("text_size") == "large"

    @cached_property
    def menu(self) -> list[Link]:
        """The side bar: what the reader holds a permission for, with the place of this page marked."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        shown = [
            (item, url)
            for item in registries.menu()
            if (url := _address(item.url_name)) and (item.permission is None or reach.holds(user, item.permission))
        ]
        current = self._current([(item.url_name, url) for item, url in shown])
        return [Link(item.label, url, item.icon, is_current=url == current) for item, url in shown]

    def _current(self, places: list[tuple[str, str]]) -> str | None:
        """Return the place whose address begins the page's, else the first of the app it is filed under."""
        path = self.request.path
        under = [url for _, url in places if path == url or (url != DESK and path.startswith(url))]
        match = self.request.resolver_match
        app = match.app_name if match else None
        is_of_app = bool(app) and path.startswith(f"{DESK}{app}/")
        same_app = [url for name, url in places if is_of_app and name.startswith(f"{app}:")]
        return max(under, key=len, default=same_app[0] if same_app else None)
