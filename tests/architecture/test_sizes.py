"""Small enough to read at a glance. Complexity is ruff's matter."""

import ast

from tests.architecture.exceptions import assert_no_new
from tests.architecture.sources import name_of, python_files, templates, tree

LONGEST_MODULE = 400
LONGEST_CLASS = 250
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150


def test_no_module_is_longer_than_400_lines():
    lengths = {
        name_of(path): len(path.read_text().splitlines()) for path in python_files() if "migrations" not in path.parts
    }
    offences = {name: f"{lines} lines" for name, lines in lengths.items() if lines > LONGEST_MODULE}

    assert_no_new("module", offences, "Make a package of the same name, split by noun.")


def test_no_template_is_longer_than_150_lines():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in templates()}
    offences = {name: f"{lines} lines" for name, lines in lengths.items() if lines > LONGEST_TEMPLATE}

    assert_no_new("template", offences, "Move a part into an included template.")


def test_no_class_is_longer_than_250_lines():
    offences = too_long((ast.ClassDef,), LONGEST_CLASS)

    assert_no_new("class", offences, "A class this long holds two things.")


def test_no_function_is_longer_than_40_lines():
    offences = too_long((ast.FunctionDef, ast.AsyncFunctionDef), LONGEST_FUNCTION)

    assert_no_new("function", offences, "Give its steps names of their own.")


def too_long(kinds: tuple[type, ...], most: int) -> dict[str, str]:
    found = {}
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, kinds) and node.end_lineno - node.lineno + 1 > most and "migrations" not in path.parts:
                found[f"{name_of(path)}::{node.name}"] = f"{node.end_lineno - node.lineno + 1} lines"
    return found
