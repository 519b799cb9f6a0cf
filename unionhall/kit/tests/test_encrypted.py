"""An encrypted field: plain text in, envelopes in the database, masks on pages, plain text only by ``reveal()``."""

import copy
import json
import pickle

import pytest
from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.functions import Cast
from django.template import Context, Template
from pydantic import BaseModel, ConfigDict

from unionhall.kit.cipher import CipherRefused
from unionhall.kit.encrypted import EncryptedTextField, blind_index, encrypted_field, seal_columns
from unionhall.kit.masks import STARS, mask_id_number, mask_mobile
from unionhall.kit.model import Model
from unionhall.kit.sealed import Sealed

ID_NUMBER = "119901199003074014"
ID_MASK = "119***********4014"
MOBILE = "12012345678"
MOBILE_MASK = "120****5678"


class Locker(Model):
    """A row with sealed columns; the companions stand before and after their field."""

    mobile_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - one row each, or none
    id_number = EncryptedTextField(mask=mask_id_number, index="id_number_index")
    id_number_index = models.CharField(max_length=64)
    mobile = EncryptedTextField(mask=mask_mobile, index="mobile_index", last4="mobile_last4", blank=True)
    mobile_last4 = models.CharField(max_length=4, blank=True)
    health = EncryptedTextField(mask=mask_id_number, null=True, blank=True)
    number = models.IntegerField(default=0)

    class Meta:
        app_label = "kit"
        managed = False


class LockerForm(forms.ModelForm):
    class Meta:
        model = Locker
        fields = ("id_number", "mobile")


@pytest.fixture
def table(db):
    """The table of lockers, for this test."""
    with connection.schema_editor() as editor:
        editor.create_model(Locker)


@pytest.fixture
def locker(table):
    """A saved locker as the database gives it."""
    made = Locker.objects.create(id_number=ID_NUMBER, mobile=MOBILE)
    return Locker.objects.get(pk=made.pk)


def raw(locker, column):
    return Locker.objects.values_list(Cast(column, models.TextField()), flat=True).get(pk=locker.pk)


def test_the_database_holds_an_envelope_and_no_plain_text(locker):
    with connection.cursor() as cursor:
        cursor.execute("SELECT locker::text FROM kit_locker AS locker")
        row = cursor.fetchone()[0]

    assert "v1:aes:k1:" in row
    assert ID_NUMBER not in row
    assert MOBILE not in row


def test_reading_gives_the_mask_everywhere_and_the_plain_text_by_reveal(locker):
    value = locker.id_number

    assert str(value) == f"{value}" == ID_MASK
    assert f"{value:>20}" == f"  {ID_MASK}"
    assert repr(value) == f"<Sealed {ID_MASK}>"
    assert json.dumps({"id": value}, cls=DjangoJSONEncoder) == f'{{"id": "{ID_MASK}"}}'
    assert Template("{{ locker.id_number }}").render(Context({"locker": locker})) == ID_MASK
    assert (value.reveal(), value.last4) == (ID_NUMBER, "4014")


def test_a_schema_of_the_api_answers_the_mask(locker):
    class Answer(BaseModel):
        model_config = ConfigDict(from_attributes=True)
        mobile: Sealed

    assert Answer.model_validate(locker).model_dump_json() == f'{{"mobile":"{MOBILE_MASK}"}}'
    assert Answer.model_json_schema()["properties"]["mobile"]["type"] == "string"


def test_plain_json_refuses_rather_than_leaks(locker):
    with pytest.raises(TypeError):
        json.dumps(locker.id_number)


def test_a_value_is_masked_before_it_is_saved(db):
    locker = Locker(id_number=ID_NUMBER)

    assert str(locker.id_number) == ID_MASK
    assert locker.id_number.reveal() == ID_NUMBER


def test_companions_are_filled_at_save_whatever_their_order(locker):
    assert locker.id_number_index == blind_index(Locker, "id_number", ID_NUMBER)
    assert locker.mobile_index == blind_index(Locker, "mobile", MOBILE)
    assert locker.mobile_last4 == "5678"


def test_bulk_create_seals_and_fills_companions(table):
    Locker.objects.bulk_create([Locker(id_number=ID_NUMBER, mobile=f"1201234567{number}") for number in range(3)])

    found = Locker.objects.get(mobile_index=blind_index(Locker, "mobile", "12012345671"))

    assert (found.mobile.reveal(), found.mobile_last4, found.id_number.reveal()) == ("12012345671", "5671", ID_NUMBER)


