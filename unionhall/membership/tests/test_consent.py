"""Consent texts: who reads them, who publishes one, and what is refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, sign_in
from unionhall.accounts.tests.factories import signed_in
from unionhall.kit.refused import NotAllowed, Refused
from unionhall.membership.models import ConsentText
from unionhall.membership.operations.consent import publish_consent_text
from unionhall.membership.queries.joining import consent_in_force
from unionhall.records.actors import System
from unionhall.records.models import JournalLine

LIST, NEW = "membership:consent-list", "membership:consent-new"
TEXTS = {"text_zh_hans": "新的告知文本", "text_en": "The new text"}


def typed(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"version": "2099-1", "valid_from": today, **TEXTS, "key": str(uuid4()), **changes}


def publish(**changes: Any) -> ConsentText:
    facts = {"version": "2099-1", "valid_from": timezone.localdate(), **TEXTS, "by": System("tests"), **changes}
    return publish_consent_text(**facts)


def test_the_data_administrator_publishes_a_text_that_the_form_shows_from_its_day(cast: Cast) -> None:
    client = signed_in(cast.data_admin)
    client.get(reverse(NEW))

    answer = client.post(reverse(NEW), typed())

    line = JournalLine.objects.unscoped("test").get(operation="membership.publish_consent_text")
    assert answer["Location"] == reverse(LIST)
    assert (consent_in_force().version, consent_in_force().text_zh_hans) == ("2099-1", "新的告知文本")
    assert (line.actor_key, line.parameters) == (cast.data_admin.actor_key, {"version": "2099-1"})


def test_a_text_for_a_day_to_come_is_not_shown_before(cast: Cast) -> None:
    publish(valid_from=timezone.localdate() + timedelta(days=1))

    page = signed_in(cast.city_clerk).get(reverse(LIST)).content.decode()

    assert consent_in_force().version == "2023-1"
    assert page.index("2099-1") < page.index("2023-1")
    assert "新的告知文本" in page


def test_a_new_text_begins_with_the_one_in_force(cast: Cast) -> None:
    page = signed_in(cast.data_admin).get(reverse(NEW))

    assert page.context["form"].initial["text_zh_hans"] == consent_in_force().text_zh_hans


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": "2023-1"}, "version"),
        ({"version": "a b"}, "version"),
        ({"valid_from": "2023-01-02"}, "valid_from"),
        ({"text_en": ""}, "text_en"),
    ],
    ids=["version taken", "version with a space", "a day past", "one language"],
)
def test_what_cannot_be_published_stands_beside_its_field(cast: Cast, changes: dict[str, str], field: str) -> None:
    page = signed_in(cast.data_admin).post(reverse(NEW), typed(**changes))

    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert ConsentText.objects.count() == 1


def test_two_texts_of_one_day_are_refused(db: None) -> None:
    publish()

    with pytest.raises(Refused) as refused:
        publish(version="2099-2")

    assert refused.value.code == "UH-4121"


@pytest.mark.parametrize("who", ["city_chair", "street_cadre"])
def test_officers_read_but_do_not_publish(cast: Cast, who: str) -> None:
    officer = getattr(cast, who)
    client = signed_in(officer)

    assert client.get(reverse(LIST)).context["may_publish"] is False
    assert client.post(reverse(NEW), typed()).status_code == 403
    with pytest.raises(NotAllowed):
        publish(by=officer)


def test_publishing_asks_for_the_second_factor(cast: Cast, client: Any) -> None:
    sign_in(client, cast.data_admin, has_second_factor=False)

    answer = client.get(reverse(NEW))

    assert answer["Location"].startswith("/desk/prove/")


def test_a_member_does_not_see_the_desk_of_texts(cast: Cast) -> None:
    assert signed_in(cast.member).get(reverse(LIST)).status_code == 403
