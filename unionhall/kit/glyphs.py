"""Which characters our typefaces can draw: rare characters in names must never vanish from paper unseen."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

SUBSTITUTE = "〓"
"""What Chinese printers set for a character they have no type for (the geta mark)."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset("\n\t\u200b\u200c\u200d\u2060\ufeff") | {chr(code) for code in range(0xFE00, 0xFE10)}
_SELECTORS = range(0xE0100, 0xE01F0)


def _groups(font: bytes) -> list[tuple[int, int]]:
    """Return the ranges of characters in the font's table of 32-bit characters (``cmap`` format 12)."""
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * font[5], 16)}
    start = tables[b"cmap"]
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * number)[0]
        if struct.unpack_from(">H", font, at)[0] == 12:
            count = struct.unpack_from(">I", font, at + 12)[0]
            return [struct.unpack_from(">II", font, at + 16 + 12 * group) for group in range(count)]
    raise ValueError("The typeface has no table of 32-bit characters.")


@cache
def drawable(folders: tuple[Path, ...]) -> frozenset[int]:
    """Return every character that some typeface in these folders can draw."""
    found: set[int] = set()
    for path in sorted(path for folder in folders for path in folder.glob("*.[to]tf")):
        for first, last in _groups(path.read_bytes()):
            found.update(range(first, last + 1))
    return frozenset(found)


def missing(text: str, folders: tuple[Path, ...]) -> list[str]:
    """Return the characters of the text that no typeface can draw, each once, in their order."""
    known = drawable(folders)
    return list(dict.fromkeys(sign for sign in text if not (ord(sign) in known or _is_unseen(sign))))


def printable(text: str, folders: tuple[Path, ...]) -> str:
    """Return the text with ``〓`` for what cannot be drawn, and without control characters and marks of direction."""
    known = drawable(folders)
    kept = (sign for sign in text if sign not in _BIDI_CONTROLS and (_is_unseen(sign) or not _is_control(sign)))
    return "".join(sign if ord(sign) in known or _is_unseen(sign) else SUBSTITUTE for sign in kept)


def _is_unseen(sign: str) -> bool:
    return sign in _UNSEEN or ord(sign) in _SELECTORS


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Cn"} and ord(sign) < 0x110000
