"""Views that break in every way a view can break, each with a person's number where the error would quote it."""

import json
import logging
from typing import Any

import structlog
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from unionhall.kit.access import public
from unionhall.kit.refused import Refused
from unionhall.membership.models import Person
from unionhall.project.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django looks here
from unionhall.project.urls import urlpatterns as site

log = logging.getLogger("guard")
events = structlog.get_logger("guard")


class Holder:
    """Something whose picture quotes the number."""

    def __init__(self, number: str) -> None:
        self.number = number

    def __repr__(self) -> str:
        return f"<Holder {self.number}>"


def _value(number: str, name: str) -> None:
    raise ValueError(f"bad number {number} of {name}")


def _key(number: str, name: str) -> None:
    raise KeyError(number)


def _group(number: str, name: str) -> None:
    raise ExceptionGroup("several", [ValueError(number), TypeError(Holder(number))])


def _chained(number: str, name: str) -> None:
    try:
        json.loads(f'{{"id_number": "{number}')
    except ValueError as cause:
        raise RuntimeError(f"cannot read {cause.doc}") from cause  # type: ignore[attr-defined]


def _cast(number: str, name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::date", [f"{number} {name}"])


def _constraint(number: str, name: str) -> None:
    with transaction.atomic():
        Person._base_manager.create(name=name, sex="?", birth_date="1990-01-08", id_number=number, mobile=number[:11])


def _double(number: str, name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE twice (number text PRIMARY KEY) ON COMMIT DROP")
        cursor.executemany("INSERT INTO twice VALUES (%s)", [[number], [number]])


def _template(number: str, name: str) -> None:
    engines["django"].from_string("{% widthratio number 0 number %}{{ number|add:holder.fault }}").render(
        {"number": number, "holder": property(lambda self: _value(number, name))}
    )
    _value(number, name)


def _spoken(number: str, name: str) -> None:
    log.error("cannot use %s of %r", number, Holder(number))
    log.debug("details", extra={"number": number})
    events.warning("odd", number=number, nested={"list": [number, {"deep": Holder(number)}]}, raw=number.encode())
    try:
        _value(number, name)
    except ValueError:
        log.exception("broken for %s", number)
        events.exception("broken", holder=Holder(number))
    raise RuntimeError(Holder(number))


def _refused(number: str, name: str) -> None:
    raise Refused(f"The number {number[:3]}… does not fit.", "UH-9999")


BREAKS = (_value, _key, _group, _chained, _cast, _constraint, _double, _template, _spoken, _refused)


@public
def broken(request: HttpRequest, kind: int) -> HttpResponse:
    """Break in one of ways, with the number and the name in the locals of every frame."""
    said: dict[str, Any] = request.POST.dict()
    number, name = said["number"], said["name"]
    holder = Holder(number)
    BREAKS[kind](number, name)
    return HttpResponse(holder.number[:0])


urlpatterns = [path("broken/<int:kind>/", broken, name="broken"), *site]
