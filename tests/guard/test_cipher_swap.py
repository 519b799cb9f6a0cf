"""S20: a ciphertext moved to another row, field or table, or changed in a single bit, never opens."""

import pytest
from django.db import connection
from psycopg import sql

from unionhall.accounts.models import User
from unionhall.kit import cipher
from unionhall.kit.cipher import CipherRefused
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.membership.models import Person

pytestmark = [pytest.mark.guard, pytest.mark.django_db]

BITS_OF_A_CHARACTER = 8
ENVELOPES = 100


@pytest.fixture(params=["aes", "sm4"])
def persons(request, settings):
    """Two persons on record, sealed by each cipher in turn."""
    settings.UNIONHALL_CIPHER = request.param
    people = InventedPeople(20)
    return [_on_record(people.person()) for _number in range(2)]


def _on_record(invented):
    return Person.objects.unscoped("a guard test").create(
        name=invented.name,
        sex=invented.sex,
        birth_date=invented.birth_date,
        id_number=invented.id_number,
        mobile=invented.mobile,
    )


def _envelope(row, column):
    query = sql.SQL("SELECT {} FROM {} WHERE id = %s")
    with connection.cursor() as cursor:
        cursor.execute(query.format(sql.Identifier(column), sql.Identifier(row._meta.db_table)), [row.pk])
        return cursor.fetchone()[0]


def _put(row, column, envelope):
    query = sql.SQL("UPDATE {} SET {} = %s WHERE id = %s")
    with connection.cursor() as cursor:
        cursor.execute(query.format(sql.Identifier(row._meta.db_table), sql.Identifier(column)), [envelope, row.pk])
    rows = User.objects if isinstance(row, User) else Person.objects.unscoped("a guard test")
    return rows.get(pk=row.pk)


def test_a_ciphertext_in_another_row_is_refused(persons):
    first, second = persons

    found = _put(first, "id_number", _envelope(second, "id_number"))

    with pytest.raises(CipherRefused):
        found.id_number.reveal()
    with pytest.raises(CipherRefused):
        str(found.id_number)


def test_a_ciphertext_in_another_field_is_refused(persons):
    first, _second = persons

    found = _put(first, "mobile", _envelope(first, "id_number"))

    with pytest.raises(CipherRefused):
        found.mobile.reveal()


def test_a_ciphertext_in_another_table_is_refused(persons):
    first, _second = persons
    user = User.objects.create(id=first.pk, username="guard", name="张三", phone="12099999999")

    found = _put(user, "phone", _envelope(first, "mobile"))

    with pytest.raises(CipherRefused):
        found.phone.reveal()


def test_every_flipped_bit_of_a_hundred_envelopes_is_refused(persons):
    people = InventedPeople(21)
    opened = flips = 0

    for row in range(ENVELOPES):
        place = f"guard.id_number:{row}"
        envelope = cipher.seal(people.person().id_number, place)
        for position in range(len(envelope) * BITS_OF_A_CHARACTER):
            flips += 1
            opened += _opens(_flipped(envelope, position), place)

    assert (opened, flips > ENVELOPES * 500) == (0, True)


def _flipped(envelope, position):
    at, bit = divmod(position, BITS_OF_A_CHARACTER)
    return envelope[:at] + chr(ord(envelope[at]) ^ (1 << bit)) + envelope[at + 1 :]


def _opens(envelope, place):
    try:
        cipher.unseal(envelope, place)
    except CipherRefused:
        return False
    return True
