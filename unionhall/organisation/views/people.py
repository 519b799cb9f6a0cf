"""Offices of a unit, and groups that work for a while."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from unionhall.kit import reach
from unionhall.kit.access import needs
from unionhall.kit.views import DeskList
from unionhall.organisation import operations, queries
from unionhall.organisation.forms.people import AppointForm, EndOfficeForm, GroupForm, HandOverForm, SeatForm
from unionhall.organisation.models import GroupSeat, Office, Unit, WorkingGroup
from unionhall.organisation.permissions import APPOINT, SET_UP_GROUP, VIEW
from unionhall.organisation.roles import label_of
from unionhall.organisation.views.saving import acted, form_page


@needs(APPOINT.code, Unit)
def office_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Appoint someone to an office, by phone."""
    form = AppointForm(request.POST or None, unit=unit)
    page = {"title": _("Appoint to an office of %(name)s") % {"name": unit.name}, "button": _("Appoint"), "back": unit}

    def act(facts: dict[str, Any]) -> Unit:
        return operations.appoint_officer(unit=unit, by=request.user, **facts).unit

    return form_page(request, form, act, **page)


@needs(APPOINT.code, Office)
def office_hand_over(request: HttpRequest, office: Office) -> HttpResponse:
    """Hand an office over: successor and day in one step."""
    form = HandOverForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    facts = {"role": label_of(office.role), "person": office.user.name}
    page = {"title": _("Hand over: %(role)s %(person)s") % facts, "button": _("Hand over"), "back": office.unit}

    def act(facts: dict[str, Any]) -> Unit:
        return operations.hand_over_office(office=office, by=request.user, **facts).unit

    return _left(request, office.unit, form_page(request, form, act, **page))


@needs(APPOINT.code, Office)
def office_end(request: HttpRequest, office: Office) -> HttpResponse:
    """End an office."""
    form = EndOfficeForm(request.POST or None)
    facts = {"role": label_of(office.role), "person": office.user.name}
    page = {"title": _("End: %(role)s %(person)s") % facts, "button": _("End the office"), "back": office.unit}

    def act(facts: dict[str, Any]) -> Unit:
        return operations.end_office(office=office, by=request.user, **facts).unit

    return _left(request, office.unit, form_page(request, form, act, is_grave=True, **page))


def _left(request: HttpRequest, unit: Unit, answer: HttpResponse) -> HttpResponse:
    """Lead whoever gave up their own office to the workbench: the unit's page is closed to them now."""
    if answer.status_code != HTTPStatus.FOUND or reach.holds(request.user, VIEW.code, unit):
        return answer
    messages.success(request, _("Done. %(name)s is no longer within your reach.") % {"name": unit.name})
    return redirect("/desk/")


class GroupList(DeskList):
    """The working groups within reach."""

    model = WorkingGroup
    permission = VIEW.code
    template_name = "organisation/desk/group_list.html"

    def get_queryset(self) -> Any:
        """Return the groups with their units."""
        return super().get_queryset().select_related("unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add today, by which a group is over or not."""
        return {**super().get_context_data(**kwargs), "today": timezone.localdate()}


@needs(VIEW.code, WorkingGroup)
@require_GET
def group_detail(request: HttpRequest, group: WorkingGroup) -> HttpResponse:
    """Show a group and its seats."""
    seats: list[Any] = list(queries.seats_of(group))
    for seat in seats:
        seat.label = label_of(seat.role)
    is_over = group.ended_at is not None or group.ends_on < timezone.localdate()
    may_change = not is_over and reach.holds(request.user, SET_UP_GROUP.code, group)
    context = {"group": group, "seats": seats, "is_over": is_over, "may_change": may_change}
    return render(request, "organisation/desk/group_detail.html", context)


@needs(SET_UP_GROUP.code, Unit)
def group_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Set up a working group at a unit."""
    form = GroupForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    page = {"title": _("Set up a working group"), "button": pgettext("group", "Set up"), "back": unit}
    text = _("Whoever has a seat reaches %(name)s and all below it until the last day.") % {"name": unit.name}

    def act(facts: dict[str, Any]) -> WorkingGroup:
        return operations.set_up_working_group(unit=unit, by=request.user, **facts)

    return form_page(request, form, act, text=text, **page)


@needs(SET_UP_GROUP.code, WorkingGroup)
def seat_new(request: HttpRequest, group: WorkingGroup) -> HttpResponse:
    """Give someone a seat, by phone."""
    form = SeatForm(request.POST or None)
    title = _("Give a seat in %(name)s") % {"name": group.name}
    page = {"title": title, "button": _("Give the seat"), "back": group}
    page |= {"back_url": "organisation:group-list", "back_title": _("Working groups")}

    def act(facts: dict[str, Any]) -> WorkingGroup:
        return operations.give_seat(group=group, by=request.user, **facts).group

    return form_page(request, form, act, **page)


@needs(SET_UP_GROUP.code, GroupSeat)
@require_POST
def seat_end(request: HttpRequest, seat: GroupSeat) -> HttpResponse:
    """End a seat at once."""
    return acted(request, lambda: operations.end_seat(seat=seat, by=request.user).group, _("The seat has ended."))


@needs(SET_UP_GROUP.code, WorkingGroup)
@require_POST
def group_end(request: HttpRequest, group: WorkingGroup) -> HttpResponse:
    """End a group and all its seats at once."""
    return acted(request, lambda: operations.end_working_group(group=group, by=request.user), _("The group has ended."))
