"""The file of a backup: parts of any length, sealed in pieces of 1 MiB by AES-256-GCM with a key of its own.

Every piece is bound to its place and to the head of the file, and the last one says that it is the last. A flipped
bit, a piece cut off, moved or taken from another backup: ``BadBackup``, before a byte of that piece is handed out.
"""

import collections
import json
import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from gettext import gettext as _
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from unionhall.project.trouble import Trouble

MAGIC = b"UNIONHALL BACKUP 1\n"
SALT_BYTES = 32
KEY_BYTES = 32
PIECE = 1024 * 1024
TAG_BYTES = 16
LENGTH = struct.Struct(">I")


class BadBackup(Trouble):
    """The file is not a whole, unchanged backup made with this key."""


def make_key(path: Path) -> bytes:
    """Give the key in the file; make one where none is, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Read the key from its file."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError as error:
        message = _("There is no backup key at %(path)s. Name its place with --key.")
        raise Trouble(message % {"path": path}) from error
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Trouble(_("%(path)s is not a backup key. Name the right file with --key.") % {"path": path})
    return key


class BackupWriter:
    """Writes parts, each a name and a stream of bytes."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self.head = MAGIC + salt
        self.file = file
        self.cipher = _cipher(key, salt)
        self.number = 0
        self.waiting = bytearray()
        file.write(self.head)

    def part(self, name: str, content: Iterable[bytes]) -> None:
        """Add one part; its length need not be known."""
        self._add(name.encode())
        for piece in content:
            if piece:
                self._add(piece)
        self._add(b"")

    def end(self) -> None:
        """Seal what waits as the last piece."""
        self._seal(is_last=True)

    def _add(self, frame: bytes) -> None:
        self.waiting += LENGTH.pack(len(frame)) + frame
        while len(self.waiting) > PIECE:
            self._seal(is_last=False)

    def _seal(self, *, is_last: bool) -> None:
        plain = bytes(self.waiting[:PIECE])
        del self.waiting[:PIECE]
        self.file.write(self.cipher.encrypt(_nonce(self.number, is_last), plain, self.head))
        self.number += 1


def read_parts(file: IO[bytes], key: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give the parts in order. Each part's content must be read to its end before the next."""
    plain = _Plain(_pieces(file, key))
    while (name := plain.frame()) is not None:
        plain.is_inside = True
        yield name.decode(), plain.content()
        collections.deque(plain.content(), maxlen=0)  # What the caller left unread.


class _Plain:
    """The bytes of the opened pieces, cut into frames."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.waiting = bytearray()
        self.is_inside = False

    def frame(self) -> bytes | None:
        if not self._fill(LENGTH.size):
            return None
        (length,) = LENGTH.unpack(self._take(LENGTH.size))
        if not self._fill(length):
            raise BadBackup(_("The backup ends in the middle of a part. Take another one."))
        return self._take(length)

    def content(self) -> Iterator[bytes]:
        while self.is_inside:
            frame = self.frame()
            if frame is None:
                raise BadBackup(_("The backup ends in the middle of a part. Take another one."))
            self.is_inside = frame != b""
            if frame:
                yield frame

    def _fill(self, length: int) -> bool:
        while len(self.waiting) < length:
            piece = next(self.pieces, None)
            if piece is None:
                return False
            self.waiting += piece
        return True

    def _take(self, length: int) -> bytes:
        taken = bytes(self.waiting[:length])
        del self.waiting[:length]
        return taken


def _pieces(file: IO[bytes], key: bytes) -> Iterator[bytes]:
    head = file.read(len(MAGIC) + SALT_BYTES)
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + SALT_BYTES:
        raise BadBackup(_("This is not a backup of this version of Unionhall. Take another file."))
    cipher = _cipher(key, head[len(MAGIC) :])
    number, sealed = 0, file.read(PIECE + TAG_BYTES)
    while True:
        following = file.read(PIECE + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, not following), sealed, head)
        except InvalidTag as error:
            message = _(
                "The backup was changed, cut short, or sealed with another key. "
                "Take another file, or name its key with --key."
            )
            raise BadBackup(message) from error
        if not following:
            return
        number, sealed = number + 1, following


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"unionhall/backup").derive(key))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def as_json(content: Iterable[bytes]) -> Any:
    """Read a part that holds JSON."""
    return json.loads(b"".join(content))
