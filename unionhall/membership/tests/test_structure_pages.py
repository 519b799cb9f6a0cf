"""The pages that merge, split and close unions with members: what they say follows, and what they do."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, sign_in
from unionhall.membership.models import Membership
from unionhall.membership.operations.drives import open_drive
from unionhall.membership.tests.factories import SYSTEM, applicant, apply, member
from unionhall.organisation.demo.names import credit_code
from unionhall.organisation.models import TreeChange, Unit
from unionhall.organisation.operations import found_unit, going_over, merge_units, register_employer
from unionhall.records import running


def address(name: str, unit: Any) -> str:
    return reverse(f"organisation:{name}", args=[unit.pk])


def sent(**facts: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **facts}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser of the district's officer, the second factor shown."""
    sign_in(client, cast.district_officer)
    return client


def at(membership: Membership) -> tuple[int, str]:
    found = Membership.objects.unscoped("test").get(pk=membership.pk)
    return found.unit_id, found.status


@pytest.mark.parametrize("page", ["unit-move", "unit-merge", "unit-close", "unit-split"])
def test_a_change_says_how_many_go_along(desk: Client, cast: Cast, page: str) -> None:
    today = timezone.localdate()
    for seed in (1, 2):
        member(cast.base, seed)
    for seed in (3, 4, 5):
        apply(applicant(seed), unit=cast.base)
    open_drive(unit=cast.base, name="集中入会", target=9, starts_on=today, ends_on=today, by=SYSTEM)

    answer = desk.get(address(page, cast.base))

    follows = {label: str(value) for label, value in answer.context["consequences"]}
    said = {label: value.split(">")[1].split("<")[0] for label, value in follows.items() if "href" in value}
    assert {"会员": "2", "未办结的入会申请": "3", "进行中的集中入会行动": "1"}.items() <= said.items()


def test_a_refused_closing_leads_to_where_the_members_can_go(desk: Client, cast: Cast) -> None:
    held = member(cast.base, 1)

    page = desk.post(address("unit-close", cast.base), sent(reason="企业注销")).content.decode()

    assert "会员 1" in page
    assert address("unit-merge", cast.base) in page
    assert "会籍由金盏地区总工会保留" in page
    assert at(held) == (cast.base.pk, "active")


def test_a_closing_lets_the_union_above_retain_the_members(desk: Client, cast: Cast) -> None:
    held = member(cast.base, 1)

    answer = desk.post(address("unit-close", cast.base), sent(reason="企业破产", is_retained_above="on"))

    assert answer.status_code == 302
    assert at(held) == (cast.jinzhan.pk, "retained")


def test_an_empty_union_is_closed_without_asking_where_anybody_goes(desk: Client, cast: Cast) -> None:
    page = desk.get(address("unit-close", cast.base))

    assert "is_retained_above" not in page.context["form"].fields


def test_a_split_offers_employers_and_members(desk: Client, cast: Cast) -> None:
    joint = found_unit(parent=cast.jinzhan, kind="base_joint", name="联合工会", by=SYSTEM)
    facts = {"street": cast.jinzhan, "unit": joint, "by": SYSTEM}
    employer = register_employer(uscc=credit_code("91", "110105", 1), name="第一公司", **facts)
    of_employer, chosen, other = (
        member(joint, 1, employer=employer),
        member(joint, 2),
        member(joint, 3),
    )
    facts = {"name": "第一公司工会", "kind": "base_single", "employers": [employer.pk], "members": [chosen.pk]}

    page = desk.get(address("unit-split", joint)).content.decode()
    answer = desk.post(address("unit-split", joint), sent(**facts))

    assert all(one.person.name in page for one in (of_employer, chosen, other))
    assert answer.status_code == 302
    new = Unit.objects.unscoped("test").get(name="第一公司工会")
    assert [at(one)[0] for one in (of_employer, chosen, other)] == [new.pk, new.pk, joint.pk]


def test_members_of_another_union_cannot_be_taken_along(desk: Client, cast: Cast) -> None:
    other = member(cast.second_base, 1)
    member(cast.base, 2)

    answer = desk.post(address("unit-split", cast.base), sent(name="新会", kind="base_single", members=[other.pk]))

    assert answer.status_code == 200
    assert at(other)[0] == cast.second_base.pk


def test_a_street_founds_a_union_below_itself_for_members_of_its_pool(desk: Client, cast: Cast) -> None:
    held = member(cast.jinzhan, 1)
    facts = {"name": "司机联合会", "kind": "union_association", "is_below": "below", "members": [held.pk]}

    desk.post(address("unit-split", cast.jinzhan), sent(**facts))

    new = Unit.objects.unscoped("test").get(name="司机联合会")
    assert (new.parent_id, at(held)[0]) == (cast.jinzhan.pk, new.pk)


def test_a_merger_under_way_shows_how_far_it_is(desk: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going_over, "AT_ONCE", 2)
    for seed in range(1, 6):
        member(cast.second_base, seed)
    change = merge_units(unit=cast.second_base, into=cast.base, by=cast.district_officer)
    running.advance(change.job_id)

    pages = [desk.get(address("unit-detail", unit)).content.decode() for unit in (cast.second_base, cast.base)]
    listed = desk.get(reverse("organisation:change-list")).content.decode()

    assert all("已转出2／5" in page for page in pages)
    assert "2 / 5" in listed
    assert "办理中" in listed


def test_a_founding_on_a_day_to_come_waits_in_the_list(desk: Client, cast: Cast) -> None:
    day = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    facts = {"kind": "base_single", "name": "来年工会", "founded_on": str(day), "full_time_cadres": "0"}

    answer = desk.post(address("unit-new", cast.jinzhan), sent(**facts), follow=True)

    assert "来年工会" in answer.content.decode()
    assert not Unit.objects.unscoped("test").filter(name="来年工会").exists()
    assert TreeChange.objects.unscoped("test").get().verb == "found"


def test_a_new_name_keeps_the_old_one_with_its_day(desk: Client, cast: Cast) -> None:
    facts = {"name": "金盏速运工会", "renamed_on": "2024-03-01", "full_time_cadres": "0"}

    desk.post(address("unit-edit", cast.base), sent(**facts))

    page = desk.get(address("unit-detail", cast.base)).content.decode()
    assert "金盏速运工会" in page
    assert "金盏快运工会" in page
    assert "用至2024-03-01" in page
