"""``python -m unionhall.project.access_table`` writes ``docs/reference/access.md`` anew: who may open what."""

import os
from pathlib import Path

PLACE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"


def main() -> None:
    """Write the page from the rules that the views declare."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.project.settings")
    django.setup()
    from unionhall.project.access_rules import rendered

    PLACE.write_text(rendered(), encoding="utf-8")


if __name__ == "__main__":
    main()
