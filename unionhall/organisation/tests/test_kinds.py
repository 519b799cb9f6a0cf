"""What every kind of union answers."""

import pytest

from unionhall.organisation.kind import UnitKind, all_kinds, committee_seats, kind_of, kinds_below
from unionhall.organisation.operations import found_unit
from unionhall.organisation.roles import ROLES, carriers, office_choices
from unionhall.records.actors import System

KINDS = all_kinds()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_kind_answers_what_it_must(kind: UnitKind) -> None:
    assert str(kind.label)
    assert kind.parents <= {other.slug for other in KINDS}
    assert kind.uscc_starts in (None, "81", "89")
    assert set(kind.term_years) <= {3, 5}
    offered = [code for code, _label in office_choices(kind.slug, kind.offices)]
    assert set(kind.offices) <= set(offered)
    assert set(offered[: len(kind.offices)]) == set(kind.offices)


def test_one_kind_only_is_the_root() -> None:
    assert [kind.slug for kind in KINDS if not kind.parents] == ["federation_city"]


def test_every_kind_of_the_domain_is_there() -> None:
    assert {kind.slug for kind in KINDS} == {
        *("federation_city", "federation_district", "federation_street", "federation_township", "federation_area"),
        *("industry", "group", "organs", "union_association", "park", "building", "village"),
        *("base_single", "base_joint", "branch", "small_group"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_unit_of_every_kind_can_be_founded_from_the_root_down(kind: UnitKind) -> None:
    chain = [kind]
    while chain[-1].parents:
        chain.append(min((kind_of(slug) for slug in chain[-1].parents), key=lambda one: one.order))
    unit = None
    for step in reversed(chain):
        unit = found_unit(parent=unit, kind=step.slug, name=str(step.label), by=System("tests"))

    assert unit is not None
    assert unit.kind == kind.slug
    assert unit.depth == len(chain) - 1
    assert (unit.territory_id is None) == kind.is_territorial


@pytest.mark.parametrize(
    ("members", "seats"), [(24, (3, 5)), (25, (3, 7)), (201, (7, 15)), (5_001, (21, 29)), (60_000, (37, 45))]
)
def test_a_committee_has_seats_by_its_members(members: int, seats: tuple[int, int]) -> None:
    assert committee_seats(members) == seats


def test_a_branch_hangs_below_a_base_union_and_not_below_the_city() -> None:
    assert kind_of("branch") in kinds_below("base_single")
    assert kind_of("branch") not in kinds_below("federation_city")


def test_an_executive_vice_chair_carries_the_rights_of_a_vice_chair() -> None:
    assert "exec_vice" in carriers(frozenset({"vice_chair"}))
    assert all(role.rights in ROLES or role.rights for role in ROLES.values())
