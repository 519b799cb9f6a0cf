"""Members, applications and drives in the API."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from unionhall.accounts.api_access import Scope, caller
from unionhall.kit.api_pages import Page, Problem, page_by_cursor
from unionhall.kit.national.codes import GigCategory, IdType, Sex
from unionhall.membership import permissions
from unionhall.membership.models import Application, Drive, Membership
from unionhall.membership.operations.applications import submit_for_someone
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.operations.particulars import Particulars
from unionhall.membership.operations.review import approve_application, reject_application, return_application
from unionhall.organisation.models import Unit
from unionhall.records.api_writes import KEYED, write_once

router = Router(tags=["membership"])

READ = {401: Problem, 403: Problem, 404: Problem}
WRITE = {**READ, 409: Problem, 422: Problem}


class MemberOut(Schema):
    """A membership with its person; the numbers are masked."""

    id: str
    member_no: str | None
    name: str
    sex: str
    id_number: str
    mobile: str
    unit: str
    status: str
    is_held_in_pool: bool
    joined_on: date
    ended_on: date | None


class ApplicationOut(Schema):
    """An application; the numbers are masked."""

    id: str
    name: str
    id_number: str
    mobile: str
    unit: str
    drive: str | None
    channel: str
    status: str
    gig_category: str
    submitted_at: datetime
    decided_at: datetime | None
    reason: str
    membership: str | None


class ApplicationIn(Schema):
    """What a person enters to join, who agreed to the consent text in the presence of the token's user."""

    drive: str | None = Field(None, description="The drive's id; without one, give the `unit`.")
    unit: str | None = None
    name: str = Field(max_length=60)
    id_type: IdType = IdType.RESIDENT
    id_number: str = Field(max_length=40)
    mobile: str = Field(max_length=20)
    sex: Sex | Literal[""] = ""
    birth_date: date | None = None
    employer_name: str = Field("", max_length=120)
    job_title: str = Field("", max_length=60)
    gig_category: GigCategory | Literal[""] = ""
    platform_name: str = Field("", max_length=60)
    consent_version: str = Field(max_length=20)


class Decision(Schema):
    """A reviewer's word on an application."""

    reason: str = Field("", max_length=300)


class DriveOut(Schema):
    """A drive and its two counts."""

    id: str
    unit: str
    name: str
    target: int
    starts_on: date
    ends_on: date
    gig_category: str
    status: str
    submitted: int
    approved: int


class DriveIn(Schema):
    """A drive to open."""

    unit: str
    name: str = Field(min_length=1, max_length=80)
    target: int = Field(ge=1, le=1_000_000)
    starts_on: date
    ends_on: date
    gig_category: GigCategory | Literal[""] = ""


@router.get("/members", response={200: Page[MemberOut], **READ}, auth=Scope(permissions.VIEW.code))
def list_members(request: HttpRequest, unit: str = "", status: str = "", cursor: str = "") -> dict[str, Any]:
    """List the memberships within reach, of a `unit` itself or in a `status`."""
    rows = _members(request)
    rows = rows.filter(unit=_key(unit)) if unit else rows
    return page_by_cursor(request, rows.filter(status=status) if status else rows, _member)


@router.get("/members/{member_id}", response={200: MemberOut, **READ}, auth=Scope(permissions.VIEW.code))
def read_member(request: HttpRequest, member_id: str) -> dict[str, Any]:
    """Read one membership within reach."""
    return _member(get_object_or_404(_members(request), pk=_key(member_id)))


@router.get(
    "/applications", response={200: Page[ApplicationOut], **READ}, auth=Scope(permissions.VIEW_APPLICATIONS.code)
)
def list_applications(
    request: HttpRequest, unit: str = "", drive: str = "", status: str = "", cursor: str = ""
) -> dict[str, Any]:
    """List the applications within reach, of a `unit`, a `drive` or in a `status`."""
    rows = _applications(request, permissions.VIEW_APPLICATIONS.code)
    wanted = {"unit": _key(unit) if unit else "", "drive": _key(drive) if drive else "", "status": status}
    return page_by_cursor(
        request, rows.filter(**{name: value for name, value in wanted.items() if value != ""}), _application
    )


@router.get(
    "/applications/{application_id}",
    response={200: ApplicationOut, **READ},
    auth=Scope(permissions.VIEW_APPLICATIONS.code),
)
def read_application(request: HttpRequest, application_id: str) -> dict[str, Any]:
    """Read one application within reach."""
    rows = _applications(request, permissions.VIEW_APPLICATIONS.code)
    return _application(get_object_or_404(rows, pk=_key(application_id)))


@router.post(
    "/applications",
    response={200: ApplicationOut, **WRITE},
    auth=Scope(permissions.ASSIST.code),
    openapi_extra=KEYED,
)
def submit(request: HttpRequest, entered: ApplicationIn) -> dict[str, Any]:
    """Submit an application for someone who agrees in person; a person's second open application is the first again."""
    fields = entered.dict(exclude={"drive", "unit", "consent_version"})

    def act() -> dict[str, Any]:
        drive = _reached(Drive, request, permissions.ASSIST.code, entered.drive)
        unit = _reached(Unit, request, permissions.ASSIST.code, entered.unit)
        made = submit_for_someone(
            particulars=Particulars(**fields),
            consent_version=entered.consent_version,
            drive=drive,
            unit=unit,
            by=caller(request),
        )
        return {"id": str(made.pk)}

    return _written_application(request, write_once(request, act)["id"], permissions.ASSIST.code)


