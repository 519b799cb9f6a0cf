"""The demo city's tree: its real districts, streets and towns, the units that the project's page names, and some
hundred invented base unions with their employers, places and officers. Figures are the same in every build.
"""

import random
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.demo_credentials import PASSWORD
from unionhall.accounts.models import User
from unionhall.accounts.operations.users import create_demo_user
from unionhall.kit.national import divisions
from unionhall.kit.national.codes import UnitNature
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.organisation import counting
from unionhall.organisation.demo.names import EMPLOYERS, NAMED_UNITS, WITHOUT_UNION, credit_code, firm_name
from unionhall.organisation.kind import kind_of
from unionhall.organisation.models import Employer, Office, Place, Placement, Unit
from unionhall.organisation.models.employer import PlaceKind
from unionhall.organisation.operations import appoint_officer, give_seat, set_up_working_group
from unionhall.organisation.paths import label
from unionhall.organisation.search_text import search_text_of
from unionhall.records.actors import System

BY = System("demo")
SEED = 20230308
CITY = "北京市总工会"

ACCOUNTS = (
    ("city-chair", "周立群", "chair", CITY),
    ("city-clerk", "吴静怡", "clerk", CITY),
    ("data-admin", "沈思浩", "data_admin", CITY),
    ("chaoyang", "郑雅丽", "vice_chair", "朝阳区总工会"),
    ("jinzhan", "何晓涛", "organiser", "金盏地区总工会"),
    ("grassroots", "孙敏华", "chair", "金盏物流行业工会联合会"),
    ("xicheng", "林子洁", "vice_chair", "西城区总工会"),
    ("tianqiao", "高志远", "organiser", "天桥街道总工会"),
    ("huairou", "冯春梅", "chair", "怀柔区总工会"),
)
"""Who can sign in: user name, invented name, office and union."""

KINDS_BY_ENDING = (("街道", "federation_street"), ("地区", "federation_area"), ("", "federation_township"))


