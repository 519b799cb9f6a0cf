"""S25: every write leaves a line: who, when, what, old and new (masked), why, and the request.

That an operation writes its line is the decorator's doing, so the guard holds that changes are made by operations only,
that each is declared so that its line can say everything, and that the line reads in both languages.
"""

import ast
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone, translation

from tests.guard.walking import every_operation, sources
from unionhall.kit import permission
from unionhall.kit.permission import Extent
from unionhall.records import context, operations, starting
from unionhall.records.actors import System
from unionhall.records.journal import mac_of
from unionhall.records.models import CertificateSeries, Job, JournalLine
from unionhall.records.operation import PLACEHOLDER, Operation
from unionhall.records.operations import Holder

pytestmark = pytest.mark.guard

WITHOUT_OBJECT = {
    "organisation.restructure": "each of the two sides is asked in the body, since either may answer",
    "accounts.invite": "the phone may have no user yet; what the invited may do comes from an office, which is asked",
}
"""Permissions that reach less than the city and are asked without an object, and why."""

WRITING = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "force_insert"}
READING_MODULES = ("views", "api", "forms", "queries", "templatetags", "search", "todo", "facts", "measures", "menu")

OPERATIONS = every_operation()


def names(operations: list[Operation]) -> list[str]:
    return [one.name for one in operations]


@pytest.mark.parametrize("one", OPERATIONS, ids=names(OPERATIONS))
def test_an_operation_is_declared_so_that_its_line_says_everything(one: Operation) -> None:
    declared = permission.get(one.permission)
    needs_no_object = (
        declared.public or declared.extent is Extent.CITY or not declared.roles or one.permission in WITHOUT_OBJECT
    )

    assert one.of is not None or needs_no_object, "name the argument whose permission is asked: of="
    with translation.override(None):
        assert str(one.journal_text).strip(), "say what is done: journal="


@pytest.mark.parametrize("one", OPERATIONS, ids=names(OPERATIONS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_line_reads_in_both_languages(one: Operation, language: str) -> None:
    with translation.override(None):
        message = str(one.journal_text)
    parameters = dict.fromkeys(PLACEHOLDER.findall(message), "§")

    with translation.override(language):
        sentence = translation.gettext(message)

    assert "§" in sentence % parameters or not parameters
    assert set(PLACEHOLDER.findall(sentence)) <= set(parameters)
    if language == "zh-hans":
        assert re.search(r"[\u4e00-\u9fff]", sentence), f"no Chinese for {message!r}"


def test_pages_forms_and_reads_write_nothing_themselves() -> None:
    found = [
        f"{path}:{call.lineno} {_name(call)}"
        for path, tree in sources(*READING_MODULES)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _is_write(call)
    ]

    assert found == []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _is_write(call: ast.Call) -> bool:
    """Say whether a call changes rows: ``.objects.create(``, ``.save(``, ``.filter(…).update(``, ``.bulk_create(``."""
    name = _name(call)
    if name in WRITING or (name == "save" and not call.args):
        return True
    on_rows = isinstance(call.func, ast.Attribute) and any(
        word in ast.unparse(call.func.value) for word in (".objects", ".filter(", ".unscoped(")
    )
    return name in {"create", "update", "delete"} and on_rows


def _series() -> CertificateSeries:
    return operations.open_series(code="s25", title="证明", issuer="工会", by=System("guard"), unit_id=7)


def _issued() -> Any:
    return operations.issue_certificate(series=_series(), holder=Holder("张三"), title="服务", by=System("guard"))


def _job() -> Job:
    return starting.start("records.issue-certificates", by=System("guard"), unit_id=7)


SCENARIOS: dict[str, Callable[[], Any]] = {
    "records.open_series": _series,
    "records.issue_certificate": _issued,
    "records.order_certificates": lambda: operations.order_certificates(
        series=_series(), holders=[Holder("张三")], title="服务", by=System("guard")
    ),
    "records.issue_ordered": lambda: operations.issue_ordered(series=_series(), batch_id=1, by=System("guard")),
    "records.revoke_certificate": lambda: operations.revoke_certificate(
        certificate=_issued(), reason="有误", by=System("guard")
    ),
    "records.cancel_job": lambda: operations.cancel_job(job=_job(), by=System("guard")),
    "records.resume_job": lambda: operations.resume_job(job=_failed_job(), by=System("guard")),
}
"""One call of each operation of records; an app above adds its own in its own tests."""


def _failed_job() -> Job:
    job = _job()
    Job.objects.unscoped("guard").filter(pk=job.pk).update(state="failed")
    return job


def test_every_operation_of_records_has_its_scenario() -> None:
    assert sorted(SCENARIOS) == [name for name in names(OPERATIONS) if name.startswith("records.")]


@pytest.mark.django_db
@pytest.mark.usefixtures("own_places")
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_write_leaves_who_when_what_and_the_request(name: str) -> None:
    with context.occurring(context.Occurrence("request-1", "address-1")):
        SCENARIOS[name]()

    line = JournalLine.objects.unscoped("guard").filter(operation=name).latest("pk")
    said = (line.actor_key, line.request_id, line.address_digest, line.unit_id)
    assert said == ("system:guard", "request-1", "address-1", 7)
    assert abs((timezone.now() - line.at).total_seconds()) < 60
    assert line.object_type.startswith("records.")
    assert line.changes or line.parameters.get("count") == "0"
    assert line.mac == mac_of(line)
