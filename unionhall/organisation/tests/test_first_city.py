"""The command that founds the city of an empty installation and invites its first chair."""

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from tests.cast import Cast
from unionhall.accounts.models import Invitation, User
from unionhall.accounts.operations.users import accept_invitation
from unionhall.kit.refused import NotAllowed
from unionhall.organisation.commands import found
from unionhall.organisation.models import Office, Unit
from unionhall.organisation.operations.first_city import found_city
from unionhall.records.actors import Visitor
from unionhall.records.models import JournalLine

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "某市总工会",
    "division": "119900",
    "founded-on": "1950-05-01",
    "chair": "周建国",
    "phone": "12000000001",
}
PASSWORD = "Copper-Kettle-77"


def run(**changes: str) -> Result:
    facts = FACTS | {name.replace("_", "-"): value for name, value in changes.items()}
    return CliRunner().invoke(found, [part for name, value in facts.items() for part in (f"--{name}", value)])


def link_of(said: Result) -> str:
    return next(line for line in said.output.splitlines() if "/invitation/" in line)


def test_the_city_stands_and_its_chair_is_invited(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://union.example"

    said = run()

    city = Unit.objects.unscoped("test").get()
    office = Office.objects.unscoped("test").get()
    assert (said.exit_code, city.name, city.kind) == (0, "某市总工会", "federation_city")
    assert (city.division_code, city.founded_on) == ("119900", date(1950, 5, 1))
    assert (office.unit, office.role, office.user.name, office.user.is_active) == (city, "chair", "周建国", False)
    assert link_of(said).startswith("https://union.example/invitation/")
    assert "12000000001" not in said.output


def test_the_link_that_was_printed_opens_the_account() -> None:
    link = link_of(run())
    token = link.rstrip("/").rsplit("/", 1)[1]

    page = Client().get(link)
    chair = accept_invitation(
        token=token, username="chair", password=PASSWORD, by=Visitor(phone="12000000001", proven=True)
    )

    assert page.status_code == 200
    assert chair.has_perm("organisation.found", Unit.objects.unscoped("test").get())


def test_without_an_address_the_command_says_what_to_put_before_the_link(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = ""

    said = run()

    assert link_of(said).startswith("/invitation/")
    assert "UNIONHALL_ADDRESS" in said.output


def test_typed_again_it_only_sends_a_new_link() -> None:
    first, second = run(), run()

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert link_of(first) != link_of(second)
    assert [Model._base_manager.count() for Model in (Unit, Office, User, Invitation)] == [1, 1, 1, 2]
    assert [Client().get(link_of(said)).status_code for said in (first, second)] == [404, 200]


@pytest.mark.parametrize("changes", [{"name": "另一市总工会"}, {"phone": "12000000002"}], ids=["name", "phone"])
def test_no_second_city_and_no_second_chair(changes: dict[str, str]) -> None:
    run()

    said = run(**changes)

    assert (said.exit_code, Unit.objects.unscoped("test").count(), User.objects.count()) == (1, 1, 1)
    assert "某市总工会" in said.output
    assert "UH-3037" in said.output


def test_a_chair_who_has_come_is_not_sent_another_link() -> None:
    run()
    User.objects.update(is_active=True)

    said = run()

    assert (said.exit_code, Invitation.objects.count()) == (1, 1)


def test_a_city_with_officers_is_left_alone(cast: Cast) -> None:
    said = run(name=cast.city.name, phone="12000000001")

    assert (said.exit_code, "UH-3037" in said.output) == (1, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"division": "11"}, "UH-3038"),
        ({"phone": "13800000000"}, "UH-1163"),
        ({"phone": "1200000"}, "UH-1143"),
        ({"founded_on": "2999-01-01"}, "UH-3002"),
        ({"name": " "}, "UH-3007"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(changes: dict[str, str], code: str) -> None:
    said = run(**changes)

    assert (said.exit_code, code in said.output) == (1, True)
    assert [Model._base_manager.count() for Model in (Unit, Office, User)] == [0, 0, 0]


def test_in_production_an_invented_phone_is_refused(settings: Any) -> None:
    settings.IS_DEMO = False

    said = run()

    assert (said.exit_code, "UH-1164" in said.output) == (1, True)


def test_a_line_of_the_journal_says_who_was_made_chair() -> None:
    run()

    line = JournalLine.objects.unscoped("test").get(operation="organisation.found_city")

    assert (line.actor_key, line.parameters) == ("system:command line", {"name": "某市总工会", "person": "周*国"})


def test_only_the_command_line_founds_a_city(cast: Cast) -> None:
    facts = {"name": "某市总工会", "division_code": "119900", "chair_name": "周建国", "chair_phone": "12000000001"}

    with pytest.raises(NotAllowed):
        found_city(by=cast.city_chair, **facts)
