"""Holding units open: what is entered at a unit and the unit's end exclude each other.

Whoever enters something that a unit counts holds it first, before any other row of the transaction; a merger, split or
closing locks the same rows against them. Any number may hold a unit at once.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.organisation import sql
from unionhall.organisation.models import Unit


def hold_units(*unit_ids: int | None) -> set[int]:
    """Keep units from being closed until the transaction ends; return the ids of those that are open now."""
    return set(sql.hold(sorted({pk for pk in unit_ids if pk is not None})))


def hold_open(unit: Unit) -> None:
    """Keep a unit open until the transaction ends; ``Refused`` if it is closed."""
    if unit.pk not in hold_units(unit.pk):
        raise Refused(
            _("%(name)s is closed. Choose a union that exists.") % {"name": unit.name}, "UH-3005", field="unit"
        )


def lock_units(*units: Unit) -> None:
    """Let nobody enter anything at these units, or at those below the first one, until the transaction ends."""
    below = Q(path__gte=units[0].path, path__lt=units[0].path_end)
    rows = Unit.objects.unscoped("units that change").filter(below | Q(pk__in=[unit.pk for unit in units]))
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
