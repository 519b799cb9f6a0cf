"""Names: what is accepted, how they are read aloud, and how they are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit.national import names
from unionhall.kit.national.surnames import COMPOUND, SINGLE
from unionhall.kit.refused import Refused

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("单小明", "shan"),
        ("曾小明", "zeng"),
        ("仇小明", "qiu"),
        ("区小明", "ou"),
        ("查小明", "zha"),
        ("盖小明", "ge"),
        ("解小明", "xie"),
        ("万俟明", "mo qi"),
        ("尉迟明", "yu chi"),
        ("朴小明", "piao"),
        ("覃小明", "qin"),
        ("乐小明", "yue"),
        ("翟小明", "zhai"),
        ("黑小明", "he"),
        ("华小明", "hua"),
        ("任小明", "ren"),
        ("宁小明", "ning"),
        ("缪小明", "miao"),
        ("逄小明", "pang"),
        ("冼小明", "xian"),
        ("谌小明", "chen"),
        ("祭小明", "zhai"),
        ("员小明", "yun"),
        ("澹台明", "tan tai"),
        ("长孙明", "zhang sun"),
        ("長孫明", "zhang sun"),
        ("吕小明", "lv"),
    ],
)
def test_surnames_are_read_as_surnames(name, usual):
    assert " ".join(names.readings(name)[0]).startswith(usual)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单小明", "danxiaoming"),
        ("覃小明", "tanxiaoming"),
        ("乐小明", "lexiaoming"),
        ("翟小明", "dixiaoming"),
        ("谌小明", "shenxiaoming"),
        ("单于飞", "shanyufei"),
        ("张朝阳", "zhangchaoyang"),
        ("吕绿", "LÜ LÜ"),
        ("吕绿", "lyulyu"),
        ("阿依古丽·买买提", "ayigulimaimaiti"),
        ("John O'Neil", "john oneil"),
        ("Ålice Wu", "alice wu"),
    ],
)
def test_other_readings_find_the_name_too(name, typed):
    assert names.fold_pinyin(typed) in names.search_terms(name).pinyin


def test_initials_and_pairs_of_characters_find_the_name():
    terms = names.search_terms("曾劉强")

    assert terms.initials == ("zlq", "clq", "zlj", "clj")
    assert terms.bigrams == ("曾刘", "刘强")
    assert names.search_terms("李").bigrams == ("李",)


def test_names_are_sorted_by_their_reading():
    assert sorted(["赵一", "单一", "阿一", "曾一"], key=names.sort_key) == ["阿一", "单一", "曾一", "赵一"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 张 三　", "张三"),
        ("阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("Ｊohn   Smith", "John Smith"),
        ("𠅤𬱖", "𠅤𬱖"),
        ("〇一", "〇一"),
        ("劉德華", "劉德華"),
        ("Jose\u0301", "José"),
    ],
)
def test_names_are_cleaned_but_kept_as_on_the_card(typed, kept):
    assert names.clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [("  ", "UH-1151"), ("张" * 51, "UH-1152"), ("张\ue000", "UH-1153"), ("张3", "UH-1154"), ("张<b>", "UH-1154")],
)
def test_what_no_card_carries_is_refused(typed, code):
    with pytest.raises(Refused) as refused:
        names.clean_name(typed)

    assert refused.value.code == code


def test_a_table_of_surnames_has_readings_for_every_character():
    assert all(len(surname) == 1 for surname in SINGLE)
    assert all(len(surname) == len(readings) == 2 for surname, readings in COMPOUND.items())


@given(st.text(HAN, min_size=1, max_size=6))
def test_every_chinese_name_has_one_syllable_for_each_character(name):
    found = names.readings(name)

    assert {len(reading) for reading in found} == {len(name)}
    assert len(found) == len(set(found)) <= names.MOST_READINGS


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused_and_cleaning_twice_changes_nothing(text):
    try:
        kept = names.clean_name(text)
    except Refused:
        return

    assert names.clean_name(kept) == kept
    assert names.search_terms(kept)
