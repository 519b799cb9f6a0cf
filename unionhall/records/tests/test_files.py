"""Kept files: sealed on the disk, gone after their time."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from unionhall.kit.refused import Refused
from unionhall.records import files
from unionhall.records.actors import System
from unionhall.records.files import keep
from unionhall.records.models import StoredFile

pytestmark = pytest.mark.django_db


def keep_file(content: bytes = b"120 1234 5678", **more: Any) -> StoredFile:
    return keep(content, **{"name": "名册.xlsx", "kind": files.RESULT, "by": System("test"), **more})


def on_disk(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_what_is_kept_comes_back_and_lies_sealed(settings: Any) -> None:
    file = keep_file(b"secret text")

    [path] = on_disk(settings)
    assert files.content_of(file) == b"secret text"
    assert (b"secret" in path.read_bytes(), path.name == file.name) == (False, False)
    assert path.stat().st_mode & 0o077 == 0
    assert (file.size, file.name) == (11, "名册.xlsx")


@pytest.mark.parametrize(
    ("given", "kept"), [("../../etc/passwd", "passwd"), ("C:\\x\\y.pdf", "y.pdf"), ("a\x00b", "ab"), ("", "file")]
)
def test_a_name_leads_nowhere(given: str, kept: str) -> None:
    assert keep_file(name=given).name == kept


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 3)

    with pytest.raises(Refused) as refusal:
        keep_file(b"1234")

    assert refusal.value.code == "UH-1901"


def test_a_file_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(LookupError):
        keep_file(kind="nobody.knows")


@pytest.mark.parametrize("harm", ["alter", "remove", "swap"])
def test_a_file_harmed_on_the_disk_is_refused(harm: str) -> None:
    file, other = keep_file(b"one"), keep_file(b"two")
    path = files.path_of(file.place)
    if harm == "alter":
        path.write_bytes(path.read_bytes()[:-2] + b"AA")
    elif harm == "remove":
        path.unlink()
    else:
        path.write_bytes(files.path_of(other.place).read_bytes())

    with pytest.raises(Refused) as refusal:
        files.content_of(file)

    assert refusal.value.code == "UH-1903"


def test_a_file_past_its_time_is_refused_and_removed(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    keep_file(expires_at=timezone.now() + timedelta(days=1))
    past = keep_file(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused):
        files.content_of(past)

    with django_capture_on_commit_callbacks(execute=True):
        removed = files.remove_expired()

    assert (removed, len(on_disk(settings)), StoredFile.objects.unscoped("test").count()) == (1, 1, 1)


def test_what_lies_on_the_disk_without_a_row_goes_after_a_day(settings: Any) -> None:
    kept = keep_file()
    orphans = [files.path_of(character * 32) for character in "ab"]
    for path in (*orphans, files.path_of(kept.place)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (time.time() - 90_000, time.time() - 90_000))
    orphans[1].touch()

    assert files.remove_orphans() == 1
    assert [path.exists() for path in (*orphans, files.path_of(kept.place))] == [False, True, True]
