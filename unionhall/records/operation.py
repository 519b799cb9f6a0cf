"""``@operation``: every change asks its permission, runs in one transaction and leaves one line in the journal."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction
from django.db.models import Model
from django.utils import translation

from unionhall.kit import reach
from unionhall.records import context, journal

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")

RETURNED = "return"
"""``of`` of an operation that makes the object of which its permission is asked."""

KEYWORDS = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True)
class Operation:
    """One declared operation: its name, permission, journal text, and the argument whose permission is asked."""

    name: str
    permission: str
    journal_text: Any
    of: str | None
    function: Callable[..., Any]


_operations: dict[str, Operation] = {}


def all_operations() -> list[Operation]:
    """Return every operation of the modules imported so far, by name."""
    return [_operations[name] for name in sorted(_operations)]


def operation(
    permission: str, *, journal: Any, of: str | None = None
) -> Callable[[Callable[Arguments, Returned]], Callable[Arguments, Returned]]:
    """Make a function an operation.

    ``of`` names the argument on which ``permission`` is asked; ``"return"`` asks it of what the function made, and
    undoes all if it is refused; ``None`` is for permissions that need no object. ``journal`` is the line's text; its
    placeholders are filled from what the body notes, else from the arguments. The function takes keywords only, ``by``
    among them.
    """

    def decorate(body: Callable[Arguments, Returned]) -> Callable[Arguments, Returned]:
        declared = Operation(_name_of(body), permission, journal, of, body)
        _check(declared)

        @wraps(body)
        def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Returned:
            if args:
                raise TypeError(f"{declared.name} takes keyword arguments only")
            return cast(Returned, _run(declared, kwargs))

        run.permission, run.journal_text, run.of = permission, journal, of  # type: ignore[attr-defined]
        _operations[declared.name] = declared
        return run

    return decorate


def _run(declared: Operation, arguments: dict[str, Any]) -> Any:
    by = inspect.signature(declared.function).bind(**arguments).arguments["by"]
    target = _target(declared, arguments)
    with context.joined(), transaction.atomic(), journal.drafting(target) as draft:
        if declared.of != RETURNED:
            reach.require(by, declared.permission, target)
        result = declared.function(**arguments)
        if declared.of == RETURNED:
            reach.require(by, declared.permission, result)
            draft.obj = draft.obj or result
        text = _message_id(declared.journal_text)
        known = {**arguments, **draft.parameters}
        draft.parameters = {name: known.get(name, "") for name in PLACEHOLDER.findall(text)}
        journal.write(draft, by=by, operation=declared.name, permission=declared.permission, text=text)
        return result


def _target(declared: Operation, arguments: dict[str, Any]) -> Model | None:
    if declared.of in (None, RETURNED):
        return None
    target = arguments[declared.of]
    if not isinstance(target, Model) and not arguments["by"].is_system:
        raise TypeError(f"{declared.name} needs its {declared.of}: the permission is asked of it")
    return cast("Model | None", target)


def _message_id(text: Any) -> str:
    """Return the English message of a lazy translation."""
    with translation.override(None):
        return str(text)


def _name_of(body: Callable[..., Any]) -> str:
    app = body.__module__.removeprefix("unionhall.").split(".")[0]
    return f"{app}.{body.__name__}"


def _check(declared: Operation) -> None:
    parameters = inspect.signature(declared.function).parameters
    if any(one.kind not in KEYWORDS for one in parameters.values()) or "by" not in parameters:
        raise TypeError(f"{declared.name}: an operation takes keyword arguments only, one of them `by`")
    if declared.of is not None and declared.of != RETURNED and declared.of not in parameters:
        raise TypeError(f"{declared.name} has no argument {declared.of!r} to ask its permission of")
    known = _operations.get(declared.name)
    if known is not None and known.function.__module__ != declared.function.__module__:
        raise TypeError(f"two operations are named {declared.name}")
