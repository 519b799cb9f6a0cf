"""QR codes and charts."""

import re
from io import BytesIO

import pytest
from PIL import Image

from unionhall.kit import qr
from unionhall.kit.charts import Chart, Series


def test_a_code_is_drawn_without_style_or_script():
    drawn = qr.svg("https://example.org/join/3f9a", label='扫码"入会')

    assert re.search(r"style|script", drawn) is None
    assert 'aria-label="扫码&quot;入会"' in drawn


def test_a_code_has_the_quiet_zone_that_readers_need():
    drawn = qr.svg("x")

    assert min(int(x) for x in re.findall(r"M(\d+) ", drawn)) == qr.QUIET_ZONE


def test_the_svg_and_the_png_are_the_same_code():
    picture = Image.open(BytesIO(qr.png("https://example.org/join/3f9a", scale=1))).convert("1")
    dark = {(x, y) for x in range(picture.width) for y in range(picture.height) if not picture.getpixel((x, y))}

    runs = re.findall(r"M(\d+) (\d+)h(\d+)", qr.svg("https://example.org/join/3f9a"))
    drawn = {(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))}

    assert drawn == dark


def test_a_chart_refuses_figures_that_do_not_match_its_labels():
    with pytest.raises(ValueError, match="2 figures for 1 labels"):
        Chart("growth", "入会", ["1月"], [Series("扫码", [1, 2])])


def test_a_chart_gives_its_table_with_links():
    chart = Chart("growth", "入会", ["东城区"], [Series("扫码", [3]), Series("名册", [None])], links=["/rows/1/"])

    assert chart.rows == [{"label": "东城区", "link": "/rows/1/", "values": [3, None]}]


def test_a_series_may_be_a_line_over_bars():
    chart = Chart("growth", "入会", ["1月"], [Series("扫码", [1]), Series("名册", [2], kind="line")], unit="人")

    assert [series["kind"] for series in chart.data["series"]] == ["bar", "line"]
