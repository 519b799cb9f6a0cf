"""A demo city whose build was cut off is thrown away and built again, rows that migrations entered included."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.guard.test_r11_backup import Installation

pytestmark = pytest.mark.guard

BUILD = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "unionhall.project.settings"
import django
django.setup()
from unionhall.membership.models import ConsentText
from unionhall.project import demo
demo.discover = lambda name: []
demo.build(print)
print(demo.is_built(), ConsentText.objects.count())
"""


def build(installation: Installation) -> str:
    """Build an empty city and say what came of it."""
    ended = subprocess.run(
        [sys.executable, "-c", BUILD], env=installation.environment, capture_output=True, text=True, check=True
    )
    return ended.stdout


def test_a_demo_city_that_was_cut_off_is_built_again(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var")
    with installation.cluster.running():
        assert installation.run("manage", "migrate").returncode == 0
        first = build(installation)
        with installation.connect() as connection:
            connection.execute("CREATE TABLE left_behind (id integer)")
            connection.execute("COMMENT ON TABLE django_migrations IS 'demo city: being built'")
            connection.execute("DELETE FROM membership_consenttext")
        again = build(installation)
        names = set(installation.sums())

    assert first == again
    assert again.startswith("True ")
    assert int(again.split()[1]) > 0
    assert "left_behind" not in names
