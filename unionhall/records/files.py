"""Kept files: sealed, outside the web root, under random names; fetched by id with the permission of their kind."""

import base64
import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit import cipher
from unionhall.kit.ids import new_id
from unionhall.kit.refused import Refused
from unionhall.records.actors import Actor
from unionhall.records.models import Job, StoredFile

MAX_BYTES = 50 * 1024 * 1024
BATCH = 500
ORPHAN_AGE = timedelta(days=1)

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".csv": "text/csv",
    ".zip": "application/zip",
}

_permissions: dict[str, str] = {}


def file_kind(code: str, permission: str) -> str:
    """Register a kind of file and the permission with which it is fetched; return the code."""
    _permissions[code] = permission
    return code


RESULT = file_kind("records.result", "records.view-file")
"""What a job made, for whoever started it."""


def permission_of(kind: str) -> str | None:
    """Return the permission with which files of a kind are fetched; ``None`` for a kind that was removed."""
    return _permissions.get(kind)


def keep(
    content: bytes,
    *,
    name: str,
    kind: str,
    by: Actor,
    unit_id: int | None = None,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep a file of at most 50 MiB and return its row; it is on the disk before the row can be committed."""
    if kind not in _permissions:
        raise LookupError(f"no app registers the file kind {kind!r}")
    if len(content) > MAX_BYTES:
        raise Refused(_("The file is larger than 50 MB. Make it smaller or split it."), "UH-1901")
    file_id, place = new_id(), secrets.token_hex(16)
    sealed = cipher.seal(base64.b64encode(content).decode("ascii"), _seal_place(file_id))
    _write(path_of(place), sealed.encode("ascii"))
    file = StoredFile(
        id=file_id,
        kind=kind,
        name=Path(name.replace("\\", "/")).name.replace("\x00", "")[:200] or "file",
        place=place,
        content_type=CONTENT_TYPES.get(Path(name).suffix.lower(), "application/octet-stream"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_by_id=by.pk,
        unit_id=unit_id,
        expires_at=expires_at,
    )
    file.save(force_insert=True)
    return file


def content_of(file: StoredFile) -> bytes:
    """Return the content, or refuse if the file is past its time, lost, or not the one that was kept."""
    if file.expires_at is not None and file.expires_at <= timezone.now():
        raise Refused(_("The file was kept until its time was over. Make it again."), "UH-1902")
    try:
        sealed = path_of(file.place).read_text(encoding="ascii")
        content = base64.b64decode(cipher.unseal(sealed, _seal_place(file.pk)))
    except (OSError, ValueError, cipher.CipherRefused) as error:
        raise Refused(_("The file is damaged or lost. Tell the administrator its name."), "UH-1903") from error
    return content


def path_of(place: str) -> Path:
    """Return where a file lies on the disk."""
    return Path(settings.MEDIA_ROOT) / place[:2] / place


def remove_expired() -> int:
    """Remove the files that are past their time; return how many."""
    expired: Any = StoredFile.objects.unscoped("every file ends by its time").filter(expires_at__lte=timezone.now())
    removed = 0
    while files := list(expired.order_by("pk")[:BATCH]):
        with transaction.atomic():
            Job.objects.unscoped("whoever's results they are").filter(result_file__in=files).update(result_file=None)
            StoredFile.objects.unscoped("the same files").filter(pk__in=[file.pk for file in files]).delete()
            for file in files:
                transaction.on_commit(_remover(path_of(file.place)))
        removed += len(files)
    return removed


def remove_orphans() -> int:
    """Remove from the disk what a day ago was written for a row that was never committed; return how many."""
    oldest = (timezone.now() - ORPHAN_AGE).timestamp()
    removed = 0
    for folder in Path(settings.MEDIA_ROOT).glob("??"):
        old = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < oldest}
        known = StoredFile.objects.unscoped("the disk is compared with all rows").filter(place__in=list(old))
        for place in old.keys() - set(known.values_list("place", flat=True)):
            old[place].unlink(missing_ok=True)
            removed += 1
    return removed


def _seal_place(file_id: int) -> str:
    return f"records_storedfile.content:{file_id}"


def _remover(path: Path) -> Callable[[], None]:
    return lambda: path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
