"""Opening, changing, closing and reopening a drive."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.membership.models import Drive, DriveStatus
from unionhall.organisation.models import Unit
from unionhall.organisation.operations.holding import hold_units
from unionhall.records.actors import Actor
from unionhall.records.journal import note
from unionhall.records.operation import operation

CHANGEABLE = ("name", "target", "gig_category", "starts_on", "ends_on")


@operation("membership.manage_drive", journal=_("Opened the drive %(name)s"), of="unit")
def open_drive(
    *, unit: Unit, name: str, target: int, starts_on: date, ends_on: date, gig_category: str = "", by: Actor
) -> Drive:
    """Open a drive of the unit; its token, and so its code, is made here and never changes."""
    _require_period(starts_on, ends_on)
    if unit.pk not in hold_units(unit.pk):
        raise Refused(_("This union is closed. Choose the one that took over its members."), "UH-4301", field="unit")
    drive = Drive.objects.create(
        unit=unit, name=name, target=target, starts_on=starts_on, ends_on=ends_on, gig_category=gig_category
    )
    note(drive, new={field: getattr(drive, field) for field in CHANGEABLE})
    return drive


@operation("membership.manage_drive", journal=_("Changed the drive %(drive)s"), of="drive")
def change_drive(
    *, drive: Drive, name: str, target: int, starts_on: date, ends_on: date, gig_category: str = "", by: Actor
) -> Drive:
    """Change what may change: everything but the union and the code."""
    _require_period(starts_on, ends_on)
    drive = _locked(drive)
    wanted = {
        "name": name, "target": target, "gig_category": gig_category, "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip
    changed = {field: value for field, value in wanted.items() if getattr(drive, field) != value}
    note(old={field: getattr(drive, field) for field in changed}, new=changed)
    for field, value in changed.items():
        setattr(drive, field, value)
    drive.save(update_fields=list(changed))
    return drive


@operation("membership.manage_drive", journal=_("Closed the drive %(drive)s"), of="drive")
def close_drive(*, drive: Drive, by: Actor) -> Drive:
    """Close the drive before its last day; the form behind its code says so."""
    return _move(drive, DriveStatus.OPEN, DriveStatus.CLOSED)


@operation("membership.manage_drive", journal=_("Reopened the drive %(drive)s"), of="drive")
def reopen_drive(*, drive: Drive, by: Actor) -> Drive:
    """Open a closed drive again: posters that hang still work. Its period holds as before."""
    return _move(drive, DriveStatus.CLOSED, DriveStatus.OPEN)


def _require_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        message = _("The last day is before the first one. Choose a later day.")
        raise Refused(message, "UH-4302", field="ends_on")


def _locked(drive: Drive) -> Drive:
    return Drive.objects.unscoped("the drive at hand, locked").select_for_update().get(pk=drive.pk)


def _move(drive: Drive, from_status: str, to_status: str) -> Drive:
    drive = _locked(drive)
    if drive.status != from_status:
        raise Refused(_("Somebody was quicker: load the page again to see how the drive stands now."), "UH-4303")
    drive.status = to_status
    drive.save(update_fields=["status"])
    note(old={"status": from_status}, new={"status": to_status})
    return drive
