"""A chart as plain data: the page shows it as a table, and as a picture where JavaScript runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["bar", "line", "stacked", "across"]
"""``across`` draws the bars lying, for many names; ``stacked`` piles the series up."""


@dataclass(frozen=True)
class Series:
    """One row of figures with its name; ``kind`` overrides the chart's (a line over bars)."""

    label: Any
    values: Sequence[float | None]
    kind: Kind | None = None


@dataclass(frozen=True)
class Chart:
    """Figures by label: ``id`` is unique on the page, ``links`` opens each label's rows, ``as_of`` is when."""

    id: str
    title: Any
    labels: Sequence[Any]
    series: Sequence[Series]
    kind: Kind = "bar"
    unit: Any = ""
    as_of: datetime | None = None
    links: Sequence[str] = field(default_factory=list)
    label_title: Any = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.label} has {len(series.values)} figures for {len(self.labels)} labels.")

    @property
    def data(self) -> dict[str, Any]:
        """Return what ``chart.js`` draws, for a JSON block."""
        return {
            "title": str(self.title),
            "unit": str(self.unit),
            "kind": self.kind,
            "labels": [str(label) for label in self.labels],
            "labelTitle": str(self.label_title),
            "links": list(self.links),
            "series": [
                {"label": str(series.label), "kind": series.kind or self.kind, "values": list(series.values)}
                for series in self.series
            ],
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the table's rows: label, link and figures."""
        links = list(self.links) or [""] * len(self.labels)
        return [
            {"label": label, "link": links[index], "values": [series.values[index] for series in self.series]}
            for index, label in enumerate(self.labels)
        ]

    @property
    def is_tall(self) -> bool:
        """Whether the picture needs room for many lying bars."""
        return self.kind == "across" and len(self.labels) > 8
