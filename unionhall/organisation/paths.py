"""Paths of the tree: labels in base 36, and the statements that keep ``path`` true to ``parent``.

Every function here expects that the caller holds the tree's lock (``counting.lock_tree``).
"""

from django.db.models import Max, Value
from django.db.models.functions import Concat, Substr

from unionhall.kit.refused import Refused
from unionhall.organisation.models import Unit
from unionhall.organisation.models.unit import LABEL_WIDTH

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DEEPEST = 50
"""Levels that fit into a path of 200 characters."""


def label(number: int) -> str:
    """Return the label of the so-many-th child, from 0; ``ValueError`` beyond 1,679,615."""
    if not 0 <= number < len(DIGITS) ** LABEL_WIDTH:
        raise ValueError(f"a unit has no room for child {number}")
    text = ""
    for _position in range(LABEL_WIDTH):
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return text


def next_path(parent: Unit | None) -> str:
    """Return a path below the parent that no unit has: one after the last."""
    from django.utils.translation import gettext_lazy as _

    siblings = Unit.objects.unscoped("labels of all children").filter(parent=parent)
    last = siblings.aggregate(last=Max("path"))["last"]
    above = parent.path if parent else ""
    if len(above) >= DEEPEST * LABEL_WIDTH:
        raise Refused(_("The tree has no room for another level here. Choose a union further up."), "UH-3001")
    return above + label(int(last[-LABEL_WIDTH:], 36) + 1 if last else 0)


def rehang(unit: Unit, parent: Unit) -> None:
    """Hang the unit and all below it under the new parent: one statement for the paths of the subtree."""
    before = unit.path
    path = next_path(parent)
    subtree = Unit.objects.unscoped("paths of a moved subtree").below(unit)
    subtree.update(path=Concat(Value(path), Substr("path", len(before) + 1)))
    Unit.objects.unscoped("the moved unit").filter(pk=unit.pk).update(parent=parent)
    unit.path, unit.parent = path, parent


def walked_path_errors() -> list[str]:
    """Return the names of the units whose path is not their parent's path and one label; empty when all is well."""
    units = {row.pk: row for row in Unit.objects.unscoped("check of the whole tree").only("path", "parent_id", "name")}
    return [
        unit.name
        for unit in units.values()
        if len(unit.path) % LABEL_WIDTH
        or unit.path[:-LABEL_WIDTH] != (units[unit.parent_id].path if unit.parent_id else "")
    ]
