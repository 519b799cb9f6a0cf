"""The story of the first release in a real browser: a street cadre opens a drive, a driver joins by phone, is approved,
and holds a card that a passer-by checks. Phone pages are 390 wide, the cadre's desk 1440.
"""

import base64
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import Cast
from tests.journeys.browsing import (
    assert_accessible,
    desk_page,
    officer,
    phone_page,
    run,
    sign_in_as_officer,
)

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
JSQR = (ROOT / "unionhall/kit/static/vendor/jsqr.js").read_text(encoding="utf-8")
DECODE = """async (source) => {
    const bytes = Uint8Array.from(atob(source), (sign) => sign.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const { data, width, height } = canvas.getImageData(0, 0, picture.width, picture.height);
    const found = jsQR(data, width, height);
    return found && found.data;
}"""
DRIVER = {"phone": "12011112222", "name": "欧阳晓雯", "id_number": "119901199003074014", "workplace": "顺路出行"}
RECEIPT = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4,5}")
LIMIT_SECONDS = 120
LIGHT_BYTES = 200_000


@pytest.fixture
def cadre(cast: Cast) -> Any:
    """The street cadre of the story."""
    from unionhall.membership.tests.factories import consent_version

    consent_version()
    return officer("street", "何涛", "12000001005", "organiser", cast.jinzhan)


def read_code(page: Page, picture: bytes) -> str | None:
    """Scan a QR code from the pixels of a picture."""
    run(page, JSQR)
    source = base64.b64encode(picture).decode()
    said: str | None = run(page, f"({DECODE})({json.dumps(source)})")
    return said


def open_drive(page: Page, address: str) -> str:
    """Open a drive for ride-hailing drivers and return the address of its page."""
    page.goto(f"{address}/desk/membership/drives/new/")
    assert_accessible(page)
    page.fill("[name=name]", "网约车司机集中入会")
    page.select_option("[name=gig_category]", "ride_hailing")
    page.fill("[name=target]", "50")
    page.fill("[name=ends_on]", "2099-12-31")
    if not page.locator("[name=unit]").input_value():
        page.select_option("[name=unit]", index=1)
    page.click("main .form-actions button[type=submit]")
    expect(page.locator("#counter")).to_be_visible()
    return page.url


def prove_phone(page: Page, phone: str) -> None:
    page.fill("[name=phone]", phone)
    page.click("[value=code]")
    expect(page.locator("[data-status]")).to_contain_text(re.compile(r"\d{6}"))
    page.fill("[name=code]", re.findall(r"\d{6}", page.inner_text("[data-status]"))[-1])
    page.click("[value=prove]")
    expect(page.locator("[data-form]")).to_be_visible()


def fill_form(page: Page, **changes: str) -> None:
    person = {**DRIVER, **changes}
    for name in ("name", "id_number", "workplace"):
        page.fill(f"[name={name}]", person[name])
    page.check("[name=agrees_to_join]")
    page.check("[name=agrees_to_id]")
    page.click("[value=check]")
    expect(page.locator("[data-confirm]")).to_be_visible()


def waiting_drive(cast: Cast) -> Any:
    """Return a drive that is open, without the way there."""
    from datetime import date

    from unionhall.membership.operations.drives import open_drive as open_now

    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2099, 12, 31)}
    return open_now(
        unit=cast.jinzhan, name="集中入会", target=5, gig_category="ride_hailing", by=cast.street_cadre, **days
    )


def printed_link(desk: Page, drive_address: str) -> str:
    """Look at the poster, fetch its file, and scan the code on it."""
    desk.goto(drive_address + "poster/")
    assert_accessible(desk)
    assert desk.request.get(drive_address + "poster.pdf").body().startswith(b"%PDF")
    link = read_code(desk, desk.request.get(drive_address + "poster.pdf?preview=1").body())
    assert link is not None
    return link


def join(driver: Page, link: str) -> None:
    """Join as the driver does, tapping the last button twice."""
    driver.goto(link)
    assert_accessible(driver)
    assert driver.bytes < LIGHT_BYTES  # type: ignore[attr-defined]
    prove_phone(driver, DRIVER["phone"])
    assert_accessible(driver)
    fill_form(driver)
    assert_accessible(driver)
    driver.dblclick("[data-send]")
    driver.wait_for_url("**/done/")
    assert RECEIPT.fullmatch(driver.inner_text(".receipt-number"))
    assert_accessible(driver)


