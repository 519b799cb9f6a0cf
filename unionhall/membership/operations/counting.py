"""Moving the kept figures along with the rows they count, in the same transaction."""

from datetime import date

from django.db.models import F
from django.utils.timezone import localdate

from unionhall.membership.models import Application, Drive, Membership
from unionhall.membership.queries import figures
from unionhall.organisation.counting import append_deltas


def count_stocks(membership: Membership, amount: int, on: date) -> None:
    """Add (or take, with -1) what the membership counts as it stands now."""
    append_deltas([(membership.unit_id, measure, amount) for measure in figures.stocks(membership)], on)


def count_flow(unit_id: int, measure: str, amount: int, on: date) -> None:
    """Add to a monthly figure."""
    append_deltas([(unit_id, measure, amount)], on)


def count_submitted(application: Application, amount: int) -> None:
    """Add an application to its unit's and its drive's submitted ones, or take it back from the month it came in."""
    count_flow(application.unit_id, figures.SUBMITTED, amount, localdate(application.submitted_at))
    _count_drive(application.drive_id, submitted_count=amount)


def count_approved(application: Application, on: date) -> None:
    """Add an application to its unit's and its drive's approved ones."""
    count_flow(application.unit_id, figures.APPROVED, 1, on)
    _count_drive(application.drive_id, approved_count=1)


def _count_drive(drive_id: int | None, **amounts: int) -> None:
    if drive_id is not None:
        drives = Drive.objects.unscoped("counts follow the application, whoever acts")
        drives.filter(pk=drive_id).update(**{name: F(name) + amount for name, amount in amounts.items()})
