"""Hanging a unit below another: its path, its placement, and the totals of the unions it leaves and joins."""

from datetime import date

from unionhall.organisation import paths, sql
from unionhall.organisation.models import Placement, Unit


def hang_below(unit: Unit, parent: Unit, day: date) -> None:
    """Move a subtree from a day on. The caller holds the tree's lock."""
    left = set(unit.paths_above())
    joined = set(parent.paths_above(inclusive=True))
    signs = dict.fromkeys(left - joined, -1) | dict.fromkeys(joined - left, 1)
    above = Unit.objects.unscoped("unions above a moved unit").filter(path__in=signs).order_by("pk")
    sql.shift(unit.pk, {pk: signs[path] for pk, path in above.values_list("pk", "path")})
    paths.rehang(unit, parent)
    _place(unit, parent, day)


def _place(unit: Unit, parent: Unit, day: date) -> None:
    """End the present placement the day before and begin the new one; the same day's is corrected."""
    current = unit.placements.filter(valid_to=None)
    if not current.filter(valid_from=day).update(parent=parent):
        current.update(valid_to=day)
        Placement.objects.create(unit=unit, parent=parent, valid_from=day)
