"""Walking what the guards hold to their rules: operations, sources, templates."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from unionhall.kit.discovery import discover
from unionhall.records.operation import Operation, all_operations

PACKAGE = Path(__file__).parents[2] / "unionhall"


def every_operation() -> list[Operation]:
    """Import every app's ``operations`` and return what the program declares, without what tests declare."""
    list(discover("permissions"))
    for found in discover("operations"):
        for module in pkgutil.iter_modules(getattr(found, "__path__", [])):
            importlib.import_module(f"{found.__name__}.{module.name}")
    return [one for one in all_operations() if ".tests." not in one.function.__module__]


def sources(*names: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield path and syntax tree of every app's modules (or packages) of these names."""
    for name in names:
        for path in sorted([*PACKAGE.glob(f"*/{name}.py"), *PACKAGE.glob(f"*/{name}/**/*.py")]):
            yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def templates() -> Iterator[tuple[str, str]]:
    """Yield path and text of every page template, without the style guide, which sends nothing."""
    for path in sorted(PACKAGE.glob("*/templates/**/*.html")):
        if "style_guide" not in path.parts:
            yield str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8")
