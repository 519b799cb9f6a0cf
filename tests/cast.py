"""The small cast that every test knows, on a small real tree::

    北京市总工会
    ├── 朝阳区总工会
    │   ├── 金盏地区总工会      street_cadre
    │   │   ├── 金盏快运工会    grassroots_chair
    │   │   └── 金盏文创园工会
    │   └── 三里屯街道总工会
    │       └── 三里屯餐饮工会
    └── 西城区总工会            stranger
        ├── 天桥街道总工会
        │   └── 天桥剧场工会
        └── 陶然亭街道总工会
            └── 陶然亭印务工会

``city_chair``, ``city_clerk`` and ``data_admin`` hold offices of the city, ``district_officer`` is a vice chair in
朝阳, ``member`` holds no office.
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

FOUNDED_ON = date(2020, 5, 1)


@dataclass
class Cast:
    """The units and the people, by the names that tests use."""

    city: Any
    chaoyang: Any
    xicheng: Any
    jinzhan: Any
    sanlitun: Any
    tianqiao: Any
    taoranting: Any
    base: Any
    second_base: Any
    neighbour_base: Any
    foreign_base: Any
    far_base: Any
    city_chair: Any
    city_clerk: Any
    data_admin: Any
    district_officer: Any
    street_cadre: Any
    grassroots_chair: Any
    member: Any
    stranger: Any

    def people(self) -> dict[str, Any]:
        """Return everybody by their part."""
        parts = ("city_chair", "city_clerk", "data_admin", "district_officer", "street_cadre", "grassroots_chair")
        return {part: getattr(self, part) for part in (*parts, "member", "stranger")}


def _unit(kind: str, name: str, parent: Any = None) -> Any:
    from unionhall.organisation.operations import found_unit
    from unionhall.records.actors import System

    return found_unit(parent=parent, kind=kind, name=name, founded_on=FOUNDED_ON, by=System("tests"))


def _person(username: str, name: str, number: int, role: str = "", unit: Any = None) -> Any:
    from unionhall.accounts.models import User
    from unionhall.organisation.models import Office

    user = User.objects.create(username=username, name=name, phone=f"1200000{number:04}")
    user.has_recent_second_factor = True
    if unit is not None:
        Office._base_manager.create(unit=unit, user=user, role=role, starts_on=FOUNDED_ON)
    return user


def build_cast() -> Cast:
    """Found the tree and seat the people."""
    city = _unit("federation_city", "北京市总工会")
    chaoyang = _unit("federation_district", "朝阳区总工会", city)
    xicheng = _unit("federation_district", "西城区总工会", city)
    jinzhan = _unit("federation_area", "金盏地区总工会", chaoyang)
    sanlitun = _unit("federation_street", "三里屯街道总工会", chaoyang)
    tianqiao = _unit("federation_street", "天桥街道总工会", xicheng)
    taoranting = _unit("federation_street", "陶然亭街道总工会", xicheng)
    base = _unit("base_single", "金盏快运工会", jinzhan)
    return Cast(
        city=city,
        chaoyang=chaoyang,
        xicheng=xicheng,
        jinzhan=jinzhan,
        sanlitun=sanlitun,
        tianqiao=tianqiao,
        taoranting=taoranting,
        base=base,
        second_base=_unit("base_single", "金盏文创园工会", jinzhan),
        neighbour_base=_unit("base_single", "三里屯餐饮工会", sanlitun),
        foreign_base=_unit("base_single", "天桥剧场工会", tianqiao),
        far_base=_unit("base_single", "陶然亭印务工会", taoranting),
        city_chair=_person("city-chair", "周建国", 1, "chair", city),
        city_clerk=_person("city-clerk", "吴静", 2, "clerk", city),
        data_admin=_person("data-admin", "沈浩", 3, "data_admin", city),
        district_officer=_person("district-officer", "郑丽", 4, "vice_chair", chaoyang),
        street_cadre=_person("street-cadre", "何涛", 5, "organiser", jinzhan),
        grassroots_chair=_person("grassroots-chair", "孙敏", 6, "chair", base),
        member=_person("member", "马超", 7),
        stranger=_person("stranger", "林洁", 8, "vice_chair", xicheng),
    )


def sign_in(client: Any, person: Any, *, has_second_factor: bool = True) -> None:
    """Sign a person in in a browser, the second factor just shown unless said otherwise."""
    from unionhall.accounts import sessions

    client.force_login(person, backend="unionhall.accounts.backends.UserBackend")
    now = sessions._now()
    session = client.session
    session[sessions.KEY] = {
        "way": sessions.STAFF,
        "began": now,
        "seen": now,
        "proven": now if has_second_factor else 0,
    }
    session.save()


@dataclass
class Template:
    """The cast as it was built once, and its rows, table by table, in the form of ``COPY``."""

    cast: Cast
    rows: dict[str, bytes]

    def restore(self) -> Cast:
        """Enter the rows and give the cast: a tenth of the time that building takes."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, content in self.rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(content)
        return deepcopy(self.cast)


def _counts() -> dict[str, int]:
    """Count the rows of every table."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))
        return dict(cursor.fetchall())


def _rows_of(table: str) -> tuple[str, bytes]:
    """Give a table with its columns, and its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        target = f"{table} ({cursor.fetchone()[0]})"
        with cursor.copy(f"COPY {target} TO STDOUT") as copy:
            return target, b"".join(copy)


@pytest.fixture(scope="session")
def cast_template(django_db_setup: None, django_db_blocker: Any) -> Template:
    """Build the cast once, keep its rows, and leave none in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = _counts()
        built = build_cast()
        changed = [table for table, number in _counts().items() if number != before[table]]
        assert not any(before[table] for table in changed)
        template = Template(built, dict(map(_rows_of, changed)))
        transaction.set_rollback(True)
    return template


@pytest.fixture
def cast(cast_template: Template, db: None) -> Cast:
    """The cast, fresh for each test."""
    return cast_template.restore()
