"""Mobile numbers, in the demo and in production."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit.national import mobile
from unionhall.kit.refused import Refused


def refusal(text):
    with pytest.raises(Refused) as refused:
        mobile.parse(text)
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        "12012345678",
        " 120 1234 5678",
        "+86 120-1234-5678",
        "008612012345678",
        "8612012345678",
        "１２０１２３４５６７８",
    ],
)
def test_a_number_is_read_in_any_writing(text):
    assert mobile.parse(text) == "12012345678"


@pytest.mark.parametrize(
    ("text", "code"),
    [(" ", "UH-1141"), ("12o12345678", "UH-1142"), ("1201234567", "UH-1143"), ("13800138000", "UH-1163")],
)
def test_every_fault_has_its_own_sentence(text, code):
    assert refusal(text) == code


def test_production_takes_the_ranges_in_use_and_no_others(settings):
    settings.IS_DEMO = False

    assert mobile.parse("13800138000") == "13800138000"
    assert refusal("14112345678") == "UH-1144"
    assert refusal("12012345678") == "UH-1164"


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        number = mobile.parse(text)
    except Refused:
        return

    assert len(number) == 11
