"""Numbers of identity papers: what is read from them, and the sentence for every fault."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit.national import id_numbers
from unionhall.kit.national.codes import IdType, Sex
from unionhall.kit.refused import Refused

TODAY = date(2026, 11, 23)
VALID = "119901199003074014"


def refusal(text, kind=IdType.RESIDENT, **options):
    with pytest.raises(Refused) as refused:
        id_numbers.parse(text, kind, today=TODAY, **options)
    return refused.value.code


def completed(first_17):
    return first_17 + id_numbers.check_character(first_17)


@pytest.mark.parametrize(
    ("number", "birth_date", "sex"),
    [
        ("119901199003074014", date(1990, 3, 7), Sex.MALE),
        ("119916198806120029", date(1988, 6, 12), Sex.FEMALE),
        ("119905199508150030", date(1995, 8, 15), Sex.MALE),
        ("119902194912310022", date(1949, 12, 31), Sex.FEMALE),
    ],
)
def test_a_resident_number_tells_birth_date_sex_and_division(number, birth_date, sex):
    found = id_numbers.parse(number, today=TODAY)

    assert found == id_numbers.Identity(IdType.RESIDENT, number, birth_date, sex, number[:6])


def test_spaces_width_and_small_x_do_not_matter():
    with_x = next(number for n in range(100) if (number := completed(f"119901199003074{n:02}"))[-1] == "X")

    assert id_numbers.parse(f" '{with_x[:6]} {with_x[6:14]}-{with_x[14:17]}x", today=TODAY).number[-1] == "X"
    assert id_numbers.parse("１１９９０１１９９００３０７４０１４", today=TODAY).number == VALID


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  ", "UH-1101"),
        (VALID[:-1], "UH-1102"),
        ("11990119900307401A", "UH-1103"),
        ("1199O1199003074014", "UH-1103"),
        (completed("99990119900307401").replace("9999", "0999", 1), "UH-1104"),
        (completed("11990119900230401"), "UH-1105"),
        (completed("11990120270101401"), "UH-1106"),
        ("119901199003074013", "UH-1107"),
        ("119901199003074041", "UH-1107"),
        (completed("11990120101124401"), "UH-1108"),
        (completed("11990119251122401"), "UH-1109"),
        ("119901900307401", "UH-1110"),
        (completed("81000019900307401"), "UH-1111"),
        (completed("91115619900307401"), "UH-1112"),
        ("110101199003074015", "UH-1161"),
    ],
)
def test_every_fault_of_a_resident_number_has_its_own_sentence(text, code):
    assert refusal(text) == code


def test_ages_are_counted_to_the_day():
    sixteen_today, hundred_today = completed("11990120101123401"), completed("11990119261123401")

    assert id_numbers.parse(sixteen_today, today=TODAY).birth_date == date(2010, 11, 23)
    assert id_numbers.parse(hundred_today, today=TODAY).birth_date == date(1926, 11, 23)
    assert refusal(sixteen_today, youngest=18) == "UH-1108"
    assert refusal(hundred_today, oldest=80) == "UH-1109"


def test_a_15_digit_number_is_converted_where_old_rosters_are_read():
    found = id_numbers.parse("119901900307401", today=TODAY, allow_legacy=True)

    assert (found.number, found.birth_date, found.sex) == (VALID, date(1990, 3, 7), Sex.MALE)
    assert id_numbers.from_legacy("119901900307998")[6:10] == "1890"


@pytest.mark.parametrize(
    ("text", "kind", "birth_date"),
    [
        (completed("81990019900307401"), IdType.HK_MACAO, date(1990, 3, 7)),
        (completed("82990019900307402"), IdType.HK_MACAO, date(1990, 3, 7)),
        (completed("83990019900307401"), IdType.TAIWAN, date(1990, 3, 7)),
        (completed("91199919900307401"), IdType.FOREIGN_PERMANENT, date(1990, 3, 7)),
        ("h99000001", IdType.HK_MACAO, None),
        ("M9900000101", IdType.HK_MACAO, None),
        ("99000001", IdType.TAIWAN, None),
        ("ZZ123456", IdType.PASSPORT, None),
        ("XXA110190030799", IdType.FOREIGN_PERMANENT, None),
    ],
)
def test_other_papers_are_read(text, kind, birth_date):
    found = id_numbers.parse(text, kind, today=TODAY)

    assert (found.kind, found.birth_date, found.division_code) == (kind, birth_date, None)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("A12345678", IdType.HK_MACAO, "UH-1113"),
        (completed("83990019900307401"), IdType.HK_MACAO, "UH-1113"),
        ("1234567", IdType.TAIWAN, "UH-1114"),
        ("ZZ", IdType.PASSPORT, "UH-1115"),
        ("ZZ-12_4", IdType.PASSPORT, "UH-1115"),
        ("XX1110190030799", IdType.FOREIGN_PERMANENT, "UH-1116"),
        (completed("91199919900307401")[:-1] + "Z", IdType.FOREIGN_PERMANENT, "UH-1116"),
        ("H12345678", IdType.HK_MACAO, "UH-1161"),
        ("E12345678", IdType.PASSPORT, "UH-1161"),
    ],
)
def test_every_fault_of_another_paper_has_its_own_sentence(text, kind, code):
    assert refusal(text, kind) == code


def test_a_wrong_check_character_of_a_permit_is_found():
    number = completed("81990019900307401")

    assert refusal(number[:-1] + ("0" if number[-1] != "0" else "1"), IdType.HK_MACAO) == "UH-1107"


@given(st.integers(0, 10**17 - 1), st.integers(0, 16), st.integers(1, 9))
def test_a_changed_digit_is_always_found(number, position, step):
    first_17 = f"{number:017}"
    changed = first_17[:position] + str((int(first_17[position]) + step) % 10) + first_17[position + 1 :]

    assert id_numbers.check_character(changed) != id_numbers.check_character(first_17)


@given(st.integers(0, 10**17 - 1), st.integers(0, 15))
def test_two_digits_that_changed_places_are_always_found(number, position):
    first_17 = f"{number:017}"
    swapped = first_17[:position] + first_17[position + 1] + first_17[position] + first_17[position + 2 :]

    if swapped != first_17:
        assert id_numbers.check_character(swapped) != id_numbers.check_character(first_17)


@given(st.text(max_size=24), st.sampled_from(IdType))
def test_any_text_is_read_or_refused(text, kind):
    try:
        number = id_numbers.parse(text, kind, today=TODAY).number
    except Refused:
        return

    assert number == id_numbers.clean(text)
