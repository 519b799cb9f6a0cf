"""Administrative divisions of the city: districts (GB/T 2260), streets and towns (GB/T 10114), and retired codes."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data" / "divisions.json"

TOWN_ENDINGS = ("街道", "地区", "镇", "民族乡", "乡")
PEOPLES = ("满族", "回族", "蒙古族", "朝鲜族")

RETIRED = (
    ("110103", "崇文区", None, date(2010, 7, 1)),
    ("110104", "宣武区", None, date(2010, 7, 1)),
    ("110221", "昌平县", None, date(1999, 9, 16)),
    ("110222", "顺义县", None, date(1998, 3, 3)),
    ("110223", "通县", None, date(1997, 4, 29)),
    ("110224", "大兴县", None, date(2001, 1, 9)),
    ("110226", "平谷县", None, date(2001, 12, 30)),
    ("110227", "怀柔县", None, date(2001, 12, 30)),
    ("110228", "密云县", None, date(2015, 11, 17)),
    ("110229", "延庆县", None, date(2015, 11, 17)),
)
"""Codes that still stand in identity numbers: code, name, valid from (unknown: before the list began), valid to."""


@dataclass(frozen=True)
class Division:
    """One division. ``valid_to`` is the first day on which the code was no longer used; ``None`` means to this day."""

    code: str
    name: str
    parent_code: str | None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def short_name(self) -> str:
        """The name without 区, 街道, 地区, 镇 or 乡, where two characters remain: 天桥, 金盏, 长哨营."""
        if self.parent_code is None:
            return _without(self.name, ("区", "县"))
        return _without(_without(self.name, TOWN_ENDINGS), PEOPLES)

    @property
    def is_zone(self) -> bool:
        """Whether it is a development zone or an airport, which has a code but no street office."""
        return self.parent_code is not None and not self.name.endswith(TOWN_ENDINGS)

    def is_valid_on(self, day: date) -> bool:
        """Say whether the code was in use on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def districts() -> tuple[Division, ...]:
    """Return the districts of today in their official order."""
    return tuple(division for division in _all().values() if division.parent_code is None and not division.valid_to)


def towns(district_code: str, *, with_zones: bool = False) -> tuple[Division, ...]:
    """Return the streets, areas, towns and townships of a district in their official order."""
    found = (division for division in _all().values() if division.parent_code == district_code)
    return tuple(division for division in found if with_zones or not division.is_zone)


def find(code: str) -> Division | None:
    """Return the division of a code (six or nine digits), a retired one included; ``None`` if the city has none."""
    return _all().get(code)


def full_name(code: str) -> str:
    """Return the name with its district's before it (西城区天桥街道), or the code itself if the city has none such."""
    division = find(code)
    if division is None:
        return code
    return (full_name(division.parent_code) if division.parent_code else "") + division.name


@cache
def _all() -> dict[str, Division]:
    try:
        kept = json.loads(DATA.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ImproperlyConfigured(_("The division list is missing. Install the program again.")) from None
    found = {code: Division(code, name, None, start, end) for code, name, start, end in RETIRED}
    for district in kept["districts"]:
        found[district["code"]] = _division(district, None)
        found.update((town["code"], _division(town, district["code"])) for town in district["towns"])
    return found


def _division(row: dict[str, str], parent_code: str | None) -> Division:
    start, end = (date.fromisoformat(row[name]) if row.get(name) else None for name in ("valid_from", "valid_to"))
    return Division(row["code"], row["name"], parent_code, start, end)


def _without(name: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name
