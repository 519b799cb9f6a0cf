"""Every test run has its own throw-away PostgreSQL and its own ``var/``; xdist's workers share the server.

``UNIONHALL_TEST_DATABASE_URL`` (or ``DATABASE_URL``) names another server instead.
"""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

pytest_plugins = ["tests.cast"]

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

if not IS_WORKER:
    os.environ["UNIONHALL_TEST_FOLDER"] = tempfile.mkdtemp(prefix="uh-test-")
FOLDER = Path(os.environ["UNIONHALL_TEST_FOLDER"])

os.environ["UNIONHALL_PROFILE"] = "demo"
os.environ["UNIONHALL_LANGUAGE"] = "en"
os.environ["UNIONHALL_VAR"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "var"))
os.environ["UNIONHALL_CLUSTER"] = str(FOLDER / "postgres")
if "UNIONHALL_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["UNIONHALL_TEST_DATABASE_URL"]
Path(os.environ["UNIONHALL_VAR"]).mkdir(parents=True, exist_ok=True)


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up and start the throw-away server, once for the run and its workers."""
    with pytest.MonkeyPatch.context() as patch:  # Workers must not see it: they would read settings before this file.
        patch.setenv("DJANGO_SETTINGS_MODULE", "unionhall.project.settings")
        django.setup()
    _hash_passwords_cheaply()
    if not IS_WORKER:
        config.add_cleanup(lambda: shutil.rmtree(FOLDER, ignore_errors=True))
        if "DATABASE_URL" not in os.environ and not config.option.collectonly:
            _start_server(config)


def _hash_passwords_cheaply() -> None:
    """Keep the hasher and its steps, and give it the least memory and time: what it costs is argon2's own test."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def _start_server(config: pytest.Config) -> None:
    from unionhall.project.embedded import UNSAFE_BUT_FAST, Cluster

    server = Cluster(FOLDER / "postgres", UNSAFE_BUT_FAST).running()
    server.__enter__()
    config.add_cleanup(lambda: server.__exit__(None, None, None))