def sign_in_as_member(driver: Page, address: str) -> None:
    let_a_minute_pass()
    driver.goto(f"{address}/my/sign-in/?next=/my/card/")
    driver.fill("[name=phone]", DRIVER["phone"])
    driver.click("main button[type=submit]")
    driver.fill("[name=code]", re.findall(r"(?<!\d)\d{6}(?!\d)", driver.inner_text("main"))[0])
    driver.click("main button[type=submit]")
    expect(driver.locator("[data-card-code]")).to_be_visible()
    assert_accessible(driver)


def check_card(passer_by: Page, card: str | None) -> None:
    """Open what the card's code says, as anyone may."""
    assert card is not None
    passer_by.goto(card)
    assert "欧阳*雯" in passer_by.inner_text("main")
    assert DRIVER["name"] not in passer_by.content()
    assert_accessible(passer_by)


def test_a_driver_joins_by_phone_and_holds_a_card(live_server: Any, browser: Browser, cast: Cast, cadre: Any) -> None:
    desk, driver, passer_by, board = desk_page(browser), phone_page(browser), phone_page(browser), desk_page(browser)
    sign_in_as_officer(desk, live_server.url, "street")
    assert_accessible(desk)
    drive_address = open_drive(desk, live_server.url)
    assert_accessible(desk)
    link = printed_link(desk, drive_address)
    assert link.startswith(f"{live_server.url}/join/")

    desk.goto(drive_address)
    began = time.monotonic()
    join(driver, link)
    assert time.monotonic() - began < LIMIT_SECONDS
    expect(desk.locator("#counter .figure-value").first).to_contain_text("1", timeout=8000)

    officer("city", "周建国", "12000001001", "chair", cast.city)
    sign_in_as_officer(board, live_server.url, "city")
    places = [(cast.city, "朝阳区"), (cast.chaoyang, "金盏地区")]
    before = [members_on_board(board, live_server.url, *place) for place in places]
    desk.click(f"#counter a:has-text('{DRIVER['name']}')")
    approve(desk)
    assert [members_on_board(board, live_server.url, *place) for place in places] == [one + 1 for one in before]
    desk.goto(drive_address)
    expect(desk.locator("#counter .figure-value").nth(1)).to_contain_text("1")

    sign_in_as_member(driver, live_server.url)
    check_card(passer_by, read_code(driver, driver.locator("[data-drawing]").screenshot()))
    for place in ("/my/", "/my/data/"):
        driver.goto(live_server.url + place)
        assert_accessible(driver)
    pages: list[Any] = [desk, driver, passer_by, board]
    assert [said for page in pages for said in page.complaints] == []


def members_on_board(page: Page, address: str, unit: Any, row: str) -> int:
    """Read how many members the board of a unit shows in a row of the units below it."""
    page.goto(f"{address}/desk/board/?unit={unit.pk}")
    cell = page.locator("tbody tr", has=page.locator("th", has_text=row)).locator("td").first
    return int(cell.inner_text().replace(",", ""))


def let_a_minute_pass() -> None:
    """Forget when the last code was sent: a phone gets one a minute."""
    from unionhall.accounts.models import Tries

    Tries.objects.all().delete()


def approve(desk: Page) -> None:
    """Pass the application on the page that shows it."""
    desk.click("[popovertarget=approve]")
    desk.click("#approve button[type=submit]")
    expect(desk.locator("[popovertarget=approve]")).to_have_count(0)


def test_a_form_sent_without_network_arrives_once_when_it_is_back(
    live_server: Any, browser: Browser, cast: Cast, cadre: Any
) -> None:
    from unionhall.membership.models import Application

    drive = waiting_drive(cast)
    page = phone_page(browser)
    page.goto(f"{live_server.url}/join/{drive.token}/")
    prove_phone(page, DRIVER["phone"])
    page.context.set_offline(True)
    fill_form(page)
    page.click("[data-send]")
    expect(page.locator("[data-waiting]")).to_contain_text("待上传 1")
    assert_accessible(page)

    page.context.set_offline(False)
    page.wait_for_url("**/done/", timeout=20000)

    assert Application.objects.unscoped("test").filter(drive=drive).count() == 1
    kept = page.evaluate(
        """() => new Promise((give) => {
            const asked = indexedDB.open("unionhall-joining", 1);
            asked.onsuccess = () => {
                const rows = asked.result.transaction("kept").objectStore("kept").getAllKeys();
                rows.onsuccess = () => give(rows.result);
            };
        })"""
    )
    assert kept == []


