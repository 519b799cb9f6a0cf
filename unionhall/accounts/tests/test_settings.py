"""One's own settings and inbox, on the desk and on the member's site."""

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionhall.accounts import sessions
from unionhall.accounts.messages import queue_message
from unionhall.accounts.models import Message, User
from unionhall.accounts.tests.factories import PASSWORD, make_user, signed_in

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    "address", ["/desk/me/", "/desk/me/phone/", "/desk/me/password/", "/desk/me/second-factor/", "/desk/inbox/"]
)
def test_a_page_of_the_desk_works_and_asks_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/sign-in/")
    assert signed_in(make_user(password=True)).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/my/me/", "/my/me/phone/", "/my/inbox/"])
def test_a_page_of_the_members_site_works(address: str) -> None:
    page = signed_in(make_user(), way=sessions.MEMBER).get(address)

    assert page.status_code == 200
    assert "kit/layouts/member.html" in [template.name for template in page.templates]


@pytest.mark.parametrize("place", ["desk", "my"])
def test_the_language_is_kept(place: str) -> None:
    user = make_user()
    browser = signed_in(user)

    browser.post(f"/{place}/me/language/", {"language": "en", "key": KEY})

    assert User.objects.get(pk=user.pk).language == "en"
    assert 'lang="en"' in browser.get(f"/{place}/me/").content.decode()


def test_a_new_password_keeps_this_session_and_ends_the_others() -> None:
    user = make_user(password=True)
    here, elsewhere = signed_in(user), signed_in(user)

    typed = {"old": PASSWORD, "password": "Second-Kettle-2", "again": "Second-Kettle-2", "key": KEY}
    response = here.post("/desk/me/password/", typed)

    assert response["Location"] == "/desk/me/"
    assert (here.get("/desk/me/").status_code, elsewhere.get("/desk/me/").status_code) == (200, 302)
    assert User.objects.get(pk=user.pk).check_password("Second-Kettle-2")


def test_the_old_password_is_asked_for() -> None:
    user = make_user(password=True)

    typed = {"old": "wrong-One-123", "password": "Second-Kettle-2", "again": "Second-Kettle-2", "key": KEY}
    page = signed_in(user).post("/desk/me/password/", typed)

    assert "UH-2001" in str(page.context["form"].errors)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_the_phone_is_changed_by_a_code_to_the_new_one() -> None:
    user = make_user(phone="12000000001")
    browser = signed_in(user)

    code = browser.post("/desk/me/phone/", {"phone": "12000000002", "key": KEY}).context["demo_code"]
    response = browser.post("/desk/me/phone/", {"phone": "12000000002", "code": code, "key": KEY})

    assert response["Location"] == "/desk/me/"
    assert User.objects.with_phone("12000000002").get() == user


def test_signing_out_everywhere_is_a_button() -> None:
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)

    response = here.post("/desk/me/sign-out-everywhere/", {"key": KEY})

    assert (response["Location"], elsewhere.get("/desk/me/").status_code) == ("/sign-in/", 302)


def test_the_inbox_shows_ones_own_messages_newest_first_and_marks_them_read() -> None:
    user, other = make_user(), make_user()
    queue_message(template="accounts.password_changed", to_user=user)
    queue_message(template="accounts.phone_changed", params={"phone": "120****0001"}, to_user=user)
    queue_message(template="accounts.password_changed", to_user=other)
    browser = signed_in(user)

    page = browser.get("/desk/inbox/")
    response = browser.post("/desk/inbox/read/", {"key": KEY})

    assert [message.template for message, _subject, _body in page.context["letters"]] == [
        "accounts.phone_changed",
        "accounts.password_changed",
    ]
    assert "120****0001" in page.context["letters"][0][2]
    assert response["Location"] == "/desk/inbox/"
    assert Message.objects.unread().get().to_user == other


def test_the_inbox_asks_as_often_for_three_messages_as_for_one(django_assert_num_queries: object) -> None:
    from django.db import connection

    user = make_user()
    browser = signed_in(user)
    numbers = []
    for _more in range(2):
        queue_message(template="accounts.password_changed", to_user=user)
        queue_message(template="accounts.password_changed", to_user=user)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/desk/inbox/")
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]
