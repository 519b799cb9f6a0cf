"""Documentation cannot fall behind: what the code can do stands in `docs/reference`, and what stands there is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from django.test import Client

from tests.architecture.sources import ROOT, name_of, program_files, python_files, tree

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
VARIABLE = re.compile(r"UNIONHALL_[A-Z_]+|DATABASE_URL|DJANGO_SETTINGS_MODULE")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NAMED_FILE = re.compile(r"`((?:tests|unionhall|docs)/[\w./-]+\.(?:py|md|html|toml))`")
OUTSIDE = ("http://", "https://", "mailto:")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def first_cells(page: Path) -> set[str]:
    """Return what stands in code marks in the first column of a page's tables."""
    rows = [line for line in read(page).splitlines() if line.startswith("|")]
    return {found for row in rows for found in re.findall(r"`([^`]+)`", row.split("|")[1])}


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings have, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", read(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def variables_of_the_code() -> set[str]:
    """Return every variable of the environment that the program, its tests or its build name in a string."""
    texts = [
        node.value
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return {found for text in texts for found in VARIABLE.findall(text)}


def test_every_refusal_stands_in_the_errors_with_its_sentence() -> None:
    from unionhall.project.error_codes import rendered

    said = read(REFERENCE / "errors.md")

    assert said == rendered(), "Type: python -m unionhall.project.error_codes"


def test_every_code_in_the_program_is_one_that_the_errors_know() -> None:
    known = set(re.findall(r"UH-\d{4}", read(REFERENCE / "errors.md")))
    used = {
        node.value
        for path in program_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"UH-\d{4}", node.value)
    }

    assert used == known


def test_every_variable_of_the_environment_stands_in_the_settings() -> None:
    said = set(VARIABLE.findall(read(REFERENCE / "settings.md")))

    assert said == variables_of_the_code()


def options() -> Iterator[tuple[str, str]]:
    """Yield every option of every command, by its long name."""
    from unionhall.project.command_line import cli

    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and "--help" not in parameter.opts:
                yield name, next(one for one in parameter.opts if one.startswith("--"))


def test_every_command_and_option_stands_in_the_command_line() -> None:
    from unionhall.project.command_line import cli

    said = read(REFERENCE / "command-line.md")
    rows = [line.split("|")[1:3] for line in said.splitlines() if line.startswith("| `")]
    listed = {
        (command, option)
        for cells in rows
        for command in re.findall(r"`([a-z-]+)`", cells[0])
        for option in re.findall(r"`(--[a-z-]+)", cells[1])
    }

    assert set(re.findall(r"^\| `unionhall ([a-z][a-z-]*)", said, re.MULTILINE)) == set(
        cli.list_commands(click.Context(cli))
    )
    assert listed == set(options())


def test_every_kind_of_union_and_every_office_stands_in_its_page() -> None:
    from unionhall.organisation.kind import all_kinds
    from unionhall.organisation.roles import ROLES

    said = first_cells(REFERENCE / "kinds-of-unions.md")

    assert said == {kind.slug for kind in all_kinds()} | set(ROLES)


def test_every_measure_stands_in_the_figures() -> None:
    from unionhall.kit.registries import measures

    assert first_cells(REFERENCE / "figures.md") == set(measures())


def test_every_operation_of_the_api_stands_in_its_page(client: Client) -> None:
    said = set(re.findall(r"^\| `([A-Z]+ /\S+)`", read(REFERENCE / "api.md"), re.MULTILINE))
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert said == {
        f"{method.upper()} {path.removeprefix('/api/v1')}" for path, methods in paths.items() for method in methods
    }


def test_every_code_list_has_every_code() -> None:
    from unionhall.project.code_lists import rendered

    assert read(REFERENCE / "code-lists.md") == rendered(), "Type: python -m unionhall.project.code_lists"


def test_every_decision_stands_in_the_index_under_its_own_title() -> None:
    decisions = sorted(path for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md")
    titles = {path.name: read(path).splitlines()[0].removeprefix("# ") for path in decisions}
    index = dict(re.findall(r"^\| \[\d{4}\]\(([^)]+)\) \| (.+) \|$", read(DOCS / "decisions/README.md"), re.MULTILINE))

    assert {name: f"{name[:4]} {title}" for name, title in index.items()} == titles
    assert [name[:4] for name in titles] == [f"{number:04}" for number in range(1, len(titles) + 1)]


def test_every_guard_stands_in_the_promises() -> None:
    said = read(REFERENCE / "promises.md")
    guards = [name_of(path) for path in (ROOT / "tests/guard").glob("test_*.py")]

    assert [name for name in sorted(guards) if f"`{name}`" not in said] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", read(page))):
        place, _, anchor = target.partition("#")
        if target.startswith(OUTSIDE):
            continue
        found = (page.parent / place).resolve() if place else page
        is_there = found.exists() and (not anchor or anchor in anchors(found))
        if not is_there:
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    missing = [named for named in NAMED_FILE.findall(read(page)) if not (ROOT / named).exists()]

    assert missing == []
