"""Drives on the desk: the list, one drive with its live counter, opening, changing, closing, the poster."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from unionhall.kit import pdf
from unionhall.kit.access import needs
from unionhall.kit.paging import page_by_key
from unionhall.kit.refused import Refused
from unionhall.membership.forms.drives import DriveForm, PosterForm
from unionhall.membership.models import Drive
from unionhall.membership.operations import drives as operations
from unionhall.membership.queries import drives as queries
from unionhall.membership.queries import posters
from unionhall.organisation.standing import narrowed, standing_of
from unionhall.records.receipts import act_once

VIEW, MANAGE, ASSIST = "membership.view_drives", "membership.manage_drive", "membership.assist"


def _address(request: HttpRequest) -> str:
    """Return where phones find the site: the installation's public address, else the one being used."""
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/")


@needs(VIEW)
def drive_list(request: HttpRequest) -> HttpResponse:
    """List the drives within reach where the reader stands, newest first, by state."""
    state = request.GET.get("state", "open")
    page = page_by_key(narrowed(request, queries.drives_in_state(request.user, state), "unit"), request.GET)
    context = {
        "rows": queries.with_phase(page.rows),
        "page": page,
        "state": state,
        "states": queries.STATES,
        "may_manage": request.user.has_perm(MANAGE),
    }
    template = "membership/desk/drive_list.html"
    return render(request, f"{template}#rows" if getattr(request, "htmx", False) else template, context)


@needs(VIEW, Drive)
def drive_detail(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Show one drive; htmx asks every few seconds for the counter alone."""
    context = {
        "drive": queries.with_phase([drive])[0],
        "now": timezone.localtime(),
        "recent": queries.recent_applications(request.user, drive),
        "waiting": queries.waiting_count(drive),
    }
    template = "membership/desk/drive_detail.html"
    if getattr(request, "htmx", False):
        return render(request, f"{template}#counter", context)
    context |= {
        "link": posters.link_of(drive, _address(request)),
        "may_manage": request.user.has_perm(MANAGE, drive),
        "may_assist": request.user.has_perm(ASSIST, drive),
    }
    return render(request, template, context)


def _form(request: HttpRequest, drive: Drive | None) -> DriveForm:
    initial: dict[str, Any] = {}
    if drive is not None:
        initial = {name: getattr(drive, name) for name in operations.CHANGEABLE} | {"unit": drive.unit}
    units = queries.units_for_drives(request.user)
    here = standing_of(request)
    return DriveForm(request.POST or None, initial=initial, units=units, here=here.unit_id if here else None)


def _save(request: HttpRequest, form: DriveForm, drive: Drive | None) -> HttpResponse | None:
    """Open or change the drive once; ``None`` if the form has to be shown again."""
    by: Any = request.user

    def act() -> dict[str, Any]:
        if drive is None:
            saved = operations.open_drive(unit=form.cleaned_data["unit"], by=by, **form.answers)
        else:
            saved = operations.change_drive(drive=drive, by=by, **form.answers)
        return {"drive": str(saved.pk)}

    try:
        answer = act_once(request, form.cleaned_data["key"], act).answer
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    return redirect("membership:drive-detail", pk=int(answer["drive"]))


@needs(MANAGE)
def drive_new(request: HttpRequest) -> HttpResponse:
    """Open a drive."""
    form = _form(request, None)
    answer = _save(request, form, None) if request.method == "POST" and form.is_valid() else None
    return answer or render(request, "membership/desk/drive_form.html", {"form": form, "drive": None})


@needs(MANAGE, Drive)
def drive_edit(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Change a drive."""
    form = _form(request, drive)
    answer = _save(request, form, drive) if request.method == "POST" and form.is_valid() else None
    return answer or render(request, "membership/desk/drive_form.html", {"form": form, "drive": drive})


@needs(MANAGE, Drive)
@require_POST
def drive_close(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Close a drive before its last day."""
    return _move(request, drive, operations.close_drive)


@needs(MANAGE, Drive)
@require_POST
def drive_reopen(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Open a closed drive again."""
    return _move(request, drive, operations.reopen_drive)


def _move(request: HttpRequest, drive: Drive, operation: Any) -> HttpResponse:
    by = request.user
    act_once(request, request.POST.get("key", ""), lambda: {"drive": str(operation(drive=drive, by=by).pk)})
    return redirect(drive)


def _asked(request: HttpRequest) -> Any:
    """Return what was asked to stand on the poster; ``None`` leaves it to the program."""
    return request.GET if "place" in request.GET else None


@needs(VIEW, Drive)
def drive_poster(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Say what the poster will show, and show it."""
    form = PosterForm(_asked(request), drive=drive, initial=posters.first_choice(drive))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {"drive": drive, "form": form, "query": query}
    return render(request, "membership/desk/drive_poster.html", context)


@needs(VIEW, Drive)
def drive_file(request: HttpRequest, drive: Drive, sheet: str) -> HttpResponse:
    """Draw the poster or the table card: PDF to print, PNG to look at."""
    if sheet not in posters.TEMPLATES:
        raise Http404
    form = PosterForm(_asked(request), drive=drive)
    asked = form.cleaned_data if form.is_valid() else posters.first_choice(drive)
    said = posters.words(drive, address=_address(request), place=asked.get("place"), ask=asked.get("ask", ""))
    template = posters.TEMPLATES[sheet]
    if request.GET.get("preview"):
        return HttpResponse(pdf.preview(template, said), content_type="image/png")
    answer = HttpResponse(pdf.render(template, said), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{sheet}.pdf"'
    return answer