def test_an_update_seals_again_and_moves_the_companions(locker):
    locker.mobile = "12087654321"
    locker.save()

    found = Locker.objects.get(pk=locker.pk)

    assert (found.mobile.reveal(), found.mobile_last4) == ("12087654321", "4321")
    assert found.mobile_index == blind_index(Locker, "mobile", "12087654321")


def test_a_partial_save_takes_the_companions_along(locker):
    locker.mobile = "12087654321"
    locker.save(update_fields=["mobile"])

    found = Locker.objects.get(pk=locker.pk)

    assert (found.mobile_index, found.mobile_last4) == (blind_index(Locker, "mobile", "12087654321"), "4321")


def test_update_or_create_takes_the_companions_along(locker):
    Locker.objects.update_or_create(pk=locker.pk, defaults={"mobile": "12087654321"})

    assert Locker.objects.get(pk=locker.pk).mobile_last4 == "4321"


def test_saving_again_leaves_the_envelope_as_it_is(locker):
    before = raw(locker, "id_number")

    locker.number = 5
    locker.save()

    assert raw(locker, "id_number") == before


def test_nothing_is_stored_as_nothing(table):
    locker = Locker.objects.create(id_number=ID_NUMBER)

    found = Locker.objects.get(pk=locker.pk)

    assert (raw(locker, "mobile"), found.mobile_index, found.mobile_last4, found.health) == ("", None, "", None)
    assert (str(found.mobile), found.mobile.reveal(), bool(found.mobile)) == ("", "", False)


def test_a_value_taken_away_takes_its_index_with_it(locker):
    locker.mobile = ""
    locker.save()

    found = Locker.objects.get(pk=locker.pk)

    assert (found.mobile_index, found.mobile_last4) == (None, "")


def test_a_value_is_copied_to_another_row_by_sealing_it_there(locker):
    other = Locker.objects.create(id_number=locker.id_number, health=locker.mobile)

    found = Locker.objects.get(pk=other.pk)

    assert (found.id_number.reveal(), found.health.reveal()) == (ID_NUMBER, MOBILE)
    assert found.id_number_index == locker.id_number_index
    assert raw(found, "id_number") != raw(locker, "id_number")


def test_a_cloned_row_is_sealed_for_its_new_id(locker):
    clone = Locker.objects.get(pk=locker.pk)
    clone.pk = locker.pk + 1
    clone.mobile = ""
    clone._state.adding = True
    clone.save()

    assert Locker.objects.get(pk=clone.pk).id_number.reveal() == ID_NUMBER


def test_an_envelope_moved_by_sql_to_another_row_or_column_is_refused(locker):
    other = Locker.objects.create(id_number="119916198806120029", mobile="12000000001")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_locker SET id_number = %s WHERE id = %s", [raw(locker, "id_number"), other.pk])
        cursor.execute("UPDATE kit_locker SET mobile = id_number WHERE id = %s", [locker.pk])

    moved, swapped = Locker.objects.get(pk=other.pk), Locker.objects.get(pk=locker.pk)

    with pytest.raises(CipherRefused):
        moved.id_number.reveal()
    with pytest.raises(CipherRefused):
        str(swapped.mobile)
    assert repr(moved.id_number) == "<Sealed, altered>"


def test_values_show_stars_and_open_only_with_their_row(locker):
    [(pk, value)] = Locker.objects.values_list("pk", "id_number")

    assert str(value) == STARS
    with pytest.raises(CipherRefused, match="of_row"):
        value.reveal()
    assert (value.of_row(pk).reveal(), str(value.of_row(pk))) == (ID_NUMBER, ID_MASK)


def test_deferred_values_are_read_when_asked_for(locker, django_assert_num_queries):
    found = Locker.objects.defer("id_number").get(pk=locker.pk)

    with django_assert_num_queries(1):
        assert found.id_number.reveal() == ID_NUMBER
    assert Locker.objects.only("number").get(pk=locker.pk).mobile.reveal() == MOBILE


def test_a_row_read_in_part_is_saved_without_touching_the_rest(locker):
    found = Locker.objects.only("id_number", "number").get(pk=locker.pk)
    found.number = 3
    found.save()

    assert Locker.objects.get(pk=locker.pk).mobile_last4 == "5678"


def test_refresh_brings_back_what_the_database_holds(locker):
    locker.id_number = "119916198806120029"

    locker.refresh_from_db()

    assert locker.id_number.reveal() == ID_NUMBER


