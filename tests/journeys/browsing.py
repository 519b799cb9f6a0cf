"""What the stories do alike: pages of a phone and of a desk, signing in as an officer, and asking axe."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}


def officer(username: str, name: str, phone: str, role: str, unit: Any) -> Any:
    """Seat an officer who has the demonstration's password and authenticator."""
    from unionhall.accounts.operations.users import create_demo_user
    from unionhall.organisation.models import Office
    from unionhall.records.actors import System

    user = create_demo_user(username=username, name=name, phone=phone, by=System("tests"))
    Office._base_manager.create(unit=unit, user=user, role=role, starts_on=unit.founded_on)
    return user


def phone_page(browser: Browser, **options: Any) -> Page:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True, locale="zh-CN", **options)
    return watched(context)


def watched(context: BrowserContext) -> Page:
    """Open a page that remembers what its console complains of and how many bytes it loaded."""
    page = context.new_page()
    page.complaints, page.bytes = [], 0  # type: ignore[attr-defined]

    def count(response: Any) -> None:
        page.bytes += int(response.headers.get("content-length", 0))  # type: ignore[attr-defined]

    page.on("response", count)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on(
        "console",
        lambda said: page.complaints.append(said.text) if said.type == "error" else None,  # type: ignore[attr-defined]
    )
    return page


def run(page: Page, expression: str) -> Any:
    """Evaluate beside the page, where its policy does not reach."""
    session = page.context.new_cdp_session(page)
    options = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    return session.send("Runtime.evaluate", options)["result"].get("value")


def assert_accessible(page: Page) -> None:
    """Assert that axe finds nothing and that nothing sticks out to the side."""
    run(page, AXE)
    said = run(page, f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then((found) => JSON.stringify("
               "found.violations.map((one) => [one.id, one.nodes[0].html])))")  # fmt: skip
    assert json.loads(said) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def desk_page(browser: Browser) -> Page:
    return watched(browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN"))


def sign_in_as_officer(page: Page, address: str, username: str) -> None:
    from unionhall.accounts.demo_credentials import PASSWORD

    page.goto(f"{address}/sign-in/?next=/desk/membership/drives/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    code = re.findall(r"(?<!\d)\d{6}(?!\d)", page.inner_text("main"))[0]
    page.fill("[name=code]", code)
    page.click("main button[type=submit]")
