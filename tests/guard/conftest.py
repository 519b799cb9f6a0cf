"""What the guards share."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def own_places(settings: Any, tmp_path: Path) -> Path:
    """Keep anchor and files of one test from another's database; return the folder."""
    settings.ANCHOR = tmp_path / "anchor"
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path
