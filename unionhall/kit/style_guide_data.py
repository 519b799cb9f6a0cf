"""Invented people and figures for the style guide. Numbers of papers begin 1199 and phones 120, which nobody holds."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.charts import Chart, Series

UNITS = [("", _("All units")), ("1", "东城区总工会"), ("2", "天桥街道总工会"), ("3", "陶然亭街道总工会")]
STATES = [
    ("", _("All states")),
    ("active", _("Enrolled")),
    ("waiting", _("Waiting for review")),
    ("none", _("Nobody (an empty list)")),
]
WORK = [("staff", _("Employed here")), ("agency", _("Sent by an agency")), ("platform", _("Through a platform"))]
WORK_NOTES = {
    "agency": _("Your contract is with an agency."),
    "platform": _("Rides, deliveries, freight, housekeeping."),
}
COMPANIES = [("", _("Choose")), ("1", "通途出行（北京）有限公司"), ("2", "京捷即时配送有限公司")]
JOINING = {"name": "欧阳晓雯", "id_number": "119901199101010072", "work": "platform", "company": "1", "key": "0"}

_ENROLLED = (_("Enrolled"), "success")
_WAITING = (_("Waiting for review"), "warning")
_MOVING = (_("Moving out"), "info")
_LEFT = (_("Has left"), "neutral")
_RETURNED = (_("Sent back"), "plum")
_PEOPLE = [
    ("王秀英", "女", "1071", "8000", "怀柔区总工会", "2026-01-10", _ENROLLED),
    ("李国强", "男", "1084", "8071", "普田物流怀柔分公司工会", "2026-02-11", _ENROLLED),
    ("欧阳晓雯", "女", "1097", "8142", "金盏地区网约车司机联合工会", "2026-03-12", _WAITING),
    ("单志远", "男", "1110", "8213", "天桥街道总工会", "2026-04-13", _ENROLLED),
    ("曾丽华", "女", "1123", "8284", "金隅集团第一分公司工会", "2026-05-14", _MOVING),
    ("张建军", "男", "1136", "8355", "陶然亭街道龙泉社区联合工会", "2026-06-15", _ENROLLED),
    ("赵敏", "女", "1149", "8426", "御食园食品有限公司工会", "2026-07-16", _RETURNED),
    ("刘洋", "男", "1162", "8497", "富力摩根楼宇联合工会", "2026-08-17", _WAITING),
    ("阿依古丽·买买提", "女", "1175", "8568", "太丰惠中楼宇联合工会", "2026-09-18", _ENROLLED),
    ("陈思成", "男", "1188", "8639", "朝阳区教育工会", "2026-01-10", _LEFT),
    ("孙浩然", "男", "1201", "8710", "中关村科技园怀柔园联合工会", "2026-02-11", _ENROLLED),
    ("周桂兰", "女", "1214", "8781", "西城区市直机关工会", "2026-03-12", _ENROLLED),
]


def _member(number: int, row: tuple[Any, ...]) -> dict[str, Any]:
    name, sex, last, phone, unit, joined, (state, tone) = row
    return {
        "id": number,
        "name": name,
        "number": f"BJ2026{number * 37:04d}",
        "sex": sex,
        "id_number": f"1199**********{last}",
        "mobile": f"120****{phone}",
        "unit": unit,
        "joined": joined,
        "state": state,
        "tone": tone,
    }


MEMBERS = [_member(number, row) for number, row in enumerate(_PEOPLE, 1)]
TABS = [
    {"label": _("All"), "url": "?", "count": 48216, "is_current": True},
    {"label": _("Waiting for review"), "url": "?state=waiting", "count": 37},
    {"label": _("Moving out"), "url": "?state=moving", "count": 8},
    {"label": _("New forms of work"), "url": "?kind=platform", "count": 1284},
]
BATCH = [
    {"label": _("Approve"), "value": "approve", "icon": "check"},
    {"label": _("Send back"), "value": "return", "icon": "arrow-back-up"},
]
FACTS = [
    (_("Name"), "欧阳晓雯"),
    (_("Member number"), "BJ20260111"),
    (_("Unit"), "金盏地区网约车司机联合工会"),
    (_("Joined on"), "2026-03-12"),
    (_("Department"), ""),
]
_DISTRICTS = {
    "东城区": 4210, "西城区": 5180, "朝阳区": 8940, "丰台区": 3870, "石景山区": 1290, "海淀区": 7730,
    "门头沟区": 640, "房山区": 1810, "通州区": 3050, "顺义区": 2690, "昌平区": 3120, "大兴区": 2980,
    "怀柔区": 910, "平谷区": 720, "密云区": 760, "延庆区": 480,
}  # fmt: skip
TILES = [
    {"label": name, "value": value, "url": "?", "shade": min(5, value // 1600)} for name, value in _DISTRICTS.items()
]
TREE = [
    {
        "name": "北京市总工会",
        "url": "?",
        "children_url": "?",
        "count": 48216,
        "children": [
            {"name": "东城区总工会", "url": "?", "children_url": "?", "count": 4210},
            {
                "name": "西城区总工会",
                "url": "?",
                "children_url": "?",
                "count": 5180,
                "children": [
                    {"name": "天桥街道总工会", "url": "?", "children_url": "?", "count": 386, "is_current": True},
                    {"name": "陶然亭街道总工会", "url": "?", "count": 412, "note": "龙泉社区"},
                ],
            },
            {"name": "朝阳区总工会", "url": "?", "children_url": "?", "count": 8940},
        ],
    }
]


def growth() -> Chart:
    """Return a year of joinings, bars and a line."""
    months = [f"{month}月" for month in range(1, 13)]
    by_code = Series(_("By QR code"), [320, 410, 380, 520, 610, 480, 700, 820, 640, 590, 760, 680])
    by_roster = Series(_("By roster"), [805, 620, 540, 410, 700, 910, 330, 420, 510, 620, 330, 290], kind="line")
    return Chart(
        "growth",
        _("Joined in the last 12 months"),
        months,
        [by_code, by_roster],
        unit=_("people"),
        as_of=timezone.now(),
        label_title=_("Month"),
    )


def districts() -> Chart:
    """Return the members of each district, lying bars in the official order."""
    return Chart(
        "districts",
        _("Members by district"),
        list(_DISTRICTS),
        [Series(_("Members"), list(_DISTRICTS.values()))],
        kind="across",
        unit=_("people"),
        as_of=timezone.now(),
        links=["?"] * len(_DISTRICTS),
        label_title=_("District"),
    )


def timeline() -> list[dict[str, Any]]:
    """Return the life of one membership."""
    now: datetime = timezone.now()
    return [
        {"title": _("Approved"), "at": now, "by": "林晓燕", "tone": "success"},
        {
            "title": _("Sent back"),
            "at": now - timedelta(hours=5),
            "by": "林晓燕",
            "text": "身份证号与姓名不符，请核对后重新提交。",
            "tone": "warning",
        },
        {"title": _("Handed in by QR code"), "at": now - timedelta(days=1), "by": "欧阳晓雯", "tone": "info"},
    ]
