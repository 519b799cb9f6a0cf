"""PDF by Typst: our templates draw, the data are only ever data.

A template is a file ``<app>/typst/<name>.typ``, named ``"<app>/<name>"``; it may import its neighbours, and begins with
``#import "/unionhall.typ": *``, which gives it ``data`` and the parts of ``kit/typst/unionhall.typ``. Assets are files
beside it: ``image("/assets/photo.png")``. The same template, data and assets give the same bytes.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.apps import apps
from django.conf import settings

from unionhall.kit import glyphs

KIT = Path(__file__).parent
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
PREVIEW_PPI = 110


def font_folders() -> tuple[Path, ...]:
    """Return where typefaces are: ours, and ``var/fonts``, where an installation puts one for its rare characters."""
    own = Path(settings.VAR) / "fonts" if hasattr(settings, "VAR") else None
    return (KIT / "fonts", own) if own and own.is_dir() else (KIT / "fonts",)


def missing_characters(text: str) -> list[str]:
    """Return the characters of a text that would be drawn as ``〓``, so that a page can say so beforehand."""
    return glyphs.missing(text, font_folders())


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    assets: Mapping[str, bytes] | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """Return the PDF, fit to be kept for ever (PDF/A-2a) and read aloud (PDF/UA-1).

    ``made_at`` is the date written into it (a fixed one unless given).

    Raises ``LookupError`` for a template that no app has, ``typst.TypstError`` for one that does not compile.
    """
    with _compiler(template, data, assets or {}) as compiler:
        stamp = int((made_at or UNDATED).timestamp())
        return _first(compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=stamp))


def preview(template: str, data: Mapping[str, Any], *, assets: Mapping[str, bytes] | None = None) -> bytes:
    """Return the first page as PNG, to look at before printing."""
    with _compiler(template, data, assets or {}) as compiler:
        return _first(compiler.compile(format="png", ppi=PREVIEW_PPI, timestamp=int(UNDATED.timestamp())))


def _first(made: bytes | list[bytes] | None) -> bytes:
    page = made[0] if isinstance(made, list) else made
    if page is None:
        raise RuntimeError("Typst wrote nothing.")
    return page


@contextmanager
def _compiler(template: str, data: Mapping[str, Any], assets: Mapping[str, bytes]) -> Iterator[typst.Compiler]:
    """Give a compiler whose whole world is a folder of its own: the app's templates, our module, the assets."""
    source = _source(template)
    with TemporaryDirectory(prefix="unionhall-pdf-") as folder:
        root = Path(folder)
        for path in (KIT / "typst" / "unionhall.typ", *source.parent.glob("*.typ")):
            shutil.copyfile(path, root / path.name)
        (root / "assets").mkdir()
        for name, content in assets.items():
            (root / "assets" / Path(name).name).write_bytes(content)
        yield typst.Compiler(
            root / source.name,
            root=root,
            font_paths=_fonts(font_folders()),
            sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False, sort_keys=True, default=str)},
        )


def _source(template: str) -> Path:
    label, _, name = template.partition("/")
    config = next((config for config in apps.get_app_configs() if config.label == label), None)
    source = Path(config.path) / "typst" / f"{name}.typ" if config and name.isidentifier() else None
    if source is None or not source.is_file():
        raise LookupError(f"There is no template {template!r}: it would be {label}/typst/{name}.typ.")
    return source


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _printable(value: Any) -> Any:
    """Return the data with every text made drawable."""
    if isinstance(value, str):
        return glyphs.printable(value, font_folders())
    if isinstance(value, Mapping):
        return {str(key): _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return glyphs.printable(str(value), font_folders())
