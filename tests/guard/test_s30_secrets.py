"""S30: an unsafe production does not start, and no secret shows in a page, a process list or an answer."""

import os
import subprocess
import sys

import pytest
from django.urls import path

from unionhall.kit.access import public
from unionhall.project.safety import unsafe

pytestmark = pytest.mark.guard

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abcdef"
SAFE = {
    "UNIONHALL_PROFILE": "production",
    "UNIONHALL_SECRET_KEY": SECRET,
    "UNIONHALL_HOSTS": "union.example",
    "UNIONHALL_ADDRESS": "https://union.example",
    "DATABASE_URL": "postgres://unionhall:database-secret@localhost/unionhall",
}


def start(environment: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    """Run Django's checks for a deployment in a process of its own."""
    given = {name: value for name, value in {**SAFE, **environment}.items() if value is not None}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("UNIONHALL", "DATABASE"))}
    code = (
        "import django; django.setup();"
        "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env=inherited | given | {"DJANGO_SETTINGS_MODULE": "unionhall.project.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_checks_for_a_deployment_find_nothing():
    ended = start({})

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"UNIONHALL_SECRET_KEY": None}, "UNIONHALL_SECRET_KEY"),
        ({"UNIONHALL_SECRET_KEY": "short"}, "UNIONHALL_SECRET_KEY"),
        ({"UNIONHALL_HOSTS": None}, "UNIONHALL_HOSTS"),
        ({"UNIONHALL_HOSTS": "*"}, "UNIONHALL_HOSTS"),
        ({"UNIONHALL_ADDRESS": None}, "UNIONHALL_ADDRESS"),
        ({"UNIONHALL_ADDRESS": "http://union.example"}, "UNIONHALL_ADDRESS"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"UNIONHALL_HTTPS": "0"}, "UNIONHALL_HTTPS"),
        ({"UNIONHALL_PROFILE": "staging"}, "UNIONHALL_PROFILE"),
    ],
)
def test_an_unsafe_production_does_not_start(change, said):
    ended = start(change)

    assert ended.returncode != 0
    assert said in ended.stderr.strip().splitlines()[-1]


def test_debugging_is_refused_in_production():
    settings = {
        "SECRET_KEY": SECRET,
        "DEMO_SECRET_KEY": "demo",
        "CLUSTER": None,
        "ALLOWED_HOSTS": ["union.example"],
        "PUBLIC_ADDRESS": "https://union.example",
        "DEBUG": True,
        "IS_HTTPS": True,
    }

    assert list(unsafe(settings)) == ["Set DEBUG to False."]


@public
def breaks(request):
    """Fail with a secret in reach."""
    password = SECRET
    raise RuntimeError(f"failed with {password}")


urlpatterns = [path("breaks/", breaks)]
handler500 = "unionhall.project.errors.server_error"


@pytest.mark.urls(__name__)
def test_an_error_page_tells_no_secret(client):
    client.raise_request_exception = False

    answer = client.get("/breaks/")

    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()


def test_the_database_password_stands_in_no_command_line(monkeypatch, tmp_path):
    from unionhall.project import backup

    seen = tmp_path / "seen"
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" > {seen}; echo "$PGPASSWORD" >> {seen}\n')
    program.chmod(0o755)
    parameters = {"host": "db.example", "password": "database-secret"}
    monkeypatch.setattr(backup, "binaries", lambda: tmp_path)
    monkeypatch.setattr(backup.connection, "get_connection_params", lambda: parameters)

    list(backup._output_of("pg_dump", "--format=custom"))

    arguments, password = seen.read_text().splitlines()
    assert "database-secret" not in arguments
    assert password == "database-secret"
