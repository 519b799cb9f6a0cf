"""The key ring: made once, readable by its owner, never replaced; every purpose has its own key."""

import json
import stat

import pytest

from unionhall.kit import keys
from unionhall.kit.keys import KeysUnusable


@pytest.fixture
def place(settings, tmp_path):
    """Where this test's key ring is."""
    settings.UNIONHALL_KEYS = tmp_path / "keys.json"
    keys.forget()
    yield settings.UNIONHALL_KEYS
    keys.forget()


def test_the_demo_makes_a_ring_on_its_first_start_for_its_owner_only(place):
    first = keys.ring()

    keys.forget()

    assert keys.ring() == first
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_ring_that_stands_is_never_replaced(place):
    first = keys.create(place)

    second = keys.create(place, "sm4")

    assert second == first
    assert list(place.parent.iterdir()) == [place]


def test_production_does_not_start_without_its_ring(place, settings):
    settings.IS_DEMO = False

    with pytest.raises(KeysUnusable, match="python -m"):
        keys.ring()

    assert not place.exists()


def test_production_refuses_a_ring_that_others_may_read(place, settings):
    keys.create(place)
    place.chmod(0o644)
    settings.IS_DEMO = False

    with pytest.raises(KeysUnusable, match="chmod 600"):
        keys.ring()


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.pop("journal"),
        lambda kept: kept.update(current="k9"),
        lambda kept: kept.update(index="c2hvcnQ="),
        lambda kept: kept.update(index_digest="md5"),
        lambda kept: kept.update(data=[]),
    ],
)
def test_a_damaged_ring_is_named(place, change):
    keys.create(place)
    kept = json.loads(place.read_text())
    change(kept)
    place.write_text(json.dumps(kept))

    with pytest.raises(KeysUnusable, match=r"keys\.json 已损坏"):
        keys.ring()


def test_a_ring_that_cannot_be_written_says_so(place, settings):
    settings.UNIONHALL_KEYS = place.parent / "file" / "keys.json"
    (place.parent / "file").write_text("in the way")

    with pytest.raises(KeysUnusable, match="密钥文件"):
        keys.ring()


def test_every_purpose_has_its_own_key_and_keeps_it(place):
    journal, receipts = keys.derive("journal"), keys.derive("receipts")

    keys.forget()

    assert journal != receipts
    assert (keys.derive("journal"), keys.derive("receipts")) == (journal, receipts)
    assert len(keys.derive("card-token", 16)) == 16


def test_a_new_data_key_leaves_all_other_secrets_alone(place):
    before = keys.ring()

    after = keys.add_data_key(place)

    assert (list(after.data), after.current) == (["k1", "k2"], "k2")
    assert (after.index, after.journal, after.signing) == (before.index, before.journal, before.signing)


def test_a_ring_does_not_show_its_secrets(place):
    assert repr(keys.ring()) == "<KeyRing of 1 data keys, current k1>"
