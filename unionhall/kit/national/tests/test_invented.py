"""Invented people: only they enter the demo, and none of them can exist."""

import pytest

from unionhall.kit.national import divisions, id_numbers, mobile
from unionhall.kit.national.codes import IdType, Sex
from unionhall.kit.national.invented import ID_PREFIX, MOBILE_PREFIX, admit_id, admit_mobile
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.kit.refused import Refused


def test_no_division_has_the_invented_prefix():
    codes = [division.code for division in divisions._all().values()]

    assert [code for code in codes if code.startswith(ID_PREFIX)] == []


def test_no_range_of_the_phone_library_has_the_invented_prefix():
    assert not any(mobile.ranges().fullmatch(f"{MOBILE_PREFIX}{rest:08}") for rest in range(0, 10**8, 9973))


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        ("119901199003074014", IdType.RESIDENT, "UH-1162"),
        ("819900199003074011", IdType.HK_MACAO, "UH-1162"),
        ("839900199003074011", IdType.TAIWAN, "UH-1162"),
        ("XXA110190030799", IdType.FOREIGN_PERMANENT, "UH-1162"),
        ("911999199003074011", IdType.FOREIGN_PERMANENT, "UH-1162"),
    ],
)
def test_production_refuses_numbers_that_cannot_exist(settings, number, kind, code):
    settings.IS_DEMO = False

    with pytest.raises(Refused) as refused:
        admit_id(number, kind)

    assert refused.value.code == code


def test_production_admits_all_others(settings):
    settings.IS_DEMO = False

    admit_id("110101199003074015", IdType.RESIDENT)
    admit_id("H99000001", IdType.HK_MACAO)
    admit_id("ZZ123456", IdType.PASSPORT)
    admit_mobile("13800138000")


def test_the_same_seed_gives_the_same_people():
    first, second = InventedPeople(7), InventedPeople(7)

    assert [first.person() for _number in range(20)] == [second.person() for _number in range(20)]


def test_invented_people_have_valid_numbers_of_their_own():
    people = InventedPeople(3)
    made = [people.person() for _number in range(500)]

    assert len({person.id_number for person in made}) == len({person.mobile for person in made}) == 500
    for person in made:
        read = id_numbers.parse(person.id_number)
        assert (read.birth_date, read.sex) == (person.birth_date, person.sex)
        assert mobile.parse(person.mobile) == person.mobile


def test_the_sex_can_be_chosen():
    people = InventedPeople(1)

    assert {people.person(Sex.FEMALE).sex for _number in range(20)} == {Sex.FEMALE}
