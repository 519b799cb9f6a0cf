"""The frames and the style guide: each page renders in both languages, safe for the policy, small on the phone."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from unionhall.kit import shell
from unionhall.kit.error_pages import STATUSES, error_page
from unionhall.kit.style_guide import urlpatterns

PAGES = [str(pattern.pattern) for pattern in urlpatterns if "<" not in str(pattern.pattern)]
PHONE_PAGES = ["joining/", "member/", "field/", "sign-in/"]
FORBIDDEN = re.compile(
    r"\sstyle=|<style|<script(?![^>]*(?:\bsrc=|application/json))|\son\w+=|(?:href|src)=\"(?:https?:)?//"
)
LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_holds_nothing_that_the_policy_forbids(client, page, language):
    client.cookies["django_language"] = language

    answer = client.get(f"/style-guide/{page}")

    assert answer.status_code == 200
    assert FORBIDDEN.findall(answer.text) == []


def test_the_policy_of_a_page_has_no_unsafe_word(client):
    policy = client.get("/style-guide/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", PHONE_PAGES)
def test_a_phone_page_weighs_less_than_200_kilobytes_even_uncompressed(client, page):
    answer = client.get(f"/style-guide/{page}")

    files = {found: finders.find(found) for found in LINKED.findall(answer.text)}
    missing = [name for name, path in files.items() if path is None]
    weight = len(answer.content) + sum(Path(path).stat().st_size for path in files.values())

    assert missing == []
    assert weight < 200_000


def test_htmx_gets_the_rows_alone(client):
    answer = client.get("/style-guide/members/", headers={"HX-Request": "true"})

    assert answer.text.strip().startswith('<div id="rows">')


def test_an_empty_list_has_one_sentence_and_one_button(client):
    answer = client.get("/style-guide/members/?state=none", headers={"HX-Request": "true"})

    assert answer.text.count("<p>") == 1
    assert answer.text.count('class="btn"') == 1


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_an_error_page_needs_neither_database_nor_session(status):
    answer = error_page(RequestFactory().get("/"), status, code="UH-1000", message="请稍候")

    assert answer.status_code == status
    assert FORBIDDEN.findall(answer.text) == []
    assert "请稍候" in answer.text
    assert "UH-1000" in answer.text


def test_a_service_at_rest_says_when_to_ask_again():
    assert error_page(RequestFactory().get("/"), 503).headers["Retry-After"] == "60"


def test_a_page_states_its_title_once_and_shows_it_twice(client):
    text = client.get("/style-guide/members/").text

    assert "<title>会员 · 职工之家</title>" in text
    assert re.search(r"<h1>会员\s*</h1>", text)


def test_large_text_is_remembered_by_the_device(client):
    client.cookies["text_size"] = "large"

    assert 'data-text="large"' in client.get("/style-guide/").text


def test_nobody_may_provide_what_no_frame_shows():
    with pytest.raises(LookupError, match="unread"):
        shell.provide("weather", lambda request: "sunny")


def test_the_frame_asks_once_and_only_when_it_shows(monkeypatch):
    asked = []
    monkeypatch.setitem(shell.providers, "unread", lambda request: asked.append(request) or 7)
    frame = shell.Shell(RequestFactory().get("/"))

    assert asked == []
    assert (frame.unread, frame.unread) == (7, 7)
    assert len(asked) == 1


PLACES = [
    ("dashboards:workbench", "/desk/"),
    ("records:job-list", "/desk/records/jobs/"),
    ("membership:drives", "/desk/m/d/"),
]


@pytest.mark.parametrize(
    ("path", "app", "current"),
    [
        ("/desk/", "dashboards", "/desk/"),
        ("/desk/records/jobs/17/", "records", "/desk/records/jobs/"),
        ("/desk/records/journal/", "records", "/desk/records/jobs/"),
        ("/desk/elsewhere/", "elsewhere", None),
        ("/desk/me/", "records", None),
    ],
)
def test_the_menu_marks_the_place_of_the_page(path, app, current):
    request = RequestFactory().get(path)
    request.resolver_match = SimpleNamespace(app_name=app)

    assert shell.Shell(request)._current(PLACES) == current
