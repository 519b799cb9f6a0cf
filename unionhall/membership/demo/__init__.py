"""The demo city's members: 20,000 invented people in the unions of its tree, one open drive, open applications."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from unionhall.kit.national.codes import GigCategory
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.membership import permissions
from unionhall.membership.demo.crowd import Crowd
from unionhall.membership.models import ApplyChannel, ConsentText, Drive, Membership
from unionhall.membership.operations.applications import submit_application
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.operations.particulars import Particulars
from unionhall.organisation import counting
from unionhall.organisation.models import Unit
from unionhall.records.actors import System
from unionhall.records.journal import note
from unionhall.records.operation import operation

BY = System("demo")
MEMBERS = 20_000
APPLICANTS = 9
APPLICANTS_SEED = 88
DRIVE_UNIT = "金盏地区总工会"
DRIVE_NAME = "金盏地区网约车司机集中入会行动"


def build(progress: Any) -> None:
    """Build the members, the drive and some open applications, unless members stand already."""
    if Membership.objects.unscoped("are there members?").exists():
        return
    city = Unit.objects.unscoped("the demo's members").get(parent=None)
    enter_invented_members(unit=city, number=MEMBERS, progress=progress, by=BY)
    progress(_("Counters"))
    counting.fold_all()
    progress(_("A drive and its applications"))
    _apply(_open_the_drive())


@operation(permissions.CHANGE.code, journal=gettext_noop("Entered %(number)s invented members"), of="unit")
def enter_invented_members(*, unit: Unit, number: int, progress: Any, by: Any) -> int:
    """Enter so many invented members of all the city's unions, with history and figures, in one batch."""
    crowd = Crowd(number)
    with transaction.atomic():
        crowd.save(progress)
    note(unit, number=number)
    return number


def _open_the_drive() -> Drive:
    today = timezone.localdate()
    return open_drive(
        unit=Unit.objects.unscoped("the demo's drive").get(name=DRIVE_UNIT),
        name=DRIVE_NAME,
        target=120,
        starts_on=today - timedelta(days=3),
        ends_on=today + timedelta(days=27),
        gig_category=GigCategory.RIDE_HAILING,
        by=BY,
    )


def _apply(drive: Drive) -> None:
    """Let some drivers apply through the drive: they wait for the cadre's review."""
    people = InventedPeople(APPLICANTS_SEED)
    consent = ConsentText.objects.latest("valid_from").version
    for _number in range(APPLICANTS):
        person = people.person()
        entered = Particulars(
            name=person.name,
            id_number=person.id_number,
            mobile=person.mobile,
            gig_category=GigCategory.RIDE_HAILING,
            platform_name="出行平台",
            job_title="网约车司机",
        )
        submit_application(
            particulars=entered, consent_version=consent, drive=drive, channel=ApplyChannel.QR_ONSITE, by=BY
        )
