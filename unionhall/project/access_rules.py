"""Who may open what: every address with the rule that its view declares, for the guards and for the reader."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from unionhall.accounts.models import User
from unionhall.accounts.permissions import ADMINISTRATOR
from unionhall.kit.access import Access
from unionhall.kit.permission import Extent, Permission, get
from unionhall.organisation.roles import ROLES, carriers

API_SPACE = "api-v1:"
DESCRIPTIONS_OF_THE_API = {"openapi-json", "api-root"}
"""The API's description of itself, which ninja answers: it names no object."""

EXTENTS = {Extent.OWN: "the own unit", Extent.BELOW: "the unit and all below", Extent.CITY: "the whole city"}
HEAD = """# Who may open what

Written by `python -m unionhall.project.access_table` from the rules that the views declare; do not edit it by hand. A
guard walks every line as each of twelve people at five places of the tree.

An address answers **anyone**, **whoever is signed in** (only with what is their own), or whoever holds the
**permission**: through an office or a seat in a working group, as far as it reaches in the tree, or on their own
record (*oneself*). *2nd* asks for the second factor within the last fifteen minutes.
"""
LEGEND = """
## Permissions

| permission | offices and seats | how far |
|---|---|---|
"""


@dataclass(frozen=True)
class Rule:
    """One address, the names of what varies in it, and the access its view declares (``None`` if it declares none).

    ``methods`` are those of an operation of the API; a page answers what it answers.
    """

    route: str
    name: str
    arguments: tuple[str, ...]
    access: Access | None
    methods: tuple[str, ...] = ()

    @property
    def is_api(self) -> bool:
        """Whether programs ask it, with a token."""
        return self.name.startswith(API_SPACE)


def all_rules() -> list[Rule]:
    """Return every address of the site, pages and operations of the API, in the order of the resolver."""
    return list(_walk(get_resolver().url_patterns, "/", "", ()))


def _walk(patterns: list[Any], before: str, space: str, above: tuple[str, ...]) -> Iterator[Rule]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        arguments = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner, arguments)
        elif isinstance(pattern, URLPattern) and space == API_SPACE:
            yield from _api_rules(pattern, route)
        else:
            access = getattr(pattern.callback, "access", None)
            yield Rule(route, f"{space}{pattern.name}", arguments, access)


def _api_rules(pattern: URLPattern, route: str) -> Iterator[Rule]:
    """Yield the API's description as public; its JSON carries the API itself, and with it every operation."""
    if pattern.name not in DESCRIPTIONS_OF_THE_API:
        return
    yield Rule(route, f"{API_SPACE}{pattern.name}", (), Access("public"))
    if isinstance(pattern.callback, partial) and pattern.name == "openapi-json":
        base = route.removesuffix(str(pattern.pattern))
        yield from _operations(pattern.callback.keywords["api"], base)


def _operations(api: Any, base: str) -> Iterator[Rule]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            route = base + re.sub(r"\{(\w+)\}", r"<str:\1>", f"{router.prefix}/{path}".strip("/").replace("//", "/"))
            for operation in view.operations:
                name = f"{API_SPACE}{operation.view_func.__name__}"
                arguments = tuple(re.findall(r"<str:(\w+)>", route))
                yield Rule(route, name, arguments, _scope_of(operation), tuple(operation.methods))


def _scope_of(operation: Any) -> Access | None:
    """Return the one scope that an operation of the API declares."""
    declared = [getattr(callback, "access", None) for callback in operation.auth_callbacks]
    return declared[0] if len(declared) == 1 else None


def rendered() -> str:
    """Return the page: every address by its part of the site, then the permissions with their offices."""
    with translation.override("zh-hans"):
        rules = [rule for rule in all_rules() if not rule.name.startswith("style-guide:")]
        parts: dict[str, list[Rule]] = {}
        for rule in rules:
            parts.setdefault(rule.name.rpartition(":")[0] or "project", []).append(rule)
        tables = [_table(part, rules_of) for part, rules_of in sorted(parts.items())]
        codes = sorted({rule.access.code for rule in rules if rule.access and rule.access.code})
        return HEAD + "".join(tables) + LEGEND + "".join(_permission_line(get(code)) for code in codes)


def _table(part: str, rules: list[Rule]) -> str:
    lines = [f"| `{_shown(rule)}` | {_rule_text(rule.access)} | {_roles_text(rule.access)} |\n" for rule in rules]
    return f"\n## {part}\n\n| address | rule | offices and seats |\n|---|---|---|\n" + "".join(sorted(lines))


def _shown(rule: Rule) -> str:
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", rule.route)
    return f"{' '.join(rule.methods)} {route}".strip()


def _rule_text(access: Access | None) -> str:
    if access is None:
        return "**none declared**"
    if access.code is None:
        return {"public": "anyone", "signed_in": "whoever is signed in"}[access.kind]
    found = get(access.code)
    of = f" ({access.model._meta.verbose_name})" if access.model else ""
    return f"{found.label}{of}{' *2nd*' if found.second_factor else ''} `{access.code}`"


def _roles_text(access: Access | None) -> str:
    if access is None or access.code is None:
        return ""
    return _holders(get(access.code))


def _holders(permission: Permission) -> str:
    known = [str(ROLES[code].label) for code in ROLES if code in carriers(permission.roles)]
    known += (
        [str(User._meta.get_field("is_system_administrator").verbose_name)] if ADMINISTRATOR in permission.roles else []
    )
    known += ["*oneself*"] if permission.myself else []
    return "、".join(known + (["*anyone who proved a phone*"] if permission.public else []))


def _permission_line(permission: Permission) -> str:
    far = EXTENTS[Extent(permission.extent)] if permission.roles else "–"
    return f"| {permission.label} `{permission.code}` | {_holders(permission)} | {far} |\n"
