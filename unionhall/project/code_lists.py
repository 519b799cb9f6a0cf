"""``python -m unionhall.project.code_lists`` writes ``docs/reference/code-lists.md`` anew: codes and what they mean."""

import os
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "code-lists.md"
HEAD = """# Code lists

Written by `python -m unionhall.project.code_lists`; do not edit it by hand. A code is what the database, the API
and files carry; pages show the meaning in the reader's language.
"""


def lists() -> list[Any]:
    """Return every list from which a field of ours takes its values, and those of the national standards."""
    from django.apps import apps
    from django.db.models import TextChoices

    from unionhall.kit.national import codes

    fields = [field for model in apps.get_models() for field in model._meta.fields if field.choices]
    used = {tuple(str(value) for value, _label in field.flatchoices) for field in fields}
    ours = [one for one in TextChoices.__subclasses__() if one.__module__.startswith("unionhall.")]
    wanted = [one for one in ours if one.__module__ == codes.__name__ or tuple(one.values) in used]
    return sorted(wanted, key=lambda one: (one.__module__, one.__qualname__))


def rendered() -> str:
    """Return the page."""
    return HEAD + "".join(_section(one) for one in lists())


def _section(one: Any) -> str:
    rows = "".join(f"| `{value}` | {_in('en', label)} | {_in('zh-hans', label)} |\n" for value, label in one.choices)
    about = (one.__doc__ or "").strip().splitlines()[0]
    head = f"\n## {one.__qualname__}\n\n`{one.__module__}.{one.__qualname__}`. {about}\n"
    return f"{head}\n| code | meaning | 中文 |\n|---|---|---|\n{rows}"


def _in(language: str, label: Any) -> str:
    from django.utils import translation

    with translation.override(language):
        return str(label)


def main() -> None:
    """Write the page."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.project.settings")
    django.setup()
    PLACE.write_text(rendered(), encoding="utf-8")


if __name__ == "__main__":
    main()