def test_a_draft_survives_a_reload_without_network_and_is_never_plain(
    live_server: Any, browser: Browser, cast: Cast, cadre: Any
) -> None:
    drive = waiting_drive(cast)
    page = phone_page(browser)
    page.goto(f"{live_server.url}/join/{drive.token}/")
    prove_phone(page, DRIVER["phone"])
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.fill("[name=name]", DRIVER["name"])
    page.fill("[name=id_number]", DRIVER["id_number"])
    page.wait_for_timeout(900)

    page.context.set_offline(True)
    page.reload()

    expect(page.locator("[name=id_number]")).to_have_value(DRIVER["id_number"])
    stored = page.evaluate(
        """async () => {
            const open = indexedDB.open("unionhall-joining", 1);
            await new Promise((go) => { open.onsuccess = go; });
            const asked = open.result.transaction("kept").objectStore("kept").getAll();
            await new Promise((go) => { asked.onsuccess = go; });
            const text = (bytes) => new TextDecoder("latin1").decode(bytes);
            return asked.result.map((row) => text(row.sealed)).join() + JSON.stringify(localStorage);
        }"""
    )
    assert DRIVER["id_number"] not in stored


def test_the_next_person_finds_nothing_on_the_phone(live_server: Any, browser: Browser, cast: Cast, cadre: Any) -> None:
    drive = waiting_drive(cast)
    page = phone_page(browser)
    page.goto(f"{live_server.url}/join/{drive.token}/")
    prove_phone(page, DRIVER["phone"])
    page.fill("[name=id_number]", DRIVER["id_number"])
    page.wait_for_timeout(900)

    page.click("[value=leave]")
    expect(page.locator("[data-phone-step]")).to_be_visible()
    prove_phone(page, "12011113333")

    expect(page.locator("[name=id_number]")).to_have_value("")


def test_a_driver_joins_without_javascript(live_server: Any, browser: Browser, cast: Cast, cadre: Any) -> None:
    drive = waiting_drive(cast)
    page = phone_page(browser, java_script_enabled=False)
    page.goto(f"{live_server.url}/join/{drive.token}/")
    page.fill("[name=phone]", DRIVER["phone"])
    page.click("[value=code]")
    page.fill("[name=code]", re.findall(r"(?<!\d)\d{6}(?!\d)", page.inner_text("main"))[0])
    page.click("[value=prove]")
    for name in ("name", "id_number", "workplace"):
        page.fill(f"[name={name}]", DRIVER[name])
    page.check("[name=agrees_to_join]")
    page.check("[name=agrees_to_id]")
    page.click("[value=check]")

    page.click("[value=send]")

    assert RECEIPT.fullmatch(page.inner_text(".receipt-number"))


def test_the_form_speaks_english(live_server: Any, browser: Browser, cast: Cast, cadre: Any) -> None:
    drive = waiting_drive(cast)
    page = phone_page(browser)
    page.goto(f"{live_server.url}/join/{drive.token}/")

    page.click("button[value=en]")

    expect(page.locator(".hero")).to_contain_text("Ride-hailing driver, join the union")
    assert_accessible(page)


def test_a_cadre_helps_someone_without_a_phone(live_server: Any, browser: Browser, cast: Cast, cadre: Any) -> None:
    drive = waiting_drive(cast)
    page = phone_page(browser)
    sign_in_as_officer(page, live_server.url, "street")
    page.goto(f"{live_server.url}/field/membership/drives/{drive.pk}/assist/")
    assert_accessible(page)
    for name in ("name", "id_number", "workplace"):
        page.fill(f"[name={name}]", DRIVER[name])
    page.fill("[name=mobile]", "12011119999")
    page.check("[name=agrees_to_join]")
    page.check("[name=agrees_to_id]")

    page.click("main .form-actions button")

    expect(page.locator("main")).to_contain_text("受理编号")
    assert_accessible(page)
