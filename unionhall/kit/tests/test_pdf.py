"""Paper: the same bytes each time, rare characters never lost unseen, user text never run."""

import pytest

from unionhall.kit import pdf, qr

RARE = "㛃䶮喆堃犇骉燚淼赟煊珺玥叕𬱖𠅤𫍯𬭚𫖮𪨰㙓䴙𫠊鿍䝼〇·"
"""Rare characters seen in names: all of them can be drawn."""

SHEET = {
    "title": "样张",
    "unit": "北京市总工会",
    "language": "zh",
    "paragraphs": ["欧阳晓雯"],
    "code": qr.svg("https://example.org/join/3f9a"),
    "code_says": "入会二维码",
    "head": ["姓名", "单位"],
    "rows": [["王秀英", "怀柔区总工会"]],
}


def test_the_same_data_give_the_same_bytes():
    assert pdf.render("kit/sample", SHEET) == pdf.render("kit/sample", SHEET)


def test_a_sheet_declares_that_it_can_be_kept_and_read_aloud():
    made = pdf.render("kit/sample", SHEET)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made


def test_rare_characters_of_names_can_be_drawn():
    assert pdf.missing_characters(RARE) == []


def test_a_character_without_a_type_is_named_beforehand():
    assert pdf.missing_characters("欧阳𡥧，𡥧😀") == ["𡥧", "😀"]


def test_a_character_without_a_type_is_set_as_the_printers_mark():
    lost, mark = ({**SHEET, "paragraphs": [text]} for text in ("欧阳𡥧", "欧阳〓"))

    assert pdf.render("kit/sample", lost) == pdf.render("kit/sample", mark)


def test_control_characters_and_marks_that_turn_text_round_are_left_out():
    hidden, plain = ({**SHEET, "paragraphs": [text]} for text in ("欧\x00阳\u202e晓\x1b雯", "欧阳晓雯"))

    assert pdf.render("kit/sample", hidden) == pdf.render("kit/sample", plain)


def test_text_that_looks_like_source_is_only_shown():
    hostile = {**SHEET, "paragraphs": ['#read("/etc/passwd")', "#panic()", "*" * 5000, "</script>"]}

    assert pdf.render("kit/sample", hostile).startswith(b"%PDF-1.7")


def test_a_picture_comes_as_an_asset():
    picture = qr.png("https://example.org/")

    assert pdf.render("kit/sample", SHEET, assets={"../../photo.png": picture}) == pdf.render("kit/sample", SHEET)


def test_a_preview_is_a_picture():
    assert pdf.preview("kit/sample", SHEET).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["kit/none", "nobody/sample", "kit/../sample", "sample"])
def test_a_template_that_nobody_has_is_an_error(name):
    with pytest.raises(LookupError, match="no template"):
        pdf.render(name, SHEET)
