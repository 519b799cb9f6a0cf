"""The icons that a page may use: ``icons.txt`` lists them, the build puts them into one sprite of Tabler's outlines."""

from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

LIST = Path(__file__).with_name("icons.txt")
SPRITE = "vendor/icons.svg"


@cache
def names() -> frozenset[str]:
    """Return the names of the icons in the sprite."""
    return frozenset(LIST.read_text(encoding="utf-8").split())


def icon(name: str, label: str = "") -> SafeString:
    """Return the icon as SVG; without a ``label`` it is hidden from screen readers.

    Raises ``LookupError`` for a name that ``icons.txt`` does not list.
    """
    if name not in names():
        raise LookupError(f"No icon {name!r} in the sprite: add its Tabler name to {LIST.name} and build again.")
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', said, static(SPRITE), name)
