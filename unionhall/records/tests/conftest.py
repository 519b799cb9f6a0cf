"""An anchor of each test's own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_places(settings: Any, tmp_path: Path) -> None:
    """Keep anchor and files of one test from another's database."""
    settings.ANCHOR = tmp_path / "anchor"
    settings.MEDIA_ROOT = tmp_path / "files"
