"""S24: whatever is done to the journal by SQL, verifying finds it and names the first bad line."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from unionhall.kit.ids import new_id
from unionhall.records import sealing
from unionhall.records.actors import System
from unionhall.records.commands import audit_verify
from unionhall.records.journal import Draft, write
from unionhall.records.models import JournalHead, JournalLine

pytestmark = [pytest.mark.guard, pytest.mark.django_db, pytest.mark.usefixtures("own_places")]

LINES = 120
TEXTS = ("actor_key", "actor_label", "operation", "permission", "object_type", "text", "reason", "request_id")
COPIED = (
    "at, request_id, address_digest, actor_key, actor_id, actor_label, operation, permission, object_type, object_id,"
    " object_label, unit_id, text, parameters, changes, reason, mac"
)
COPY = (
    f"INSERT INTO records_journalline (id, link, {COPIED})"
    f" SELECT %s, '', {COPIED} FROM records_journalline WHERE id = %s"
)


def write_lines(number: int) -> None:
    for count in range(number):
        draft = Draft(unit_id=7, changes={"title": ["旧", f"新{count}"]}, reason="改名", parameters={"n": count})
        write(draft, by=System("test"), operation="records.rename", permission="records.x", text="Renamed %(n)s")


def sealed_ids() -> list[int]:
    lines = JournalLine.objects.unscoped("test").filter(seal_number__isnull=False)
    return list(lines.order_by("seal_number").values_list("pk", flat=True))


def sql(text: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)


@pytest.fixture
def ids() -> list[int]:
    """A sealed and anchored journal; the ids of its lines in the chain's order."""
    write_lines(LINES)
    assert sealing.seal() == LINES
    return sealed_ids()


def alter_text(ids: list[int], draw: random.Random) -> int | None:
    place = draw.randrange(len(ids))
    field = draw.choice(TEXTS)
    sql(f"UPDATE records_journalline SET {field} = {field} || 'x' WHERE id = %s", ids[place])
    return ids[place]


def alter_values(ids: list[int], draw: random.Random) -> int | None:
    place = draw.randrange(len(ids))
    change = draw.choice(
        [
            'changes = \'{"title": ["旧", "别的"]}\'',
            "parameters = '{}'",
            "unit_id = 8",
            "unit_id = NULL",
            "object_id = 1",
            "actor_id = 1",
            "at = at + interval '1 microsecond'",
            "link = reverse(link)",
            "mac = reverse(mac)",
        ]
    )
    sql(f"UPDATE records_journalline SET {change} WHERE id = %s", ids[place])
    return ids[place]


def delete(ids: list[int], draw: random.Random) -> int | None:
    place = draw.randrange(len(ids))
    sql("DELETE FROM records_journalline WHERE id = %s", ids[place])
    return ids[place + 1] if place + 1 < len(ids) else None


def insert(ids: list[int], draw: random.Random) -> int | None:
    copied, forged = draw.choice(ids), new_id()
    sql(COPY, forged, copied)
    return forged


def reorder(ids: list[int], draw: random.Random) -> int | None:
    first, second = sorted(draw.sample(range(len(ids)), 2))
    swap = "UPDATE records_journalline SET seal_number = %s WHERE id = %s"
    sql(swap, -1, ids[first])
    sql(swap, first + 1, ids[second])
    sql(swap, second + 1, ids[first])
    return ids[second]


def unseal(ids: list[int], draw: random.Random) -> int | None:
    place = draw.randrange(len(ids))
    sql("UPDATE records_journalline SET seal_number = NULL, link = '' WHERE id = %s", ids[place])
    return ids[place + 1] if place + 1 < len(ids) else None


def truncate_and_mend(ids: list[int], draw: random.Random) -> int | None:
    """Cut off the end and put the head back, as one who knows the tables would: only the anchor tells."""
    kept = draw.randrange(len(ids))
    sql("DELETE FROM records_journalline WHERE seal_number > %s", kept)
    sql(
        "UPDATE records_journalhead SET number = %s,"
        " link = COALESCE((SELECT link FROM records_journalline WHERE seal_number = %s), '')",
        kept,
        kept,
    )
    return None


TAMPERINGS = [alter_text, alter_values, delete, insert, reorder, unseal, truncate_and_mend]


@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_tamperings_are_found_and_the_first_bad_line_is_named(seed: int, ids: list[int]) -> None:
    draw = random.Random(seed)
    missed: list[Any] = []
    misnamed: list[Any] = []

    for _ in range(100):
        tamper: Callable[[list[int], random.Random], int | None] = draw.choice(TAMPERINGS)
        with transaction.atomic():
            expected = tamper(ids, draw)
            verdict = sealing.verify()
            transaction.set_rollback(True)
        if verdict.is_good:
            missed.append(tamper.__name__)
        if verdict.line_id != expected:
            misnamed.append((tamper.__name__, verdict, expected))

    assert (missed, misnamed) == ([], [])
    assert sealing.verify().is_good


def test_an_untouched_journal_is_whole_and_says_what_is_not_sealed_yet(ids: list[int]) -> None:
    write_lines(3)

    result = CliRunner().invoke(audit_verify)

    assert (result.exit_code, sealing.verify()) == (0, sealing.Verdict(sealed=LINES, unsealed=3))
    assert "120" in result.output
    assert "3" in result.output


def test_the_command_names_the_line_and_fails(ids: list[int]) -> None:
    sql("UPDATE records_journalline SET reason = 'x' WHERE id = %s", ids[50])

    result = CliRunner().invoke(audit_verify)

    assert result.exit_code == 1
    assert str(ids[50]) in result.output


def test_a_forged_line_that_is_not_sealed_yet_is_found(ids: list[int]) -> None:
    write_lines(2)
    newest = JournalLine.objects.unscoped("test").latest("pk")
    sql("UPDATE records_journalline SET reason = 'x' WHERE id = %s", newest.pk)

    assert sealing.verify().line_id == newest.pk


def test_a_chain_that_is_linked_again_after_a_cut_is_not_the_anchored_one(ids: list[int]) -> None:
    truncate_and_mend(ids, random.Random(1))
    write_lines(LINES)
    sealing.seal()

    verdict = sealing.verify()

    assert (verdict.is_good, "anchor" in verdict.fault or "锚" in verdict.fault) == (False, True)


def test_a_lost_head_is_found(ids: list[int]) -> None:
    JournalHead.objects.all().delete()

    assert not sealing.verify().is_good


def test_a_line_of_the_anchor_that_a_crash_cut_is_no_anchor(ids: list[int], own_places: Path) -> None:
    with sealing.anchor_file().open("a") as file:
        file.write('{"number": 9999, "li')

    assert sealing.verify().is_good


def test_sealing_goes_on_where_it_stopped(ids: list[int]) -> None:
    write_lines(5)

    assert (sealing.seal(), sealing.seal()) == (5, 0)
    assert sealing.verify() == sealing.Verdict(sealed=LINES + 5, unsealed=0)
    assert sealing.last_anchor()[0] == LINES + 5
