"""The project's own files, as the checks read them."""

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "unionhall"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
GENERATED = {"vendor", "fonts", "__pycache__"}


@functools.cache
def python_files() -> tuple[Path, ...]:
    """List every Python file that people wrote: the package, the tests, the build hook."""
    places = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "hatch_build.py", ROOT / "conftest.py"]
    return tuple(sorted(path for path in places if not GENERATED.intersection(path.parts)))


def program_files() -> list[Path]:
    """List the Python files of the package without tests and migrations."""
    return [
        path for path in python_files() if PACKAGE in path.parents and not {"tests", "migrations"} & set(path.parts)
    ]


@functools.cache
def templates() -> tuple[Path, ...]:
    """List every HTML template."""
    return tuple(sorted(path for path in PACKAGE.rglob("templates/**/*.html")))


@functools.cache
def tree(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Give a file's path below the root, as exceptions and messages spell it."""
    return path.relative_to(ROOT).as_posix()


def dotted(node: ast.AST) -> str:
    """Spell a name or attribute such as ``models.ForeignKey``; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""
