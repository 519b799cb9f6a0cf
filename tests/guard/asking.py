"""How the guards fill an address: for each name that varies in it, what stands there, and which object it names.

An address with a name that nobody fills fails S1 with a sentence that says what to write here.
"""

from collections.abc import Callable
from typing import Any

from tests.guard.oracle import Person12, holds, may, may_at, owns
from tests.guard.planting import invitation_text
from unionhall.accounts.models import ApiToken, Invitation
from unionhall.kit.access import Access
from unionhall.kit.permission import get
from unionhall.membership.models import Application, Card, ConsentRecord, Drive, Membership
from unionhall.membership.queries.cards import token_of
from unionhall.organisation.models import TreeChange, Unit
from unionhall.project.access_rules import Rule
from unionhall.records.models import Certificate, StoredFile

NOWHERE = {"pk": "4242", "token": "x" * 22}
"""Names of nothing that exists."""

MODELS = {
    "accounts:revoke-token": ApiToken,
    "records:file-download": StoredFile,
    "portal:consent-withdraw": ConsentRecord,
    "organisation:change-consent": TreeChange,
    "organisation:change-refuse": TreeChange,
}
"""What ``pk`` names where the view's rule does not say it."""

OF_ARGUMENT = {
    "unit_id": Unit,
    "member_id": Membership,
    "membership_id": Membership,
    "application_id": Application,
    "drive_id": Drive,
}
"""What an argument of the API names."""

TOKENS: dict[str, tuple[type, Callable[[Any], str]]] = {
    "membership:join": (Drive, lambda one: one.token),
    "membership:join-done": (Drive, lambda one: one.token),
    "membership:join-withdraw": (Drive, lambda one: one.token),
    "membership:card-check": (Card, token_of),
    "records:certificate-check": (Certificate, lambda one: one.token),
    "accounts:invitation": (Invitation, lambda one: invitation_text(one.user)),
}
FIXED = {"sheet": "poster", "status": "404"}
"""Names that choose a form, not an object."""


def model_of(rule: Rule) -> type | None:
    """Return the model of the object that an address names; ``None`` if it names none."""
    for argument in rule.arguments:
        if argument == "pk":
            return (rule.access.model if rule.access else None) or MODELS.get(rule.name)
        if argument in OF_ARGUMENT:
            return OF_ARGUMENT[argument]
        if argument == "token" and rule.name in TOKENS:
            return TOKENS[rule.name][0]
    return None


def unfilled(rule: Rule) -> list[str]:
    """Return the names in an address that nobody fills."""
    known = {*FIXED, *OF_ARGUMENT}
    known |= {"pk"} if model_of(rule) else set()
    known |= {"token"} if rule.name in TOKENS else set()
    return [argument for argument in rule.arguments if argument not in known]


def path_of(rule: Rule, obj: Any) -> str:
    """Return the address of an object; without one, an address that names nothing."""
    path = rule.route
    for argument in rule.arguments:
        start, end = path.index("<"), path.index(">")
        path = path[:start] + _value(rule, argument, obj) + path[end + 1 :]
    return path


def _value(rule: Rule, argument: str, obj: Any) -> str:
    if argument in FIXED:
        return FIXED[argument]
    if obj is None:
        return NOWHERE.get(argument, NOWHERE["pk"])
    return TOKENS[rule.name][1](obj) if argument == "token" else str(obj.pk)


def _may_consent(person: Person12, change: TreeChange) -> bool:
    """Both sides see a change that is open: the unit's, the one above it, and where it is to go."""
    sides = [change.unit, change.unit.parent, change.target]
    return any(side is not None and may_at(person, "organisation.restructure", side) for side in sides)


def _may_refuse(person: Person12, change: TreeChange) -> bool:
    """Only who is asked can refuse: the union above, and the one where the unit is to go."""
    sides = [change.unit.parent, change.target]
    return any(side is not None and may_at(person, "organisation.restructure", side) for side in sides)


OWN_RULES: dict[str, Callable[[Person12, Any], bool]] = {
    "organisation:change-consent": _may_consent,
    "organisation:change-refuse": _may_refuse,
}
"""Where a view asks more of its object than its rule says."""


def is_allowed(person: Person12, rule: Rule, obj: Any) -> bool:
    """Say whether a person may open an address; ``obj`` is what it names, or ``None``."""
    access = rule.access
    if access is None or access.kind == "public":
        return access is not None
    names_an_object = model_of(rule) is not None
    if names_an_object and obj is None:
        return False
    if rule.name in OWN_RULES:
        return _may_open(person, access) and OWN_RULES[rule.name](person, obj)
    if access.code is None:
        return person.user is not None and (not names_an_object or owns(person, obj))
    return may(person, get(access.code), obj) if names_an_object else _may_open(person, access)


def _may_open(person: Person12, access: Access) -> bool:
    return person.user is not None and (access.code is None or holds(person, get(access.code)))
