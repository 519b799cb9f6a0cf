"""Sealing single values: AES-256-GCM or SM4-GCM in a text envelope, and keyed blind indexes for exact look-up.

An envelope is ``v1:<algorithm>:<key id>:<nonce>:<ciphertext>``, the last two in base64url without padding.
It is bound to the place it belongs to (``table.column:row``), so that it opens nowhere else.
"""

import hmac
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from unionhall.kit import keys

VERSION = "v1"
NONCE_BYTES = 12
TAG_BYTES = 16
TO_URL = bytes.maketrans(b"+/", b"-_")
FROM_URL = bytes.maketrans(b"-_", b"+/")


class CipherRefused(Exception):
    """A sealed value does not open: it was altered, moved from another place, or its key is not on the ring."""


class Algorithm(Protocol):
    """One authenticated cipher under one key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return ciphertext and tag."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the plain bytes, or raise ``InvalidTag``."""


class Sm4Gcm:
    """SM4 (GB/T 32907) in Galois counter mode, with the calling convention of ``AESGCM``."""

    def __init__(self, key: bytes) -> None:
        self._sm4 = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return ciphertext and tag."""
        encryptor = Cipher(self._sm4, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the plain bytes, or raise ``InvalidTag``."""
        decryptor = Cipher(self._sm4, modes.GCM(nonce, data[-TAG_BYTES:])).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(data[:-TAG_BYTES]) + decryptor.finalize()


def seal(plain: str, place: str) -> str:
    """Seal one value for ``place`` ("membership_person.id_number:71") under the current key."""
    return seal_many([(place, plain)])[0]


def seal_many(values: Iterable[tuple[str, str]]) -> list[str]:
    """Seal (place, plain) pairs, for imports: the key is looked up once."""
    ring = keys.ring()
    name = settings.UNIONHALL_CIPHER
    algorithm = _algorithm(name, ring.data[ring.current])
    head = f"{VERSION}:{name}:{ring.current}:"
    return [head + _sealed(algorithm, place.encode(), plain.encode()) for place, plain in values]


def unseal(envelope: str, place: str) -> str:
    """Open an envelope at its place; raise ``CipherRefused`` if anything about it is not as it was sealed."""
    try:
        version, name, key_id, nonce, sealed = envelope.split(":")
        if version != VERSION:
            raise ValueError(version)
        algorithm = _algorithm(name, _data_key(key_id))
        return algorithm.decrypt(_bytes(nonce), _bytes(sealed), place.encode()).decode()
    except (ValueError, KeyError, InvalidTag) as error:
        raise CipherRefused(f"The sealed value at {place} was altered or moved, or its key is missing.") from error


def blind(plain: str, purpose: str) -> str:
    """Return the keyed digest (64 hex digits) by which equal values of one purpose are found; other purposes differ."""
    ring = keys.ring()
    return _digester(ring.index, ring.index_digest, purpose)(plain.encode())


def _sealed(algorithm: Algorithm, place: bytes, plain: bytes) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return f"{_text(nonce)}:{_text(algorithm.encrypt(nonce, plain, place))}"


def _data_key(key_id: str) -> bytes:
    known = keys.ring().data
    if key_id not in known:
        keys.forget()
        known = keys.ring().data
    return known[key_id]


@cache
def _algorithm(name: str, secret: bytes) -> Algorithm:
    if name == "aes":
        return AESGCM(keys.derived(secret, "data/aes", 32))
    if name == "sm4":
        return Sm4Gcm(keys.derived(secret, "data/sm4", 16))
    raise ValueError(f"UNIONHALL_CIPHER is aes or sm4, not {name}")


@cache
def _digester(secret: bytes, digest: str, purpose: str) -> Callable[[bytes], str]:
    key = keys.derived(secret, f"index/{purpose}")
    if digest == "sha256":
        return lambda plain: hmac.digest(key, plain, "sha256").hex()
    started = HMAC(key, hashes.SM3())

    def sm3(plain: bytes) -> str:
        running = started.copy()
        running.update(plain)
        return running.finalize().hex()

    return sm3


def _text(raw: bytes) -> str:
    return b2a_base64(raw, newline=False).translate(TO_URL, b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    raw = a2b_base64(text.encode("ascii").translate(FROM_URL) + b"=" * (-len(text) % 4))
    if _text(raw) != text:  # Python skips strange characters and unused bits; a changed envelope must not open.
        raise ValueError("not base64url as we write it")
    return raw
