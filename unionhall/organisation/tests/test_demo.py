"""The demo city's tree."""

import time

import pytest

from unionhall.kit.national import divisions, uscc
from unionhall.organisation import counting, demo, paths
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, Unit

pytestmark = pytest.mark.django_db


def build() -> None:
    demo.build(lambda what, done=0, total=0: None)


def test_the_demo_tree_is_real_whole_and_quick() -> None:
    started = time.monotonic()

    build()

    assert time.monotonic() - started < 15
    units = {unit.name: unit for unit in Unit.objects.unscoped("test").select_related("parent")}
    assert sum(unit.kind == "federation_district" for unit in units.values()) == 16
    expected = sum(len(divisions.towns(district.code)) for district in divisions.districts())
    assert (
        sum(unit.kind.removeprefix("federation_") in ("street", "area", "township") for unit in units.values())
        == expected
    )
    assert units["金盏地区总工会"].parent.name == "朝阳区总工会"
    assert units["金盏地区总工会"].kind == "federation_area"
    assert {"天桥街道总工会", "陶然亭街道总工会", "怀柔区总工会", "市直属机关工会", "金隅集团工会"} <= units.keys()
    assert all(kind_of(unit.kind).may_hang_below(unit.parent.kind) for unit in units.values() if unit.parent)
    assert paths.walked_path_errors() == []
    assert Employer.objects.unscoped("test").get(name="龙城祥瑞汽车租赁公司").unit is None
    assert all(uscc.parse(code) for code in Employer.objects.unscoped("test").values_list("uscc", flat=True))


def test_a_second_build_changes_nothing_and_the_counts_are_right() -> None:
    build()
    before = Unit.objects.unscoped("test").count()

    build()

    assert Unit.objects.unscoped("test").count() == before
    assert counting.differences() == []
    root = Unit.objects.unscoped("test").get(parent=None)
    assert counting.totals([root.pk], ["organisation.units"])[root.pk]["organisation.units"] == before
