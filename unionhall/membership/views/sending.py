"""Handing an application in, once, whatever the network does to the answer."""

from typing import Any

from django.http import HttpRequest

from unionhall.kit.refused import Refused
from unionhall.membership.forms.joining import JoiningForm
from unionhall.membership.models import Application, Drive
from unionhall.membership.operations.applications import (
    resubmit_application,
    submit_application,
    withdraw_application,
)
from unionhall.membership.queries import joining, progress
from unionhall.records.actors import Visitor
from unionhall.records.receipts import once


def send(request: HttpRequest, drive: Drive, visitor: Visitor, form: JoiningForm) -> str | None:
    """Submit a valid form and return the receipt's number; ``None`` if it was refused, with the reason on the form."""

    def act() -> dict[str, Any]:
        returned = progress.returned(visitor, drive, str(form.cleaned_data["correct"] or ""))
        if returned is not None:
            application = resubmit_application(application=returned, particulars=form.particulars, by=visitor)
        else:
            application = submit_application(
                particulars=form.particulars,
                consent_version=form.cleaned_data["consent_version"],
                drive=drive,
                channel=drive.channel,
                drafted_at=form.cleaned_data["drafted_at"],
                client_key=form.cleaned_data["key"],
                by=visitor,
            )
        return {"number": joining.receipt_number(application.pk)}

    try:
        answer = once(visitor.actor_key, form.cleaned_data["key"], act, purpose=request.path)
    except Refused as refused:
        form.add_refusal(refused)
        return None
    return str(answer.answer["number"])


def withdraw(request: HttpRequest, application: Application, visitor: Visitor) -> None:
    """Withdraw the visitor's own application."""

    def act() -> dict[str, Any]:
        return {"application": str(withdraw_application(application=application, by=visitor).pk)}

    once(visitor.actor_key, request.POST.get("key", ""), act, purpose=request.path)
