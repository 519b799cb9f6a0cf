"""Joining with a cadre's help, on the cadre's phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from unionhall.kit.access import needs
from unionhall.kit.refused import Refused
from unionhall.membership.forms.joining import AssistedForm
from unionhall.membership.models import Drive
from unionhall.membership.operations.applications import submit_for_someone
from unionhall.membership.queries import joining
from unionhall.records.receipts import act_once

ASSIST = "membership.assist"


@needs(ASSIST, Drive)
def assist(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Fill the form in for someone who agrees in person; then show the receipt and offer the next one."""
    form = AssistedForm(request.POST or None, drive=drive)
    if request.method == "POST" and form.is_valid() and (number := _submit(request, drive, form)):
        return redirect(f"{request.path}?sent={number}")
    context = {
        "drive": drive,
        "form": form,
        "consent": joining.consent_in_force(),
        "sent": request.GET.get("sent", "") if request.method == "GET" else "",
        "phase": joining.phase_of(drive),
    }
    return render(request, "membership/field/assist.html", context)


def _submit(request: HttpRequest, drive: Drive, form: AssistedForm) -> str | None:
    by: Any = request.user

    def act() -> dict[str, Any]:
        application = submit_for_someone(
            particulars=form.particulars,
            consent_version=form.cleaned_data["consent_version"],
            drive=drive,
            client_key=form.cleaned_data["key"],
            by=by,
        )
        return {"number": joining.receipt_number(application.pk)}

    try:
        return str(act_once(request, form.cleaned_data["key"], act).answer["number"])
    except Refused as refused:
        form.add_refusal(refused)
        return None
