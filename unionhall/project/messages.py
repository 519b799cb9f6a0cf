"""The catalogues: extract what the pages say, compile the translations, and find what is not translated.

``python -m unionhall.project.messages`` brings every app's ``locale/zh_Hans/LC_MESSAGES/django.po`` up to date and
compiles it; with ``--check`` it changes nothing and fails when a sentence is missing, outdated, marked fuzzy, or said
in two ways: Django makes one catalogue of all, where the second translation would silently replace the first.
The build hook imports this module, so it needs no Django settings.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = "zh_Hans"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt", ".svg"}


def apps(package: Path) -> list[Path]:
    """List the folders of the package that have sentences of their own, in alphabetical order."""
    return sorted(path.parent for path in package.glob("*/__init__.py"))


def catalogue_path(app: Path) -> Path:
    """Give the place of an app's Chinese catalogue."""
    return app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def extracted(app: Path) -> Catalog:
    """Collect every translatable sentence of an app's Python and templates."""
    found = Catalog(
        locale=LOCALE,
        charset="utf-8",
        fuzzy=False,
        project="Unionhall",
        version="",
        msgid_bugs_address="",
        last_translator="The Unionhall contributors",
        language_team="The Unionhall contributors",
        header_comment="",
    )
    for path in sorted(app.rglob("*")):
        if "tests" in path.parts or "migrations" in path.parts or not path.is_file():
            continue
        for line, message, _comments, context in sentences(path):
            place = (path.relative_to(app.parent).as_posix(), line)
            found.add(message, locations=[place], context=context)
    return found


def sentences(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    """Read one file's sentences: (line, msgid or plural pair, comments, context)."""
    if path.suffix == ".py":
        with path.open("rb") as source:
            yield from extract("python", source, keywords=KEYWORDS)
        if {"commands", "command_line"} & {path.stem, path.parent.name}:
            yield from help_of_commands(path)
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        yield from extract("python", io.BytesIO(_as_python(path)), keywords=KEYWORDS)


def help_of_commands(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    """Read what ``--help`` says: the docstring of every click command, and its options' help and prompts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(_is_of_click(mark) for mark in node.decorator_list):
            yield node.lineno, ast.get_docstring(node), [], None
        if isinstance(node, ast.Call) and _is_of_click(node):
            said = [keyword.value for keyword in node.keywords if keyword.arg in {"help", "prompt"}]
            for value in said:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield node.lineno, value.value, [], None


def _is_of_click(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "click"


def _as_python(path: Path) -> bytes:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    return templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def update(app: Path) -> Catalog:
    """Write the app's catalogue with today's sentences, keeping the translations it has."""
    path = catalogue_path(app)
    old = read(path)
    new = extracted(app)
    new.creation_date = new.revision_date = old.creation_date
    for message in new:
        if message.id and (known := old.get(message.id, message.context)) is not None:
            message.string = known.string
    if not len(new):
        return new
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=120, sort_output=True, include_lineno=False)
    return new


def read(path: Path) -> Catalog:
    """Read a catalogue; an absent one is empty."""
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def compile_all(package: Path) -> None:
    """Compile every catalogue of the package that is newer than its compiled form."""
    for app in apps(package):
        path = catalogue_path(app)
        compiled = path.with_suffix(".mo")
        if path.exists() and not (compiled.exists() and compiled.stat().st_mtime > path.stat().st_mtime):
            with compiled.open("wb") as file:
                write_mo(file, read(path))


def problems(app: Path) -> Iterator[str]:
    """Say what is wrong with an app's catalogue, one line for each sentence."""
    known = read(catalogue_path(app))
    wanted = extracted(app)
    for message in wanted:
        if message.id:
            yield from _problems_of(app, message, known.get(message.id, message.context))
    for message in known:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"{app.name}: no longer used: {message.id!r}"


def _problems_of(app: Path, wanted: Message, known: Message | None) -> Iterator[str]:
    place = f"{wanted.locations[0][0]}:{wanted.locations[0][1]}"
    said = known.string if known is not None else None
    forms = [said] if isinstance(said, str) else list(said or ())
    if known is None or not all(forms) or not forms:
        yield f"{place}: not translated: {wanted.id!r}"
    elif known.fuzzy:
        yield f"{place}: translation is marked fuzzy: {wanted.id!r}"


def conflicts(package: Path) -> Iterator[str]:
    """Say which sentences have one translation in one app and another in another, with both places."""
    first: dict[tuple[Any, str | None], tuple[str, Any]] = {}
    for app in apps(package):
        for message in read(catalogue_path(app)):
            place = message.locations[0][0] if message.locations else app.name
            said = (place, message.string)
            other = first.setdefault((message.id, message.context), said) if message.id else said
            if other[1] != message.string:
                yield f"{other[0]} and {place}: {message.id!r} is {other[1]!r} there and {message.string!r} here"


def main(arguments: list[str]) -> int:
    """Update and compile the catalogues, or check them with ``--check``."""
    package = Path(__file__).resolve().parent.parent
    if "--check" in arguments:
        found = [line for app in apps(package) for line in problems(app)] + list(conflicts(package))
        print("\n".join(found) or "Every sentence is translated.")
        return 1 if found else 0
    for app in apps(package):
        update(app)
    compile_all(package)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
