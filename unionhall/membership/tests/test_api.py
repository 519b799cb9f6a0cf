"""The API of members, applications, drives, units and counts: scope, reach, keys, masks."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from unionhall.accounts.operations.tokens import make_token
from unionhall.membership.models import Application, Membership
from unionhall.membership.queries.figures import JOINED, MEMBERS
from unionhall.membership.tests.factories import applicant, consent_version, member
from unionhall.organisation.permissions import VIEW

EVERYTHING = [
    "membership.view",
    "membership.view_applications",
    "membership.assist",
    "membership.review",
    "membership.view_drives",
    "membership.manage_drive",
    VIEW.code,
]


class Caller:
    """Calls the API with a token."""

    def __init__(self, user: Any, scope: list[str] | None = None, unit_id: int | None = None) -> None:
        _token, text = make_token(user=user, name="test", scope=scope or EVERYTHING, days=1, unit_id=unit_id, by=user)
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: dict[str, Any], key: str | None = "key-00000001") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def drive_of(cast: Cast) -> dict[str, Any]:
    return {
        "unit": str(cast.jinzhan.pk),
        "name": "司机入会",
        "target": 50,
        "starts_on": "2020-01-01",
        "ends_on": "2090-01-01",
    }


def entered(seed: int, **more: Any) -> dict[str, Any]:
    person = applicant(seed)
    numbers = {"id_number": person.id_number, "mobile": person.mobile}
    return {
        "name": person.name,
        **numbers,
        "gig_category": "ride_hailing",
        "consent_version": consent_version(),
        **more,
    }


def test_a_call_without_a_token_is_refused_in_a_sentence(cast: Cast) -> None:
    answer = Client().get("/api/v1/members")

    assert answer.status_code == 401
    assert answer.json()["code"] == "UH-9401"


def test_a_token_does_only_what_its_scope_says(cast: Cast) -> None:
    answer = Caller(cast.street_cadre, ["membership.view_drives"]).get("members")

    assert answer.status_code == 403
    assert answer.json()["code"] == "UH-2405"


def test_members_are_those_within_reach_with_masked_numbers(cast: Cast) -> None:
    near, _far = member(cast.base, 1), member(cast.foreign_base, 2)

    items = Caller(cast.street_cadre).get("members").json()["items"]

    assert [item["id"] for item in items] == [str(near.pk)]
    assert items[0]["id_number"] == str(near.person.id_number)
    assert "*" in items[0]["mobile"]


def test_a_member_out_of_reach_does_not_exist(cast: Cast) -> None:
    far = member(cast.foreign_base, 2)

    answer = Caller(cast.street_cadre).get(f"members/{far.pk}")

    assert answer.status_code == 404
    assert answer.json()["code"] == "UH-9404"


def test_a_token_limited_to_a_unit_reaches_no_further(cast: Cast) -> None:
    inside, _outside = member(cast.base, 1), member(cast.second_base, 2)

    items = Caller(cast.street_cadre, unit_id=cast.base.pk).get("members").json()["items"]

    assert [item["id"] for item in items] == [str(inside.pk)]


def test_a_list_is_read_to_its_end_by_cursor(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unionhall.kit.api_pages.PAGE_SIZE", 2)
    members = [member(cast.base, seed) for seed in range(1, 6)]
    caller, found, cursor = Caller(cast.street_cadre), [], ""

    for _page in range(3):
        page = caller.get("members", cursor=cursor).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]

    assert found == [str(one.pk) for one in reversed(members)]
    assert cursor is None


def test_a_write_without_a_key_is_refused(cast: Cast) -> None:
    answer = Caller(cast.street_cadre).post("drives", drive_of(cast), key=None)

    assert answer.status_code == 409
    assert answer.json()["code"] == "UH-1603"


def test_a_write_sent_twice_acts_once_and_answers_the_same(cast: Cast) -> None:
    caller = Caller(cast.street_cadre)

    first, second = caller.post("drives", drive_of(cast)), caller.post("drives", drive_of(cast))

    assert first.status_code == 200
    assert second.json() == first.json()
    assert len(caller.get("drives").json()["items"]) == 1


def test_a_key_used_for_another_body_is_refused(cast: Cast) -> None:
    caller = Caller(cast.street_cadre)
    caller.post("drives", drive_of(cast))

    answer = caller.post("drives", {**drive_of(cast), "name": "另一个"})

    assert answer.status_code == 409


def test_an_application_goes_from_submission_to_membership(cast: Cast) -> None:
    caller = Caller(cast.street_cadre)
    drive = caller.post("drives", drive_of(cast)).json()

    made = caller.post("applications", entered(3, drive=drive["id"]), key="key-00000002")
    approved = caller.post(f"applications/{made.json()['id']}/approve", {}, key="key-00000003")

    assert made.status_code == 200, made.content
    assert approved.json()["status"] == "card_issued"
    assert caller.get(f"members/{approved.json()['membership']}").json()["is_held_in_pool"] is True
    assert caller.get(f"drives/{drive['id']}").json()["approved"] == 1


def test_refusing_needs_a_reason(cast: Cast) -> None:
    caller = Caller(cast.street_cadre)
    drive = caller.post("drives", drive_of(cast)).json()
    made = caller.post("applications", entered(3, drive=drive["id"]), key="key-00000002").json()

    without = caller.post(f"applications/{made['id']}/reject", {}, key="key-00000003")
    refused = caller.post(f"applications/{made['id']}/reject", {"reason": "非本地区"}, key="key-00000003")

    assert (without.status_code, without.json()["code"]) == (409, "UH-4203")
    assert refused.json()["status"] == "rejected"
    assert Membership.objects.unscoped("tests").count() == 0


@pytest.mark.parametrize(
    ("field", "value"), [("gig_category", "astronaut"), ("sex", "x"), ("birth_date", "today"), ("name", "名" * 99)]
)
def test_a_field_that_is_not_of_its_form_is_named(cast: Cast, field: str, value: str) -> None:
    answer = Caller(cast.street_cadre).post("applications", entered(3, unit=str(cast.jinzhan.pk)) | {field: value})

    assert answer.status_code == 422
    assert field in answer.json()["message"]
    assert Application.objects.unscoped("tests").count() == 0


def test_an_application_to_a_drive_out_of_reach_is_not_found(cast: Cast) -> None:
    far = Caller(cast.stranger).post("drives", drive_of(cast) | {"unit": str(cast.tianqiao.pk)}).json()

    answer = Caller(cast.street_cadre).post("applications", entered(3, drive=far["id"]))

    assert answer.status_code == 404


def test_the_counts_of_a_unit_are_those_of_its_rows(cast: Cast) -> None:
    member(cast.base, 1)
    member(cast.second_base, 2)

    counts = Caller(cast.street_cadre).get(f"units/{cast.jinzhan.pk}/counts").json()["counts"]

    amounts = {count["measure"]: count["amount"] for count in counts}
    assert (amounts[MEMBERS], amounts[JOINED], amounts["organisation.units"]) == (2, 2, 3)


def test_units_are_found_by_pinyin_within_reach(cast: Cast) -> None:
    found = Caller(cast.district_officer).get("units", q="jinzhan").json()["items"]

    assert sorted(unit["name"] for unit in found) == ["金盏地区总工会", "金盏快运工会", "金盏文创园工会"]


def test_the_description_is_openapi_31_and_names_every_operation(cast: Cast) -> None:
    description = Client().get("/api/v1/openapi.json").json()

    assert description["openapi"].startswith("3.1")
    assert "/api/v1/applications/{application_id}/approve" in description["paths"]
    assert all(operation["security"] for path in description["paths"].values() for operation in path.values())
