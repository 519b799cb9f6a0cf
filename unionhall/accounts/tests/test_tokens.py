"""API tokens: what they may do, how they are made, and how they end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from unionhall.accounts.models import ApiToken, User
from unionhall.accounts.operations.tokens import make_token, revoke_token
from unionhall.accounts.tests.factories import make_user, signed_in
from unionhall.accounts.tokens import authenticate
from unionhall.kit import reach
from unionhall.kit.refused import NotAllowed, Refused, SecondFactorNeeded

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def administrator() -> User:
    user = make_user(password=True, is_system_administrator=True)
    user.has_recent_second_factor = True
    return user


def token_for(user: User, **changes: Any) -> tuple[ApiToken, str]:
    return make_token(
        user=user, **({"name": "统计", "scope": ["accounts.view_users"], "days": 30, "by": user} | changes)
    )


def test_a_token_speaks_for_its_user_within_its_scope(administrator: User) -> None:
    _token, text = token_for(administrator)

    user = authenticate(f"Bearer {text}")

    assert user == administrator
    assert (reach.holds(user, "accounts.view_users"), reach.holds(user, "accounts.close_user")) == (True, False)
    assert reach.holds(administrator, "accounts.close_user")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer uh_x", "Bearer uh_aaaaaaaa_bbbb", "Basic {text}", "Bearer {text}x", "Bearer xx{text}"],
)
def test_anything_else_opens_nothing(administrator: User, header: str) -> None:
    _token, text = token_for(administrator)

    assert authenticate(header.format(text=text)) is None


def test_a_revoked_an_expired_and_a_closed_users_token_open_nothing(administrator: User) -> None:
    revoked, first = token_for(administrator)
    expired, second = token_for(administrator)
    revoke_token(token=revoked, by=administrator)
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    _closed, third = token_for(administrator)
    User.objects.update(is_active=False)

    assert [authenticate(f"Bearer {text}") for text in (first, second, third)] == [None, None, None]


def test_a_token_loses_what_its_user_loses(administrator: User) -> None:
    _token, text = token_for(administrator)
    User.objects.update(is_system_administrator=False)

    user = authenticate(f"Bearer {text}")

    assert user is not None
    assert not reach.holds(user, "accounts.view_users")


def test_a_token_in_one_unit_is_not_heard_by_sources_that_know_no_units(administrator: User) -> None:
    _token, text = token_for(administrator, unit_id=7)

    user = authenticate(f"Bearer {text}")

    assert user is not None
    assert user.limits is not None
    assert user.limits.unit_id == 7
    assert not reach.holds(user, "accounts.view_users")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 0}, "UH-2501"),
        ({"days": 366}, "UH-2501"),
        ({"scope": []}, "UH-2502"),
        ({"scope": ["accounts.nothing"]}, "UH-2502"),
        ({"scope": ["records.view-journal"]}, "UH-2502"),
    ],
)
def test_a_token_gets_only_what_its_user_has(administrator: User, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        token_for(administrator, **changes)

    assert refused.value.code == code


def test_making_one_needs_the_second_factor_and_ones_own_name(administrator: User) -> None:
    administrator.has_recent_second_factor = False
    other = make_user()

    with pytest.raises(SecondFactorNeeded):
        token_for(administrator)
    with pytest.raises(NotAllowed):
        token_for(administrator, by=other)


def test_only_a_digest_is_kept(administrator: User) -> None:
    _token, text = token_for(administrator)

    assert text.split("_", 2)[2] not in str(ApiToken.objects.values().get())


def test_when_it_was_used_is_written_down_once_a_minute(administrator: User) -> None:
    token, text = token_for(administrator)
    authenticate(f"Bearer {text}")
    first = ApiToken.objects.get().last_used_at
    authenticate(f"Bearer {text}")
    token.refresh_from_db()

    assert (first is not None, token.last_used_at) == (True, first)


def test_a_token_is_made_on_the_page_shown_once_and_sent_twice_made_once(administrator: User) -> None:
    browser = signed_in(administrator)
    typed = {"name": "统计", "scope": ["accounts.view_users"], "days": "30", "key": KEY}

    first = browser.post("/desk/me/tokens/new/", typed)
    second = browser.post("/desk/me/tokens/new/", typed)
    page = browser.get("/desk/me/")

    assert authenticate(f"Bearer {first.context['text']}") == administrator
    assert (second["Location"], ApiToken.objects.count()) == ("/desk/me/", 1)
    assert first.context["text"] not in page.content.decode()


def test_a_token_is_revoked_on_the_page_by_its_owner_only(administrator: User) -> None:
    token, _text = token_for(administrator)
    address = f"/desk/me/tokens/{token.pk}/revoke/"

    by_other = signed_in(make_user()).post(address, {"key": KEY})
    by_owner = signed_in(administrator).post(address, {"key": KEY})

    token.refresh_from_db()
    assert (by_other.status_code, by_owner.status_code, token.is_valid) == (404, 302, False)