@router.post(
    "/applications/{application_id}/approve",
    response={200: ApplicationOut, **WRITE},
    auth=Scope(permissions.REVIEW.code),
    openapi_extra=KEYED,
)
def approve(request: HttpRequest, application_id: str, decision: Decision) -> dict[str, Any]:
    """Pass an application (通过)."""
    return _decided(request, application_id, approve_application, opinion=decision.reason)


@router.post(
    "/applications/{application_id}/return",
    response={200: ApplicationOut, **WRITE},
    auth=Scope(permissions.REVIEW.code),
    openapi_extra=KEYED,
)
def send_back(request: HttpRequest, application_id: str, decision: Decision) -> dict[str, Any]:
    """Send an application back for correction (退回修改); the `reason` is read by the applicant."""
    return _decided(request, application_id, return_application, reason=decision.reason)


@router.post(
    "/applications/{application_id}/reject",
    response={200: ApplicationOut, **WRITE},
    auth=Scope(permissions.REVIEW.code),
    openapi_extra=KEYED,
)
def reject(request: HttpRequest, application_id: str, decision: Decision) -> dict[str, Any]:
    """Refuse an application (不予通过) for a `reason`; the person may apply again."""
    return _decided(request, application_id, reject_application, reason=decision.reason)


@router.get("/drives", response={200: Page[DriveOut], **READ}, auth=Scope(permissions.VIEW_DRIVES.code))
def list_drives(request: HttpRequest, unit: str = "", status: str = "", cursor: str = "") -> dict[str, Any]:
    """List the drives within reach, of a `unit` or in a `status`."""
    rows = Drive.objects.within_reach(request.user, permissions.VIEW_DRIVES.code)
    rows = rows.filter(unit=_key(unit)) if unit else rows
    return page_by_cursor(request, rows.filter(status=status) if status else rows, _drive)


@router.get("/drives/{drive_id}", response={200: DriveOut, **READ}, auth=Scope(permissions.VIEW_DRIVES.code))
def read_drive(request: HttpRequest, drive_id: str) -> dict[str, Any]:
    """Read one drive within reach, with its counts as of now."""
    rows = Drive.objects.within_reach(request.user, permissions.VIEW_DRIVES.code)
    return _drive(get_object_or_404(rows, pk=_key(drive_id)))


@router.post(
    "/drives", response={200: DriveOut, **WRITE}, auth=Scope(permissions.MANAGE_DRIVE.code), openapi_extra=KEYED
)
def open_new_drive(request: HttpRequest, entered: DriveIn) -> dict[str, Any]:
    """Open a drive."""

    def act() -> dict[str, Any]:
        unit = _reached(Unit, request, permissions.MANAGE_DRIVE.code, entered.unit)
        return {"id": str(open_drive(unit=unit, by=caller(request), **entered.dict(exclude={"unit"})).pk)}

    drive_id = write_once(request, act)["id"]
    rows = Drive.objects.within_reach(request.user, permissions.MANAGE_DRIVE.code)
    return _drive(get_object_or_404(rows, pk=_key(drive_id)))


def _key(text: str) -> int:
    """Return the id that the text is, or 0, which no row has."""
    return int(text) if text.isdecimal() and len(text) < 20 else 0


def _reached(model: Any, request: HttpRequest, code: str, text: str | None) -> Any:
    rows = model.objects.within_reach(request.user, code)
    return get_object_or_404(rows, pk=_key(text)) if text else None


def _members(request: HttpRequest) -> QuerySet[Membership]:
    rows = Membership.objects.within_reach(request.user, permissions.VIEW.code)
    return rows.select_related("person")


def _applications(request: HttpRequest, code: str) -> QuerySet[Application]:
    rows: QuerySet[Application] = Application.objects.within_reach(request.user, code)
    return rows


def _decided(
    request: HttpRequest, application_id: str, decide: Callable[..., Application], **words: str
) -> dict[str, Any]:
    """Fetch the application within reach, decide on it once, and return it as it then stands."""

    def act() -> dict[str, Any]:
        rows = _applications(request, permissions.REVIEW.code).select_related("unit", "drive", "employer")
        application = get_object_or_404(rows, pk=_key(application_id))
        return {"id": str(decide(application=application, by=caller(request), **words).pk)}

    return _written_application(request, write_once(request, act)["id"], permissions.REVIEW.code)


def _written_application(request: HttpRequest, application_id: str, code: str) -> dict[str, Any]:
    return _application(get_object_or_404(_applications(request, code), pk=_key(application_id)))


def _text(key: int | None) -> str | None:
    return str(key) if key else None


def _member(row: Membership) -> dict[str, Any]:
    person = row.person
    return {
        "id": str(row.pk),
        "member_no": person.member_no,
        "name": person.name,
        "sex": person.sex,
        "id_number": str(person.id_number),
        "mobile": str(person.mobile),
        "unit": str(row.unit_id),
        "status": row.status,
        "is_held_in_pool": row.is_held_in_pool,
        "joined_on": row.joined_on,
        "ended_on": row.ended_on,
    }


def _application(row: Application) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "id_number": str(row.id_number),
        "mobile": str(row.mobile),
        "unit": str(row.unit_id),
        "drive": _text(row.drive_id),
        "channel": row.channel,
        "status": row.status,
        "gig_category": row.gig_category,
        "submitted_at": row.submitted_at,
        "decided_at": row.decided_at,
        "reason": row.reason,
        "membership": _text(row.membership_id),
    }


def _drive(row: Drive) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "unit": str(row.unit_id),
        "name": row.name,
        "target": row.target,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "gig_category": row.gig_category,
        "status": row.status,
        "submitted": row.submitted_count,
        "approved": row.approved_count,
    }
