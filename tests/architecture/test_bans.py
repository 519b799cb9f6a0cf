"""What nobody does here, and what to do instead."""

import ast
import re

import pytest

from tests.architecture.exceptions import assert_no_new
from tests.architecture.sources import PACKAGE, dotted, name_of, program_files, tree

MODEL_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init"}
GENERIC_KEYS = {"GenericForeignKey", "GenericRelation"}
RAW_SQL = {"execute", "executemany", "raw", "extra", "RawSQL", "RunSQL"}
REMEDIES = {
    "signal": "Call the operation that has the consequence: signals miss bulk writes and hide the order of things.",
    "generic key": "Use a foreign key, or a registered function that answers by kind and id.",
    "raw sql": "Use the ORM, or put the statement into a listed file with a reason.",
    "unscoped": "Use .within_reach(...). If the work truly belongs to nobody, list the place with its reason.",
}


def calls_and_names(path) -> list[tuple[str, int]]:
    """List the last part of every name used in a file."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute | ast.Name):
            found.append((dotted(node).rsplit(".", 1)[-1], node.lineno))
        elif isinstance(node, ast.alias):
            found.append((node.name, getattr(node, "lineno", 0)))
    return found


@pytest.mark.parametrize(("check", "names"), [("signal", MODEL_SIGNALS), ("generic key", GENERIC_KEYS)])
def test_nobody_uses_what_hides_consequences(check, names):
    offences = {
        name_of(path): f"line {line}: {name}"
        for path in program_files()
        for name, line in calls_and_names(path)
        if name in names
    }

    assert_no_new(check, offences, REMEDIES[check])


def test_raw_sql_stands_in_listed_files_only():
    offences = {
        name_of(path): f"line {node.lineno}: {dotted(node.func)}"
        for path in program_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).rsplit(".", 1)[-1] in RAW_SQL
    }

    assert_no_new("raw sql", offences, REMEDIES["raw sql"])


def test_lists_without_scope_stand_in_listed_places_only():
    offences = {
        name_of(path): f"line {node.lineno}"
        for path in program_files()
        if path != PACKAGE / "kit" / "scoping.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "unscoped"
    }

    assert_no_new("unscoped", offences, REMEDIES["unscoped"])


def test_every_list_without_scope_gives_its_reason():
    silent = [
        f"{name_of(path)}:{node.lineno}"
        for path in program_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "unscoped"
        and not (node.args or node.keywords)
    ]

    assert silent == []


def test_migrations_change_the_schema_or_the_data_but_never_both():
    mixed = []
    for path in sorted(PACKAGE.glob("*/migrations/0*.py")):
        used = {name for name, _line in calls_and_names(path)}
        changes_data = bool(used & {"RunPython"})
        changes_schema = any(re.match(r"(Create|Add|Alter|Remove|Rename|Delete)[A-Z]", name) for name in used)
        if changes_data and changes_schema:
            mixed.append(name_of(path))

    assert mixed == []
