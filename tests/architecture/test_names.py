"""Always the same names inside an app, so that a stranger knows where to look."""

import ast

from tests.architecture.exceptions import assert_no_new
from tests.architecture.sources import APPS, PACKAGE, ROOT, name_of, python_files, tree

MACHINERY = {"kit", "records", "accounts"}
"""They offer machinery to the others, so their modules carry the names of what they offer."""

MODULES = {
    *("kind", "kinds", "models", "queries", "permissions", "operations", "forms", "sheets", "jobs", "views", "api"),
    *("urls", "menu", "measures", "stories", "search", "todo", "facts", "notices", "demo"),
    *("apps", "commands", "middleware"),
}
OTHERS = {"__init__", "templates", "templatetags", "static", "locale", "typst", "migrations", "tests", "__pycache__"}
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "stuff", "tools"}


def test_apps_hold_only_modules_with_the_agreed_names():
    offences = {
        name_of(path): "not a name of the table in docs/explanation/architecture.md"
        for app in set(APPS) - MACHINERY
        for path in (PACKAGE / app).iterdir()
        if path.stem not in MODULES | OTHERS and not path.name.startswith(".")
    }

    assert_no_new("name", offences, "Put it where the table 'Inside an app' says.")


def test_no_module_has_a_name_that_says_nothing():
    offences = {
        name_of(path): "a name that says nothing"
        for path in python_files()
        if BANNED.intersection(path.relative_to(ROOT).with_suffix("").parts)
    }

    assert_no_new("banned name", offences, "Name the module after what it holds.")


def test_every_app_says_what_it_is_for():
    silent = [app for app in APPS if not (PACKAGE / app / "__init__.py").read_text().lstrip().startswith('"""')]

    assert silent == []


def test_the_init_file_of_an_app_holds_no_code():
    offences = {
        name_of(PACKAGE / app / "__init__.py"): "holds code"
        for app in APPS
        for node in tree(PACKAGE / app / "__init__.py").body
        if not isinstance(node, ast.Expr)
    }

    assert_no_new("init", offences, "Move the code into a module with a name.")
