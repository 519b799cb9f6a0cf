"""The city's divisions, and how the country's list is reduced to them."""

import json
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from unionhall.kit.national import divisions
from unionhall.kit.national.division_reduction import reduce_divisions, write_divisions


def test_the_city_has_its_16_districts_and_343_streets_and_towns():
    found = divisions.districts()

    assert len(found) == 16
    assert sum(len(divisions.towns(district.code)) for district in found) == 343
    assert [district.short_name for district in found[:4]] == ["东城", "西城", "朝阳", "丰台"]


def test_the_places_of_the_page_are_there():
    names = {town.name for code in ("110102", "110105", "110116") for town in divisions.towns(code)}

    assert {"陶然亭街道", "天桥街道", "金盏地区", "龙山街道"} <= names


@pytest.mark.parametrize(
    ("name", "short_name"),
    [("天桥街道", "天桥"), ("金盏地区", "金盏"), ("北房镇", "北房"), ("长哨营满族乡", "长哨营"), ("张镇", "张镇")],
)
def test_short_names_drop_the_kind_where_two_characters_remain(name, short_name):
    assert divisions.Division("110116999", name, "110116").short_name == short_name


def test_zones_are_listed_only_when_asked_for():
    zones = {town.name for town in divisions.towns("110116", with_zones=True)} - {
        town.name for town in divisions.towns("110116")
    }

    assert zones == {"北京雁栖经济开发区"}


def test_a_retired_code_is_found_with_its_end():
    chongwen = divisions.find("110103")

    assert chongwen.is_valid_on(date(2010, 6, 30))
    assert not chongwen.is_valid_on(date(2010, 7, 1))
    assert chongwen not in divisions.districts()


def test_full_names_carry_the_district():
    code = divisions.towns("110102")[0].code

    assert divisions.full_name(code) == "西城区西长安街街道"
    assert divisions.full_name("119901") == "119901"


def test_a_missing_list_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(divisions, "DATA", tmp_path / "absent.json")
    divisions._all.cache_clear()

    with pytest.raises(ImproperlyConfigured):
        divisions.districts()


def test_the_list_is_reduced_to_one_city_in_order(tmp_path):
    areas = [
        {"c": "110102", "n": "乙区", "p": "11"},
        {"c": "110101", "n": "甲区", "p": "11"},
        {"c": "120101", "n": "丙区", "p": "12"},
    ]
    towns = [
        {"c": "110101", "n": "南街道", "p": "11", "t": "002000"},
        {"c": "110101", "n": "北街道", "p": "11", "t": "001000"},
    ]
    (tmp_path / "area.min.json").write_text(json.dumps(areas))
    (tmp_path / "town.min.json").write_text(json.dumps(towns))

    write_divisions(tmp_path, tmp_path / "made" / "divisions.json")

    assert json.loads((tmp_path / "made" / "divisions.json").read_text()) == reduce_divisions(tmp_path)
    assert reduce_divisions(tmp_path) == {
        "districts": [
            {
                "code": "110101",
                "name": "甲区",
                "towns": [{"code": "110101001", "name": "北街道"}, {"code": "110101002", "name": "南街道"}],
            },
            {"code": "110102", "name": "乙区", "towns": []},
        ]
    }
