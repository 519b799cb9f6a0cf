"""An office from the invitation to its successor: the chair of a city invites the chair of a street by phone, who sets
up everything on that phone, loses the authenticator, gets a new one, and hands the office over.
"""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.cast import Cast
from tests.journeys.browsing import assert_accessible, desk_page, officer, phone_page, sign_in_as_officer

pytestmark = pytest.mark.e2e

LI = {"name": "李长江", "phone": "12033334444", "username": "li-changjiang", "password": "Copper-Kettle-77"}
SUCCESSOR = {"name": "许文静", "phone": "12033335555"}
REASON = "手机遗失，已当面核实本人"


def send(page: Page) -> None:
    page.click("main form button[type=submit]")


def code_now(secret: str, steps: int = 0) -> str:
    """Return what the authenticator shows now, or some steps of half a minute later."""
    from unionhall.accounts import totp

    return totp.code_of_step(secret, totp.step_at(timezone.now().timestamp()) + steps)


def invite(desk: Page, address: str, unit: Any) -> None:
    """Appoint the chair of the street, who has no account yet."""
    desk.goto(f"{address}/desk/organisation/units/{unit.pk}/")
    desk.click(f"a[href$='/units/{unit.pk}/appoint/']")
    desk.select_option("[name=role]", "chair")
    desk.fill("[name=name]", LI["name"])
    desk.fill("[name=phone]", LI["phone"])
    assert_accessible(desk)
    send(desk)
    expect(desk.locator("main")).to_contain_text("尚未登录")


def take_up_the_invitation(phone: Page, address: str) -> None:
    """Open the link as the phone received it, and choose a name and a password."""
    phone.goto(f"{address}/demo/phones/")
    assert_accessible(phone)
    phone.locator("main a[href*='/invitation/']").first.click()
    assert_accessible(phone)
    phone.fill("[name=username]", LI["username"])
    phone.fill("[name=password]", LI["password"])
    phone.fill("[name=again]", LI["password"])
    send(phone)


def set_up_the_authenticator(phone: Page) -> str:
    """Take an authenticator into use; return the secret that the page tells."""
    assert_accessible(phone)
    send(phone)
    assert_accessible(phone)
    secret = phone.locator("main code").inner_text().replace(" ", "")
    assert f"secret={secret}" in str(phone.locator("main a[href^='otpauth:']").get_attribute("href"))
    phone.fill("[name=code]", code_now(secret))
    send(phone)
    expect(phone.locator("main")).to_contain_text(re.compile(r"[a-z]{5}-[a-z]{5}"))
    assert_accessible(phone)
    return secret


def sign_in(phone: Page, address: str) -> None:
    phone.goto(f"{address}/sign-in/")
    phone.fill("[name=login]", LI["phone"])
    phone.fill("[name=password]", LI["password"])
    send(phone)


def take_the_second_factor_away(desk: Page, address: str) -> None:
    """Find the user, as the office above, and write down why."""
    desk.goto(f"{address}/desk/accounts/users/?q={LI['name']}")
    desk.click(f"main a:has-text('{LI['name']}')")
    desk.click("[popovertarget=reset]")
    desk.fill("#reset [name$=reason]", REASON)
    assert_accessible(desk)
    desk.click("#reset button[type=submit]")
    expect(desk.locator("[popovertarget=reset]")).to_have_count(0)


def hand_over(phone: Page, address: str, unit: Any) -> None:
    """Hand one's own office over, today, on the phone."""
    phone.goto(f"{address}/desk/organisation/units/{unit.pk}/")
    phone.locator("main a[href$='/hand-over/']").first.click()
    phone.fill("[name=name]", SUCCESSOR["name"])
    phone.fill("[name=phone]", SUCCESSOR["phone"])
    phone.fill("[name=reason]", "换届")
    assert_accessible(phone)
    send(phone)


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def test_an_office_from_the_invitation_to_the_successor(live_server: Any, browser: Browser, cast: Cast) -> None:
    officer("city", "周建国", "12000001001", "chair", cast.city)
    address, street = live_server.url, f"{live_server.url}/desk/organisation/units/{cast.sanlitun.pk}/"
    desk, phone = desk_page(browser), phone_page(browser)
    sign_in_as_officer(desk, address, "city")

    invite(desk, address, cast.sanlitun)
    take_up_the_invitation(phone, address)
    first = set_up_the_authenticator(phone)
    assert status_of(phone, f"{address}/desk/") == 200
    expect(phone.locator("body")).to_contain_text(cast.sanlitun.name)
    assert status_of(phone, street) == 200
    assert_accessible(phone)

    take_the_second_factor_away(desk, address)
    phone.goto(f"{address}/desk/")
    assert "/sign-in/" in phone.url
    sign_in(phone, address)
    second = set_up_the_authenticator(phone)
    assert second != first

    hand_over(phone, address, cast.sanlitun)
    expect(phone.locator("main")).to_contain_text("已不在您的管辖范围内")
    assert_accessible(phone)
    assert status_of(phone, street) == 403
    desk.goto(street)
    expect(desk.locator("main")).to_contain_text(SUCCESSOR["name"])
    assert [said for page in (desk, phone) for said in page.complaints if "403" not in said] == []  # type: ignore[attr-defined]
