"""Masks: the parts that may be shown, and never more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit import masks
from unionhall.kit.national.surnames import COMPOUND

ALL = (
    masks.mask_name,
    masks.mask_name_for_notice,
    masks.mask_id_number,
    masks.mask_mobile,
    masks.mask_bank_card,
    masks.mask_address,
    masks.mask_all,
)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("name", "shown", "on_a_notice"),
    [
        ("张三", "张*", "张*"),
        ("张小三", "张*三", "张**"),
        ("欧阳修", "欧阳*", "欧阳*"),
        ("司马相如", "司马*如", "司马**"),
        ("欧阳", "欧*", "欧*"),
        ("𠅤𬱖", "𠅤*", "𠅤*"),
        ("李", "*", "*"),
        ("阿依古丽·买买提", "阿***·**提", "阿***·**提"),
        ("John Smith", "J*** S***", "J*** S***"),
        ("Li A", "L*** *", "L*** *"),
        ("", "", ""),
    ],
)
def test_names_show_the_surname(name, shown, on_a_notice):
    assert (masks.mask_name(name), masks.mask_name_for_notice(name)) == (shown, on_a_notice)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("119901199003074014", "119***********4014"),
        ("１１９９０１ １９９００３０７ ４０１４", "119***********4014"),
        ("119901900307401", "119********7401"),
        ("E12345678", "E*****678"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_papers_show_three_and_four(number, shown):
    assert masks.mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12012345678", "120****5678"),
        ("+86 120-1234-5678", "120****5678"),
        ("+852 91234567", "**********67"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_phones_show_three_and_four(number, shown):
    assert masks.mask_mobile(number) == shown


def test_bank_cards_show_four_and_four():
    assert masks.mask_bank_card("6222000011115678") == "6222 **** **** 5678"
    assert masks.mask_bank_card("6222 0000 1111 5678 123") == "6222 **** **** 8123"
    assert masks.mask_bank_card("6222000") == "*******"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("北京市朝阳区金盏地区长店村12号", "北京市朝阳区金盏地区******"),
        ("北京市西城区陶然亭街道龙泉社区3号楼2单元501", "北京市西城区陶然亭街道******"),
        ("北京市昌平区回龙观镇龙泽苑西区3号", "北京市昌平区回龙观镇******"),
        ("北京市朝阳区建国路88号", "北京市朝阳区******"),
        ("朝阳区望京小区5号", "朝阳区******"),
        ("某小区3号楼", "******"),
        ("Room 5, 12 Street", "******"),
        ("", ""),
    ],
)
def test_addresses_are_shown_down_to_the_street(address, shown):
    assert masks.mask_address(address) == shown


@given(st.text(max_size=80))
def test_no_mask_ever_fails_or_hides_that_there_is_nothing(text):
    for mask in ALL:
        assert isinstance(mask(text), str)
        assert mask("") == ""


@given(st.text(HAN, min_size=2, max_size=6))
def test_a_chinese_name_never_shows_more_than_surname_and_last_character(name):
    shown = masks.mask_name(name)

    hidden = (
        len(name) - (2 if name[:2] in COMPOUND and len(name) > 2 else 1) - (len(shown) - len(shown.rstrip("*")) == 0)
    )
    assert len(shown) == len(name)
    assert shown.count("*") == hidden >= 1


@given(st.integers(0, 10**18 - 1))
def test_an_identity_number_never_shows_the_birth_date(number):
    text = f"{number:018}"

    assert masks.mask_id_number(text) == f"{text[:3]}***********{text[14:]}"


@given(st.integers(0, 10**11 - 1))
def test_a_mobile_number_hides_four_digits(number):
    text = f"{number:011}"

    assert masks.mask_mobile(text) == f"{text[:3]}****{text[7:]}"
