"""R4: every form and API write sent twice at once, or again after a kill, has one effect and one answer."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.guard.twice import twice_at_once
from tests.guard.walking import templates
from unionhall.project.api import build_api
from unionhall.records import receipts
from unionhall.records.models import Duty, Job, JournalLine, Receipt
from unionhall.records.tests.factories import make_user, office, sign_in

pytestmark = pytest.mark.guard

FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
KEYED = re.compile(r"\{% form_key\b|\{\{ *(\w+\.)*\w*form *\}\}|\{\{ *\w*form\.key *\}\}|kit/forms/form\.html")

WITHOUT_KEY = {
    "membership/templates/membership/public/join_phone.html": "a code is asked for or proven, which limits itself (S6)",
    "membership/templates/membership/public/join_confirm.html": "the sealed entries carry the key of their form",
    "membership/templates/membership/public/join_done.html": "only this browser forgets the number",
}
"""Pages with a form that carries no key, and why it needs none."""


def test_every_form_that_changes_something_carries_a_key() -> None:
    without_key = {path for path, text in templates() for inside in FORM.findall(text) if not KEYED.search(inside)}

    assert without_key - set(WITHOUT_KEY) == set()


def test_every_write_of_the_api_asks_for_a_key() -> None:
    paths = build_api().get_openapi_schema()["paths"]

    without_key = [
        f"{method} {path}"
        for path, methods in paths.items()
        for method, said in methods.items()
        if method in {"post", "put", "patch", "delete"}
        and not any(one["name"].lower() == "idempotency-key" for one in said.get("parameters", []))
    ]

    assert without_key == []


def send_as(user: Any, url: str, **data: Any) -> Callable[[], Any]:
    """Return how one browser of the user sends the form; each call is a connection of its own."""

    def send() -> Any:
        client = Client()
        sign_in(client, user)
        answer = client.post(url, data)
        return answer.status_code, answer.get("Location")

    return send


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_places")
@pytest.mark.parametrize(
    ("url_name", "state", "operation"),
    [
        ("records:job-cancel", "running", "records.cancel_job"),
        ("records:job-resume", "failed", "records.resume_job"),
    ],
)
def test_a_job_s_buttons_pressed_twice_at_once_act_once(url_name: str, state: str, operation: str) -> None:
    user = make_user()
    job = Job.objects.create(kind="records.issue-certificates", state=state, unit_id=7, request_id="r")
    send = send_as(user, reverse(url_name, args=[job.pk]), key=str(uuid4()))

    with office(user, 7):
        told = [*twice_at_once(send, times=4), send()]

    assert told == [(302, job.get_absolute_url())] * 5
    assert JournalLine.objects.unscoped("guard").filter(operation=operation).count() == 1


@pytest.mark.django_db
def test_after_a_kill_the_same_key_acts() -> None:
    class Killed(BaseException):
        """The process ended."""

    def act() -> dict[str, Any]:
        return {"id": Duty.objects.create(code="effect").pk}

    def die() -> dict[str, Any]:
        act()
        raise Killed

    key = str(uuid4())
    with pytest.raises(Killed):
        receipts.once("user:1", key, die)
    assert (Duty.objects.count(), Receipt.objects.count()) == (0, 0)

    told = [receipts.once("user:1", key, act) for _ in range(2)]

    assert (Duty.objects.count(), [one.is_repeat for one in told]) == (1, [False, True])
    assert told[0].answer == told[1].answer
