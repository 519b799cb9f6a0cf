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


def test_the_demo_tree_is_real_whole_quick_and_built_once() -> None:
    started = time.process_time()  # Other work on the machine does not count.

    build()
    took = time.process_time() - started
    build()

    assert took < 10
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
    assert counting.differences() == []
    root = next(unit for unit in units.values() if unit.parent is None)
    assert counting.totals([root.pk], ["organisation.units"])[root.pk]["organisation.units"] == len(units)
