"""S21: the blind index finds equal values, tells nothing across models, and finds nothing under another key."""

from collections import Counter

import pytest

from unionhall.accounts.models import User
from unionhall.kit import keys
from unionhall.kit.encrypted import blind_index
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.membership.models import Application, Person

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

ROWS = 200
COLUMNS = (
    (Person, "id_number"),
    (Person, "mobile"),
    (Application, "id_number"),
    (Application, "mobile"),
    (User, "phone"),
)


@pytest.fixture(params=["aes", "sm4"])
def ring(request, settings, tmp_path):
    """A key ring of each kind of index: HMAC-SHA256, then HMAC-SM3."""
    settings.UNIONHALL_CIPHER = request.param
    settings.UNIONHALL_KEYS = tmp_path / "keys.json"
    keys.forget()
    yield settings.UNIONHALL_KEYS
    keys.forget()


@pytest.fixture
def persons(ring):
    """Persons on record, each with numbers of their own."""
    people = InventedPeople(21)
    made = [people.person() for _number in range(ROWS)]
    Person.objects.unscoped("a guard test").bulk_create(
        Person(name=one.name, sex=one.sex, birth_date=one.birth_date, id_number=one.id_number, mobile=one.mobile)
        for one in made
    )
    return made


def _found(id_number):
    index = blind_index(Person, "id_number", id_number)
    return list(Person.objects.unscoped("a guard test").filter(id_number_index=index))


def test_equality_finds_each_person_and_only_that_person(persons):
    found = [_found(person.id_number) for person in persons]

    assert [[person.id_number.reveal() for person in rows] for rows in found] == [[one.id_number] for one in persons]


def test_a_number_nobody_has_finds_nobody(persons):
    assert _found("119901199003074014") == []


def test_the_same_value_has_another_index_in_every_column(ring):
    indexes = [blind_index(model, field, "12012345678") for model, field in COLUMNS]

    assert len(set(indexes)) == len(COLUMNS)


def test_how_often_a_value_occurs_does_not_show_across_models(ring):
    numbers = [f"1200000000{number % 7}" for number in range(ROWS)]

    persons = Counter(blind_index(Person, "mobile", number) for number in numbers)
    applications = Counter(blind_index(Application, "mobile", number) for number in numbers)

    assert sorted(persons.values()) == sorted(applications.values())
    assert persons.keys().isdisjoint(applications.keys())


def test_another_key_finds_nobody(persons, settings):
    settings.UNIONHALL_KEYS = settings.UNIONHALL_KEYS.with_name("others.json")

    found = [_found(person.id_number) for person in persons]

    assert found == [[]] * ROWS