def test_copies_and_pickles_open_like_the_original(locker):
    copied, pickled = copy.deepcopy(locker), pickle.loads(pickle.dumps(locker))  # noqa: S301

    assert copied.id_number.reveal() == pickled.id_number.reveal() == ID_NUMBER
    assert ID_NUMBER.encode() not in pickle.dumps(locker)


def test_unsaved_plain_text_is_not_pickled(db):
    with pytest.raises(CipherRefused):
        pickle.dumps(Locker(id_number=ID_NUMBER))


def test_serialisers_get_the_mask(locker):
    dumped = serialize("json", [locker])

    assert ID_MASK in dumped
    assert ID_NUMBER not in dumped


@pytest.mark.parametrize("lookup", ["id_number", "id_number__contains", "id_number__in", "id_number__gt"])
def test_looking_up_the_sealed_column_is_refused_with_advice(db, lookup):
    with pytest.raises(FieldError, match="id_number_index=blind_index"):
        Locker.objects.filter(**{lookup: [ID_NUMBER]})


def test_missing_values_can_be_looked_up(locker):
    assert Locker.objects.filter(health__isnull=True).count() == 1


def test_updates_past_the_rows_are_refused_with_advice(locker):
    locker.mobile = "12087654321"

    with pytest.raises(FieldError, match="save"):
        Locker.objects.update(mobile="12087654321")
    with pytest.raises(FieldError, match="save"):
        Locker.objects.bulk_update([locker], ["mobile"])


def test_only_text_can_be_assigned(db):
    with pytest.raises(TypeError):
        Locker(id_number=int(ID_NUMBER))


def test_the_index_ignores_spaces_width_and_case(db):
    assert blind_index(Locker, "id_number", "h１２ 345-678") == blind_index(Locker, "id_number", "H12345678")


def test_columns_for_a_set_based_insert_are_those_of_a_save(table):
    [sealed, empty] = seal_columns(Locker, "mobile", [(7, MOBILE), (8, "")])

    field = encrypted_field(Locker, "mobile")
    assert Sealed.of_envelope(sealed.envelope, field, 7).reveal() == MOBILE
    assert sealed[1:] == (blind_index(Locker, "mobile", MOBILE), "5678")
    assert empty == ("", "", "")


def test_another_field_is_not_taken_for_an_encrypted_one():
    with pytest.raises(FieldError):
        blind_index(Locker, "number", "7")


def test_a_form_shows_the_mask_and_leaves_the_value_alone_while_it_stands(locker):
    page = LockerForm(instance=locker).as_p()
    form = LockerForm({"id_number": ID_MASK, "mobile": "12087654321"}, instance=locker)

    assert ID_MASK in page
    assert ID_NUMBER not in page
    assert form.changed_data == ["mobile"]
    form.save()
    found = Locker.objects.get(pk=locker.pk)
    assert (found.id_number.reveal(), found.mobile.reveal()) == (ID_NUMBER, "12087654321")


def test_a_form_makes_a_new_row(table):
    form = LockerForm({"id_number": ID_NUMBER, "mobile": ""})

    saved = form.save()

    assert Locker.objects.get(pk=saved.pk).id_number.reveal() == ID_NUMBER


def test_a_duplicate_is_found_when_a_row_is_checked(locker):
    second = Locker(id_number=ID_NUMBER, mobile=MOBILE)

    with pytest.raises(ValidationError) as fault:
        second.full_clean()

    assert list(fault.value.message_dict) == ["mobile_index"]


def test_a_missing_value_is_found_when_a_row_is_checked(table):
    with pytest.raises(ValidationError) as fault:
        Locker(id_number="").full_clean(exclude=["id_number_index", "mobile_index"])

    assert list(fault.value.message_dict) == ["id_number"]


def test_the_system_check_asks_for_mask_and_companions_and_forbids_an_index():
    field = EncryptedTextField(index="absent", unique=True)
    field.set_attributes_from_name("secret")
    field.model = Locker

    assert {message.id for message in field.check()} >= {"kit.E101", "kit.E102", "kit.E103"}
    assert encrypted_field(Locker, "mobile").check() == []


def test_a_field_without_mask_shows_and_seals_nothing(db):
    field = EncryptedTextField()
    field.set_attributes_from_name("secret")
    field.model = Locker

    assert field.mask_of(ID_NUMBER) == STARS
    with pytest.raises(CipherRefused):
        field.sealed(ID_NUMBER, 7)
