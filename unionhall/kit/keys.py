"""The key ring: a file outside the database that holds every secret of an installation.

Data keys (several, one current), the key of the blind indexes, the key of the journal and the key from which tokens are
signed are separate secrets; what is used is derived from them by HKDF with a label of its purpose.
``python -m unionhall.kit.keys FILE`` makes a ring for a new installation.
"""

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

SECRET_BYTES = 32
DIGEST_OF_CIPHER = {"aes": "sha256", "sm4": "sm3"}


class KeysUnusable(ImproperlyConfigured):
    """The key ring is missing, unreadable or open to other users; the message says what to do."""


@dataclass(frozen=True)
class KeyRing:
    """All secrets. ``index_digest`` is fixed when the ring is made: another one would make every blind index wrong."""

    data: Mapping[str, bytes]
    current: str
    index: bytes
    index_digest: str
    journal: bytes
    signing: bytes

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self.data)} data keys, current {self.current}>"

    def derive(self, purpose: str, length: int = SECRET_BYTES) -> bytes:
        """Return the key of one purpose; the journal's come from a secret of their own."""
        secret = self.journal if purpose.split("/")[0] == "journal" else self.signing
        return derived(secret, purpose, length)


def ring() -> KeyRing:
    """Return the installation's key ring; the demo profile makes one on its first start."""
    return _ring_at(str(settings.UNIONHALL_KEYS))


def derive(purpose: str, length: int = SECRET_BYTES) -> bytes:
    """Return the installation's key for ``purpose`` ("journal", "receipts", "card-token"); the same at every start."""
    return ring().derive(purpose, length)


@cache
def derived(secret: bytes, purpose: str, length: int = SECRET_BYTES) -> bytes:
    """Derive one purpose's key from a secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), length, salt=None, info=b"unionhall/" + purpose.encode()).derive(secret)


def forget() -> None:
    """Read the file again at the next use, because another process added a key."""
    _ring_at.cache_clear()


def create(path: Path, cipher: str = "aes") -> KeyRing:
    """Make a ring of fresh secrets, readable by its owner only; a ring that stands there already is kept."""
    fresh = KeyRing(
        data={"k1": secrets.token_bytes(SECRET_BYTES)},
        current="k1",
        index=secrets.token_bytes(SECRET_BYTES),
        index_digest=DIGEST_OF_CIPHER[cipher],
        journal=secrets.token_bytes(SECRET_BYTES),
        signing=secrets.token_bytes(SECRET_BYTES),
    )
    draft = _draft(path, fresh)
    try:
        os.link(draft, path)  # Fails where a ring stands, so that two processes starting at once agree on one.
    except FileExistsError:
        return read(path)
    finally:
        draft.unlink()
    return fresh


def add_data_key(path: Path) -> KeyRing:
    """Add a data key to the ring and make it the current one; the older ones still open what they sealed."""
    old = read(path)
    name = f"k{len(old.data) + 1}"
    new = replace(old, data={**old.data, name: secrets.token_bytes(SECRET_BYTES)}, current=name)
    _draft(path, new).replace(path)
    forget()
    return new


def read(path: Path) -> KeyRing:
    """Read a ring from its file, or say what is wrong with the file."""
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        return KeyRing(
            data={name: _bytes(secret) for name, secret in kept["data"].items()},
            current=_one_of(kept["current"], kept["data"]),
            index=_bytes(kept["index"]),
            index_digest=_one_of(kept["index_digest"], DIGEST_OF_CIPHER.values()),
            journal=_bytes(kept["journal"]),
            signing=_bytes(kept["signing"]),
        )
    except OSError as error:
        message = _("The key ring %(path)s cannot be read (%(fault)s). Give this user the right to read it.")
        raise KeysUnusable(message % {"path": path, "fault": error.strerror}) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = _("The key ring %(path)s is damaged. Put back the copy from its safe place.")
        raise KeysUnusable(message % {"path": path}) from error


@cache
def _ring_at(place: str) -> KeyRing:
    path = Path(place)
    if path.exists():
        if not settings.IS_DEMO and path.stat().st_mode & 0o077:
            message = _("The key ring %(path)s is open to other users. Type: chmod 600 %(path)s")
            raise KeysUnusable(message % {"path": path})
        return read(path)
    if settings.IS_DEMO:
        return create(path, settings.UNIONHALL_CIPHER)
    message = _(
        "There is no key ring at %(path)s. Put back the copy from its safe place, or name its place in UNIONHALL_KEYS. "
        "Only for a new installation make one: python -m unionhall.kit.keys %(path)s"
    )
    raise KeysUnusable(message % {"path": path})


def _draft(path: Path, content: KeyRing) -> Path:
    kept: dict[str, Any] = {
        "current": content.current,
        "data": {name: _text(secret) for name, secret in content.data.items()},
        "index": _text(content.index),
        "index_digest": content.index_digest,
        "journal": _text(content.journal),
        "signing": _text(content.signing),
    }
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            json.dump(kept, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        message = _("The key ring %(path)s cannot be written (%(fault)s). Give this user the right, or free the disk.")
        raise KeysUnusable(message % {"path": path, "fault": error.strerror}) from error
    return draft


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _bytes(text: str) -> bytes:
    secret = base64.b64decode(text, validate=True)
    if len(secret) != SECRET_BYTES:
        raise ValueError("a secret has 32 bytes")
    return secret


def _one_of(value: str, choices: Any) -> str:
    if value not in choices:
        raise ValueError(value)
    return value


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    create(Path(sys.argv[1]), os.environ.get("UNIONHALL_CIPHER", "aes"))
