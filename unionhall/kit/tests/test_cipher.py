"""Envelopes open only where they were sealed, unchanged, under a key of the ring; both ciphers alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kit import cipher, keys
from unionhall.kit.cipher import CipherRefused

PLACE = "people.id_number:7"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture(params=["aes", "sm4"])
def algorithm(request, settings, tmp_path):
    """Each cipher in turn, with a ring of its own."""
    settings.UNIONHALL_CIPHER = request.param
    settings.UNIONHALL_KEYS = tmp_path / "keys.json"
    keys.forget()
    yield request.param
    keys.forget()


def test_an_envelope_names_version_cipher_and_key(algorithm):
    envelope = cipher.seal("119901199003074014", PLACE)

    assert envelope.split(":")[:3] == ["v1", algorithm, "k1"]
    assert cipher.unseal(envelope, PLACE) == "119901199003074014"


def test_the_same_text_is_sealed_differently_every_time(algorithm):
    assert cipher.seal("李", PLACE) != cipher.seal("李", PLACE)


def test_many_are_sealed_each_for_its_place(algorithm):
    envelopes = cipher.seal_many((f"people.name:{row}", f"name {row}") for row in range(5))

    opened = [cipher.unseal(envelope, f"people.name:{row}") for row, envelope in enumerate(envelopes)]

    assert opened == [f"name {row}" for row in range(5)]


@pytest.mark.parametrize(
    "damage", ["", "plain", "v1:aes:k1:x", "v2:aes:k1:AAAA:AAAA", "v1:rot13:k1:AAAA:AAAA", "v1:aes:k9:AAAA:AAAA"]
)
def test_what_is_no_envelope_is_refused(algorithm, damage):
    with pytest.raises(CipherRefused):
        cipher.unseal(damage, PLACE)


def test_an_older_key_still_opens_and_the_new_one_seals(algorithm, settings):
    old = cipher.seal("old", PLACE)

    keys.add_data_key(settings.UNIONHALL_KEYS)

    assert cipher.unseal(old, PLACE) == "old"
    assert cipher.seal("new", PLACE).split(":")[2] == "k2"


def test_a_key_that_another_process_added_is_found(algorithm, settings):
    keys.ring()
    file = settings.UNIONHALL_KEYS
    before = file.read_text()
    keys.add_data_key(file)
    envelope, after = cipher.seal("new", PLACE), file.read_text()
    file.write_text(before)
    keys.forget()
    assert list(keys.ring().data) == ["k1"]

    file.write_text(after)

    assert cipher.unseal(envelope, PLACE) == "new"


def test_a_changed_cipher_setting_leaves_old_envelopes_readable(settings):
    settings.UNIONHALL_CIPHER = "aes"
    old = cipher.seal("old", PLACE)

    settings.UNIONHALL_CIPHER = "sm4"

    assert cipher.unseal(old, PLACE) == "old"


def test_blind_indexes_are_equal_for_equal_text_and_purpose_only(algorithm):
    value = cipher.blind("119901199003074014", "people.id_number")

    assert len(value) == 64
    assert value == cipher.blind("119901199003074014", "people.id_number")
    assert value != cipher.blind("119901199003074014", "applications.id_number")
    assert value != cipher.blind("119901199003074015", "people.id_number")


@given(TEXT, TEXT)
def test_any_text_comes_back_at_its_place_and_nowhere_else(plain, place):
    envelope = cipher.seal(plain, place)

    assert cipher.unseal(envelope, place) == plain
    with pytest.raises(CipherRefused):
        cipher.unseal(envelope, place + "1")


@given(TEXT, st.integers(min_value=0), st.characters(exclude_categories=["Cs"]))
def test_any_changed_character_is_refused(plain, position, character):
    envelope = cipher.seal(plain, PLACE)
    position %= len(envelope)
    changed = envelope[:position] + character + envelope[position + 1 :]

    if changed == envelope:
        assert cipher.unseal(changed, PLACE) == plain
    else:
        with pytest.raises(CipherRefused):
            cipher.unseal(changed, PLACE)
