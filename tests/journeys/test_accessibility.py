"""Every page of the site in a real browser, on a desk and on a phone: accessible, quiet, and light where it must be.

The pages come from the resolver; who opens each, and which object it shows, from the world of the guard S1.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests.guard import asking
from tests.guard.world import World, build_world
from unionhall.membership.tests.factories import consent_version
from unionhall.project.access_rules import Rule, all_rules

pytestmark = pytest.mark.e2e

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ASK_AXE = """async (rules) => (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations.map(
    (one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return [out.slice(0, 3).map((one) => one.outerHTML.slice(0, 100)).join(" | ")];
}"""
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
OPENERS = ("member", "city_chair", "district_officer", "street_cadre", "grassroots_chair", "passer_by")
LIGHT = ("/my/", "/join/", "/check/", "/sign-in/", "/field/", "/invitation/")
LIGHT_BYTES = 200_000


class Visit:
    """One person's browser, and all that was wrong on the pages it showed."""

    def __init__(self, browser: Browser, address: str, client: Client, size: str) -> None:
        self.address, self.client = address, client
        self.context = self._context(browser, size)
        self.page = self._page()
        self.complaints: list[str] = []
        self.bytes = 0

    def _context(self, browser: Browser, size: str) -> BrowserContext:
        context = browser.new_context(viewport=SIZES[size], locale="zh-CN", has_touch=size == "phone")  # type: ignore[arg-type]
        context.add_init_script(AXE)
        for name, cookie in self.client.cookies.items():
            context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])
        return context

    def _page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        wire = self.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", self._weigh)
        return page

    def _weigh(self, finished: dict[str, Any]) -> None:
        self.bytes += int(finished["encodedDataLength"])

    def look_at(self, path: str, *, must_be_light: bool) -> list[str]:
        """Open a page and return what is wrong with it."""
        self.complaints, self.bytes = [], 0
        answer = self.page.goto(self.address + path, wait_until="load")
        found = [f"axe {violation}" for violation in self.page.evaluate(ASK_AXE, RULES)]
        is_error_page = answer is not None and answer.status >= 400
        found += [f"console {said}" for said in self.complaints if not (is_error_page and "status of 4" in said)]
        found += [f"sticks out to the side: {one}" for one in self.page.evaluate(STICKING_OUT)]
        if must_be_light and self.bytes > LIGHT_BYTES:
            found.append(f"weighs {self.bytes} bytes")
        return found


def _pages(world: World, clients: dict[str, Client]) -> Iterator[tuple[str, str, Rule]]:
    """Yield who opens which address of every rule that answers with a page of HTML."""
    for rule in (rule for rule in all_rules() if not rule.is_api):
        for part in OPENERS:
            obj = _object(world, part, rule)
            if asking.is_allowed(world.people[part], rule, obj) and (part == "passer_by" or not _is_public(rule)):
                path = asking.path_of(rule, obj)
                if _is_html(clients[part].get(path)):
                    yield part, path, rule
                    break


def _is_public(rule: Rule) -> bool:
    return rule.access is not None and rule.access.kind == "public"


def _object(world: World, part: str, rule: Rule) -> Any:
    model = asking.model_of(rule)
    if model is None:
        return None
    mine = world.mine.get(part, {}).get(model)
    return mine if mine is not None and part == "member" else world.object_at(model, world.places_of(part)["own"])


def _is_html(answer: Any) -> bool:
    is_page = answer.status_code < 300 or "error-page" in answer.content.decode("utf-8", "replace")
    return is_page and answer.status_code != 405 and answer.get("Content-Type", "").startswith("text/html")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_quiet_and_light(
    live_server: Any, browser: Browser, size: str, transactional_db: None
):
    consent_version()
    world = build_world()
    clients = {part: world.client_of(part) for part in OPENERS}
    visits = {part: Visit(browser, live_server.url, client, size) for part, client in clients.items()}

    wrong, seen = [], 0
    for part, path, rule in _pages(world, clients):
        must_be_light = size == "phone" and path.startswith(LIGHT)
        seen += 1
        wrong += [
            f"{rule.name} as {part}: {fault}" for fault in visits[part].look_at(path, must_be_light=must_be_light)
        ]

    assert seen > 60
    assert not wrong, "\n".join(wrong)
