"""What the demo city's unions and employers are called: real divisions and the units that the project's page names;
everything else is invented."""

from dataclasses import dataclass

from unionhall.kit.national import uscc

WORDS = (
    "恒信",
    "安达",
    "博雅",
    "瑞丰",
    "嘉禾",
    "远航",
    "同创",
    "明德",
    "景泰",
    "汇友",
    "新翼",
    "康宁",
    "盛华",
    "启辰",
    "润泽",
)
TRADES = (
    ("物业服务", "K"),
    ("餐饮管理", "H"),
    ("物流", "G"),
    ("家政服务", "O"),
    ("建筑装饰", "E"),
    ("信息技术", "I"),
    ("商贸", "F"),
    ("环境服务", "N"),
    ("文化传媒", "R"),
    ("精密机械", "C"),
)
"""What invented firms do, and the section of GB/T 4754."""


@dataclass(frozen=True)
class Named:
    """A unit that the page names: kind, name, the union above and the street where it sits (by name)."""

    kind: str
    name: str
    parent: str
    territory: str = ""


NAMED_UNITS = (
    Named("organs", "市直属机关工会", "北京市总工会", "东城区总工会"),
    Named("base_single", "市直属机关综合事务中心工会", "市直属机关工会", "东城区总工会"),
    Named("base_single", "市直属机关印务中心工会", "市直属机关工会", "西城区总工会"),
    Named("industry", "市建材产业工会", "北京市总工会", "东城区总工会"),
    Named("group", "金隅集团工会", "市建材产业工会", "和平里街道总工会"),
    Named("base_single", "金隅时代分公司工会", "金隅集团工会", "建国门街道总工会"),
    Named("base_single", "金隅建材分公司工会", "金隅集团工会", "琉璃河地区总工会"),
    Named("base_single", "金隅物业分公司工会", "金隅集团工会", "西三旗街道总工会"),
    Named("park", "中关村科技园怀柔园工会", "怀柔区总工会", "怀柔区总工会"),
    Named("base_single", "普田物流怀柔分公司工会", "庙城地区总工会"),
    Named("base_single", "御食园食品公司工会", "雁栖地区总工会"),
    Named("base_single", "怀柔区教委机关工会", "怀柔区总工会"),
    Named("base_single", "怀柔区人社局机关工会", "怀柔区总工会"),
    Named("building", "富力摩根楼宇联合工会", "天桥街道总工会"),
    Named("building", "太丰惠中楼宇联合工会", "天桥街道总工会"),
    Named("village", "龙泉社区工会", "陶然亭街道总工会"),
    Named("union_association", "金盏物流行业工会联合会", "金盏地区总工会"),
)

WITHOUT_UNION = "龙城祥瑞汽车租赁公司"
"""The employer of the ride-hailing drivers who join at 金盏."""

EMPLOYERS = {
    "普田物流怀柔分公司工会": "普田物流怀柔分公司",
    "御食园食品公司工会": "御食园食品公司",
    "金隅时代分公司工会": "金隅时代分公司",
    "金隅建材分公司工会": "金隅建材分公司",
    "金隅物业分公司工会": "金隅物业分公司",
    "怀柔区教委机关工会": "怀柔区教委",
    "怀柔区人社局机关工会": "怀柔区人社局",
    "市直属机关综合事务中心工会": "市直属机关综合事务中心",
    "市直属机关印务中心工会": "市直属机关印务中心",
}
"""The employers of the named base unions."""


def credit_code(registrar: str, division: str, number: int) -> str:
    """Return a well-formed credit code that is nobody's: its organisation code begins with DE."""
    body = f"DE{number:06}"
    first = f"{registrar}{division[:6]:0<6}{body}{uscc.organisation_check(body)}"
    return first + uscc.check_character(first)


def firm_name(place: str, number: int) -> tuple[str, str, str]:
    """Return an invented firm's name, short name and industry."""
    trade, industry = TRADES[number % len(TRADES)]
    short = f"{place}{WORDS[number // len(TRADES) % len(WORDS)]}{trade}"
    return f"北京{short}有限公司", short, industry