class Builder:
    """Collects rows in memory, so that each table is filled by one statement."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - figures for show, repeatable by intent
        self.people = InventedPeople(SEED)
        self.units: dict[str, Unit] = {}
        self.children: dict[str, int] = {}
        self.employers: list[Employer] = []
        self.places: list[Place] = []
        self.firms = 0

    def add(self, kind: str, name: str, parent: str = "", territory: str = "", **facts: Any) -> Unit:
        """Add a unit below the one with the parent's name."""
        above = self.units.get(parent)
        unit = Unit(kind=kind, name=name, parent=above, founded_on=self._day(), **facts)
        unit.path = (above.path if above else "") + label(self.children.get(parent, 0))
        self.children[parent] = self.children.get(parent, 0) + 1
        if above and not kind_of(kind).is_territorial:
            unit.territory = self.units[territory] if territory else self._territory_of(above)
        years = 5 if kind.startswith("federation") or kind in ("industry", "organs") else 3
        start = timezone.localdate() - timedelta(days=self.random.randrange(60, years * 365 - 90))
        unit.term_years, unit.term_starts_on = years, start
        unit.term_ends_on = start.replace(year=start.year + years, day=min(start.day, 28)) - timedelta(days=1)
        unit.term_number = self.random.randrange(1, 9)
        unit.search_text = search_text_of(unit.name, unit.short_name)
        self.units[name] = unit
        return unit

    def add_city(self) -> None:
        """Add the city, its districts, and all their streets, areas, towns and zones."""
        self.add("federation_city", CITY, division_code="110000")
        for district in divisions.districts():
            above = f"{district.name}总工会"
            self.add("federation_district", above, CITY, division_code=district.code, short_name=district.short_name)
            for town in divisions.towns(district.code, with_zones=True):
                kind = next(kind for ending, kind in KINDS_BY_ENDING if town.name.endswith(ending))
                name = f"{town.name}工会" if town.is_zone else f"{town.name}总工会"
                facts = {"division_code": town.code, "short_name": town.short_name}
                self.add("park" if town.is_zone else kind, self._free(name, district.short_name), above, **facts)

    def add_named(self) -> None:
        """Add the units that the page names, their employers, and the employer without a union."""
        for named in NAMED_UNITS:
            unit = self.add(named.kind, named.name, named.parent, named.territory)
            if named.name in EMPLOYERS:
                nature = UnitNature.GOVERNMENT_BODY if "机关" in named.name else UnitNature.LIMITED
                self.add_employer(EMPLOYERS[named.name], unit=unit, nature=nature)
        self.add_employer(WITHOUT_UNION, street=self.units["金盏地区总工会"], industry="G", staff=86)

    def add_base_unions(self) -> None:
        """Add to each street a base union or two, and an employer that no union covers yet."""
        streets = [unit for unit in self.units.values() if unit.kind in ("federation_street", "federation_area")]
        streets += [unit for unit in self.units.values() if unit.kind == "federation_township"]
        for street in streets:
            for _number in range(self.random.choice((1, 1, 2))):
                self._add_firm(street)
            if self.random.random() < 0.3:
                joint = self.add("base_joint", f"{street.short_name}商圈联合工会", street.name)
                for _number in range(3):
                    self._add_employer_of(joint, street, most=24)
            self._add_employer_of(None, street, most=60)
        for building in ("富力摩根楼宇联合工会", "太丰惠中楼宇联合工会"):
            for _number in range(11):
                self._add_employer_of(self.units[building], self.units["天桥街道总工会"], most=40)

    def add_employer(self, name: str, *, unit: Unit | None = None, street: Unit | None = None, **facts: Any) -> None:
        """Add an employer at a street, or where its union sits."""
        site = street or self._territory_of(unit)  # type: ignore[arg-type]
        self.firms += 1
        staff = facts.pop("staff", self.random.randrange(30, 420))
        employer = Employer(
            uscc=credit_code("91", site.division_code, self.firms),
            name=name,
            search_text=search_text_of(name),
            street=site,
            unit=unit,
            counted_at=unit or site,
            staff=staff,
            women_staff=int(staff * self.random.uniform(0.2, 0.65)),
            migrant_staff=int(staff * self.random.uniform(0, 0.5)),
            **facts,
        )
        self.employers.append(employer)

    def add_places(self) -> None:
        """Add a service station to each street and a workers' home to each district."""
        for unit in self.units.values():
            if unit.kind == "federation_district":
                self._add_place(unit, PlaceKind.WORKERS_HOME, f"{unit.short_name}区职工之家", 1800)
            elif unit.division_code and unit.kind.startswith("federation_") and unit.parent:
                self._add_place(unit, PlaceKind.STATION, f"{unit.name.removesuffix('总工会')}工会服务站", 120)

    def save(self) -> None:
        """Fill the tables: parents before children."""
        units = sorted(self.units.values(), key=lambda unit: unit.path)
        Unit.objects.bulk_create(units, batch_size=1_000)
        since = max(date(2020, 1, 1), counting.first_open_day())
        Placement.objects.bulk_create(
            (
                Placement(unit=unit, parent=unit.parent, valid_from=max(since, unit.founded_on or since))
                for unit in units
            ),
            batch_size=1_000,
        )
        Employer.objects.bulk_create(self.employers, batch_size=1_000)
        Place.objects.bulk_create(self.places, batch_size=1_000)
        seated = {(unit, role) for _username, _name, role, unit in ACCOUNTS}
        self._save_chairs([unit for unit in units if (unit.name, "chair") not in seated])

    def _save_chairs(self, units: list[Unit]) -> None:
        """Give each unit a chair: an invented person who has not signed in yet."""
        chairs = [User(username=f"officer{number:04}", name=self.people.person().name) for number in range(len(units))]
        for chair in chairs:
            chair.is_active, chair.is_demo = False, True
            chair.set_unusable_password()
        User.objects.bulk_create(chairs, batch_size=1_000)
        Office.objects.bulk_create(
            (
                Office(
                    unit=unit,
                    user=chair,
                    role="chair",
                    starts_on=unit.term_starts_on or unit.founded_on or date.min,
                    ends_on=unit.term_ends_on,
                )
                for unit, chair in zip(units, chairs, strict=True)
            ),
            batch_size=1_000,
        )

    def _add_firm(self, street: Unit) -> None:
        name, short, industry = firm_name(street.short_name, self.firms)
        unit = self.add("base_single", self._free(f"{short}公司工会", str(self.firms)), street.name)
        unit.uscc = credit_code("81", street.division_code, self.firms)
        self.add_employer(name, unit=unit, nature=UnitNature.PRIVATE, industry=industry)

    def _add_employer_of(self, unit: Unit | None, street: Unit, most: int) -> None:
        name, _short, industry = firm_name(street.short_name, self.firms)
        staff = self.random.randrange(6, most)
        facts = {"nature": UnitNature.PRIVATE, "industry": industry, "staff": staff}
        self.add_employer(name, unit=unit, street=street, **facts)

    def _add_place(self, unit: Unit, kind: PlaceKind, name: str, area: int) -> None:
        address = divisions.full_name(unit.division_code)
        hours = gettext("Monday to Friday 9:00-17:30")
        self.places.append(Place(unit=unit, kind=kind, name=name, address=address, opening_hours=hours, area=area))

    def _territory_of(self, unit: Unit) -> Unit:
        return unit if kind_of(unit.kind).is_territorial else unit.territory or self.units[CITY]

    def _free(self, name: str, prefix: str) -> str:
        """Return the name, with a prefix where another unit has it already."""
        return name if name not in self.units else f"{prefix}{name}"

    def _day(self) -> date:
        return date(1985, 1, 1) + timedelta(days=self.random.randrange(14_000))


def build(progress: Any) -> None:
    """Build the tree, unless it stands already."""
    progress(_("Unions, employers and places"))
    if Unit.objects.unscoped("is there a tree?").exists():
        return
    builder = Builder()
    builder.add_city()
    builder.add_named()
    builder.add_base_unions()
    builder.add_places()
    builder.save()
    progress(_("Officers"))
    _seat_officers(builder)
    counting.recount()


def _seat_officers(builder: Builder) -> None:
    officers = {}
    for username, name, role, unit in ACCOUNTS:
        user = create_demo_user(username=username, name=name, phone=builder.people.mobile(), by=BY)
        seat = builder.units[unit]
        appoint_officer(unit=seat, role=role, user=user, starts_on=seat.term_starts_on, by=BY)
        officers[username] = user
    today = timezone.localdate()
    group = set_up_working_group(
        unit=builder.units["朝阳区总工会"],
        name="新就业形态劳动者建会入会专班",
        purpose="走访平台企业及其站点，推动货车司机、网约车司机、快递员、外卖配送员入会",
        starts_on=today,
        ends_on=today + timedelta(days=180),
        by=BY,
    )
    give_seat(group=group, role="group_member", user=officers["jinzhan"], by=BY)


def accounts() -> list[tuple[str, str, str]]:
    """List who can sign in, and how."""
    from unionhall.organisation.roles import label_of

    how = _("Password %(password)s") % {"password": PASSWORD}
    return [(f"{unit} {label_of(role)} {name}", username, how) for username, name, role, unit in ACCOUNTS]
