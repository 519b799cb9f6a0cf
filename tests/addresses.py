"""Every address of the site, from the resolver, filled with values that fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

FILLING = {"int": "1", "str": "x" * 22, "slug": "members", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its path with values filled in, its name, its view."""

    path: str
    name: str
    view: Any

    @property
    def is_api(self) -> bool:
        """Whether programs ask it, with a token instead of a cookie."""
        return self.path.startswith("/api/")


def addresses() -> list[Address]:
    """List every address of the site."""
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        path = before + _filled(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield Address(path, f"{space}{pattern.name}", pattern.callback)


def _filled(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        value = FILLING[kind]
        route = route.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
    return route
