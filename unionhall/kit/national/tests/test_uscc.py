"""Credit codes of employers and unions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit.national import uscc
from unionhall.kit.refused import Refused

VALID = ("91350100M000100Y43", "91110105MA0000007L", "81110101MC0000004N")


def refusal(text, read=uscc.parse):
    with pytest.raises(Refused) as refused:
        read(text)
    return refused.value.code


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_are_read(code):
    found = uscc.parse(f" {code[:8].lower()} {code[8:]}")

    assert (found.code, found.division_code, found.organisation_code) == (code, code[2:8], code[8:17])
    assert found.is_union == code.startswith("8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "UH-1131"),
        ("91350100M000100Y4", "UH-1132"),
        ("9135O100M000100Y43", "UH-1133"),
        ("9135A100M000100Y43", "UH-1134"),
        ("91350100M000100Y53", "UH-1135"),
        ("91350100M000100Y44", "UH-1136"),
    ],
)
def test_every_fault_has_its_own_sentence(text, code):
    assert refusal(text) == code


def test_a_unions_code_begins_with_81_or_89():
    assert uscc.parse_union("81110101MC0000004N").is_union
    assert refusal("91110105MA0000007L", uscc.parse_union) == "UH-1137"


@given(st.sampled_from(VALID), st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_a_changed_character_is_always_found(code, position, character):
    changed = code[:position] + character + code[position + 1 :]

    if changed != code:
        assert uscc.check_character(changed[:17]) != code[17]


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(text):
    try:
        code = uscc.parse(text).code
    except Refused:
        return

    assert uscc.check_character(code[:17]) == code[17]
