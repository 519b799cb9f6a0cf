"""The tags and parts: what they draw, and that they draw nothing the content security policy forbids."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from unionhall.kit import icons
from unionhall.kit.paging import KeyPage

PACKAGE = Path(__file__).resolve().parents[2]
ICON_TAG = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")


def draw(source: str, **context: object) -> str:
    return Template("{% load kit %}" + source).render(Context(context)).strip()


def test_every_icon_named_in_a_template_is_in_the_sprite():
    used = {
        name
        for path in PACKAGE.rglob("templates/**/*.html")
        for name in ICON_TAG.findall(path.read_text(encoding="utf-8"))
    }

    assert used - icons.names() == set()


def test_the_list_of_icons_is_sorted_and_has_no_doubles():
    names = icons.LIST.read_text(encoding="utf-8").split()

    assert names == sorted(set(names))


def test_an_icon_without_a_label_is_hidden_from_screen_readers():
    assert draw('{% icon "users" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/vendor/icons.svg#users"/></svg>'
    )


def test_an_icon_with_a_label_says_it():
    assert 'role="img" aria-label="关闭"' in draw('{% icon "x" "关闭" %}')


def test_an_unknown_icon_is_an_error_that_says_what_to_do():
    with pytest.raises(LookupError, match=r"icons\.txt"):
        draw('{% icon "no-such-icon" %}')


@pytest.mark.parametrize(("value", "shown"), [(48216, "48,216"), (999, "999"), (1234.5, "1,234.5"), ("12", "12")])
def test_grouped_sets_thousands_apart(value, shown):
    assert draw("{{ value|grouped }}", value=value) == shown


def test_query_with_changes_one_value_and_starts_at_the_first_page():
    request = RequestFactory().get("/", {"state": "waiting", "unit": "3", "before": "17"})

    assert draw('{% query_with state="active" %}', request=request) == "?state=active&amp;unit=3"


def test_query_with_none_drops_a_value():
    request = RequestFactory().get("/", {"state": "waiting", "unit": "3"})

    assert draw("{% query_with state=None %}", request=request) == "?unit=3"


def test_a_badge_refuses_a_tone_that_has_no_checked_contrast():
    with pytest.raises(TemplateSyntaxError, match="No tone 'pink'"):
        draw('{% badge "x" "pink" %}')


def test_a_badge_escapes_its_label():
    assert draw('{% badge label "info" %}', label="<b>") == '<span class="badge badge-info">&lt;b&gt;</span>'


def test_the_pager_links_only_to_pages_that_exist():
    request = RequestFactory().get("/", {"state": "active", "before": "90"})

    drawn = draw("{% pager page %}", page=KeyPage([], older="40", newer=None), request=request)

    assert re.findall(r'<a[^>]* href="([^"]+)"', drawn) == ["?state=active&amp;before=40"]
    assert drawn.count('aria-disabled="true"') == 1


def test_the_pager_says_more_than_a_thousand_instead_of_counting():
    drawn = draw("{% pager page is_more=True %}", page=KeyPage([object()], None, None))

    assert "超过 1,000 条" in drawn


def test_a_list_of_one_page_offers_no_other_and_an_empty_one_counts_nothing():
    assert "<nav" not in draw("{% pager page %}", page=KeyPage([object()], None, None))
    assert draw("{% pager page %}", page=KeyPage([], None, None)).strip() == ""


def test_a_figure_carries_its_time_and_its_rows():
    moment = datetime(2026, 11, 24, 2, 8, tzinfo=UTC)

    drawn = draw('{% figure "会员" 48216 "人" url="/rows/" as_of=moment %}', moment=moment)

    assert '<a href="/rows/">会员</a>' in drawn
    assert "48,216" in drawn
    assert "截至 11-24 10:08" in drawn


def test_a_mask_offers_the_whole_value_only_where_there_is_a_page_for_it():
    assert "<a" not in draw('{% mask "1199****0072" %}')
    assert '<a href="/reveal/" rel="nofollow">' in draw('{% mask "1199****0072" "/reveal/" %}')


def test_progress_asks_again_only_while_it_has_an_address():
    assert "hx-trigger" not in draw('{% progress "审核" 3 9 %}')
    assert 'hx-get="/jobs/7/" hx-trigger="every 2s"' in draw('{% progress "审核" 3 9 url="/jobs/7/" %}')


def test_steps_mark_the_present_one():
    drawn = draw('{% steps 2 "验证" "填写" "确认" %}')

    assert drawn.count('aria-current="step"') == 1
    assert drawn.count('class="is-done"') == 1


def test_a_form_key_is_new_with_each_page():
    first, second = draw("{% form_key %}"), draw("{% form_key %}")

    assert first != second


def test_a_form_key_is_kept_when_the_form_comes_back():
    form = SimpleNamespace(is_bound=True, data={"key": "7a0e2c56-0d1f-4c7e-9a53-0c2f2f1c9d11"})

    assert 'value="7a0e2c56-0d1f-4c7e-9a53-0c2f2f1c9d11"' in draw("{% form_key form %}", form=form)


def test_a_bar_in_a_cell_never_leaves_its_ground():
    assert 'width="100" height="8" rx="4"/></svg>' in draw("{% cell_bar 30 20 %}")
    assert 'width="0" height="8" rx="4"/></svg>' in draw("{% cell_bar 3 0 %}")
