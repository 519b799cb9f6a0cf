"""Every layout in a real browser, wide and phone-sized: accessible, and nothing that the policy stops."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.chromium import executable

pytestmark = pytest.mark.e2e

AXE = (Path(__file__).resolve().parents[3] / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = """axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    .then((found) => JSON.stringify(found.violations.map((one) => [one.id, one.nodes[0].html])))"""
PAGES = ["", "members/", "joining/?errors=1", "member/", "field/", "sign-in/"]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def browser():
    """Give a browser that is closed before the database is emptied."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield opened
        opened.close()


def faults(page: Page) -> list[list[str]]:
    """Run axe beside the page, where its policy does not reach."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    answer = session.send("Runtime.evaluate", {"expression": RUN, "awaitPromise": True, "returnByValue": True})
    return json.loads(answer["result"]["value"])


@pytest.mark.parametrize("size", SIZES)
def test_every_layout_is_accessible_and_obeys_the_policy(live_server, browser, size):
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    said, found, too_wide = [], {}, []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    for path in PAGES:
        page.goto(f"{live_server.url}/style-guide/{path}")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(500)
        found[path] = faults(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(path)

    assert found == {path: [] for path in PAGES}
    assert said == []
    assert too_wide == []


def test_dialogs_charts_and_choices_work(live_server, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900})

    page.goto(f"{live_server.url}/style-guide/")
    page.click("[popovertarget=ask]")
    is_modal = page.evaluate("document.getElementById('ask').matches(':modal')")
    page.keyboard.press("Escape")
    page.click("[data-chart-toggle] >> nth=0")
    shows_table = page.locator(".chart-table").first.is_visible()
    page.goto(f"{live_server.url}/style-guide/members/")
    page.check("[data-select-all]")
    chosen = page.inner_text("[data-batch-count]")

    assert (is_modal, shows_table, chosen) == (True, True, "12")


def test_a_draft_stays_on_the_phone(live_server, browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/style-guide/joining/")

    page.fill("input[name=name]", "欧阳晓雯")
    page.check("input[value=platform]")
    page.reload()

    assert page.input_value("input[name=name]") == "欧阳晓雯"
    assert page.is_checked("input[value=platform]")


def test_pages_work_without_a_script(live_server, browser):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()

    page.goto(f"{live_server.url}/style-guide/")
    shows_table = page.locator(".chart-table").first.is_visible()
    page.click("[popovertarget=ask]")

    assert shows_table
    assert page.locator("#ask").is_visible()
