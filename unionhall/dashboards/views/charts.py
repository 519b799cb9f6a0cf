"""The board's pictures, as plain data for the kit's chart part."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.dashboards.queries import BoardRow, Cell, Growth
from unionhall.kit.charts import Chart, Series
from unionhall.kit.registries import Measure
from unionhall.organisation.models import Unit

SHADES = 5


def levels_chart(growth: Growth) -> Chart:
    """Draw the members at the end of each month as a line."""
    return Chart(
        id="levels",
        title=_("Members in twelve months"),
        labels=growth.months,
        series=[Series(_("Members at the end of the month"), growth.members)],
        kind="line",
        unit=_("people"),
        as_of=timezone.now(),
        label_title=_("Month"),
    )


def changes_chart(growth: Growth) -> Chart:
    """Draw who joined and who left each month as bars."""
    return Chart(
        id="changes",
        title=_("Joined and left in twelve months"),
        labels=growth.months,
        series=[Series(_("Joined"), growth.joined), Series(_("Left"), growth.left)],
        unit=_("people"),
        as_of=timezone.now(),
        label_title=_("Month"),
    )


def coverage_chart(rows: Sequence[BoardRow], view: str) -> Chart | None:
    """Draw each unit's employers, with a union and without; a bar opens the unit's own board. ``None`` without any."""
    covered = [row.covered.value or 0 for row in rows]
    employers = [row.employers.value or 0 for row in rows]
    if not any(employers):
        return None
    return Chart(
        id="coverage",
        title=_("Employers with and without a union"),
        labels=[row.unit.short_name or row.unit.name for row in rows],
        series=[
            Series(_("With a union"), covered),
            Series(_("Without a union"), [whole - part for whole, part in zip(employers, covered, strict=True)]),
        ],
        kind="stacked",
        unit=_("employers"),
        as_of=timezone.now(),
        links=[board_address(row.unit, view) for row in rows],
        label_title=_("Unit"),
    )


def breakdown_chart(parts: Sequence[tuple[Measure, Cell]], view: str) -> Chart | None:
    """Draw the parts of a breakdown as bars that open their rows; ``None`` when every part is empty."""
    if not parts:
        return None
    return Chart(
        id="breakdown",
        title=_("Members by kind of union") if view == "kind" else _("Members by category"),
        labels=[measure.label for measure, _cell in parts],
        series=[Series(_("Members"), [cell.value for _measure, cell in parts])],
        kind="across",
        unit=_("people"),
        as_of=timezone.now(),
        links=[cell.url for _measure, cell in parts],
        label_title=_("Kind") if view == "kind" else _("Category"),
    )


def tiles(rows: Sequence[BoardRow], view: str) -> list[dict[str, Any]]:
    """Return a tile for each unit in its official order; the shade (0 to 5) grows with its members."""
    most = max((row.members.value or 0 for row in rows), default=0)
    return [
        {
            "label": row.unit.short_name or row.unit.name,
            "value": row.members.value,
            "url": board_address(row.unit, view),
            "shade": round(SHADES * (row.members.value or 0) / most) if most else 0,
        }
        for row in rows
    ]


def board_address(unit: Unit, view: str) -> str:
    """Return the address of a unit's board in one of its views."""
    return f"{reverse('dashboards:board')}?unit={unit.pk}&by={view}"
