"""What a unit or an employer is found by: its names, their pinyin in the likely readings, and the initials."""

from unionhall.kit.national import names

MOST_READINGS = 6
SPECIAL_READINGS = {"大栅栏": "dashilan", "潘家园": "panjiayuan", "朝阳": "chaoyang"}
"""Places whose names are read as no dictionary of single characters says."""


def search_text_of(*known_as: str) -> str:
    """Return one lower-case text that contains each name, its pinyin readings and its initials, in lines."""
    lines: list[str] = []
    for name in filter(None, known_as):
        terms = names.search_terms(name)
        lines += [name.lower(), *terms.pinyin[:MOST_READINGS], *terms.initials]
        for place, reading in SPECIAL_READINGS.items():
            if place in name:
                lines.append(reading)
    return "\n".join(dict.fromkeys(lines))
