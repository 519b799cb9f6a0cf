"""QR codes, as SVG for pages and paper and as PNG for messages."""

from io import BytesIO

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=True)


def svg(text: str, *, label: str = "") -> SafeString:
    """Return the code as one SVG element without style attributes; it fills the box that holds it."""
    matrix = [bytes(row) for row in _code(text).matrix]
    side = len(matrix) + 2 * QUIET_ZONE
    path = "".join(_runs(row, y + QUIET_ZONE) for y, row in enumerate(matrix))
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" {said}>'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def _runs(row: bytes, y: int) -> str:
    """Return the dark runs of one row as path commands; one run is one rectangle, so that the file stays small."""
    commands, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            commands.append(f"M{start + QUIET_ZONE} {y}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(commands)


def png(text: str, *, scale: int = 8) -> bytes:
    """Return the code as a PNG file; ``scale`` is the pixels of one module."""
    target = BytesIO()
    _code(text).save(target, kind="png", scale=scale, border=QUIET_ZONE)
    return target.getvalue()
