"""The world of S1 and S3: the cast's tree, twelve people, and at every unit one object of each model."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.cast import FOUNDED_ON, Cast, build_cast
from tests.guard.oracle import Person12, codes_at, seats_of
from tests.guard.planting import FACTORIES, Canary, Planter, letter_to, make_token
from unionhall.accounts import sessions
from unionhall.accounts.models import ApiToken, Message, User
from unionhall.kit.permission import all_permissions
from unionhall.membership.models import Affiliation, Application, Card, ConsentRecord, Membership, Person
from unionhall.organisation.models import GroupSeat, Office, WorkingGroup
from unionhall.records import files
from unionhall.records.models import Job, StoredFile

PARTS = (
    *("city_chair", "city_clerk", "district_officer", "street_cadre", "grassroots_chair", "contest_organiser"),
    *("judge", "volunteer_leader", "evaluator", "editor", "member", "passer_by"),
)
PLACES = ("own", "child", "parent", "sibling", "none")
MEMBER_PHONE = "12000000007"


@dataclass
class World:
    """Units, people, and what was planted where."""

    cast: Cast
    units: list[Any]
    people: dict[str, Person12]
    planters: dict[int, Planter]
    mine: dict[str, dict[type, Any]] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def canaries(self) -> list[Canary]:
        """Return every planted word."""
        return [one for planter in self.planters.values() for one in planter.canaries]

    def object_at(self, model: type, unit: Any) -> Any:
        """Return the object of a model at a unit."""
        return self.planters[unit.pk].get(model)

    def pair_of(self, unit: Any) -> str:
        """Return the two characters that stand in every word planted at a unit."""
        return self.planters[unit.pk].pair

    def places_of(self, part: str) -> dict[str, Any]:
        """Return the unit at each of the five places as seen by a person; ``None`` where there is none."""
        home = self.people[part].home or self.cast.base
        children = [unit for unit in self.units if unit.parent_id == home.pk]
        siblings = [unit for unit in self.units if unit.parent_id == home.parent_id and unit.pk != home.pk]
        first = {"child": children[:1], "sibling": siblings[:1], "parent": [home.parent] if home.parent else []}
        return {"own": home} | {place: (found[0] if found else None) for place, found in first.items()} | {"none": None}

    def client_of(self, part: str) -> Client:
        """Return a browser in which the person is signed in, with the second factor just shown."""
        return browser_of(self.people[part])

    def forbidden_words(self, part: str) -> list[str]:
        """Return the planted words that a person may read nowhere."""
        person = self.people[part]
        known = {pk: codes_at(person, planter.unit) for pk, planter in self.planters.items()}
        return [one.text for one in self.canaries if not known[one.unit.pk] & set(one.codes)]


def browser_of(person: Person12) -> Client:
    """Return a browser in which a person is signed in, with the second factor just shown."""
    client = Client(raise_request_exception=False)
    if person.user is not None:
        client.force_login(person.user, backend="unionhall.accounts.backends.UserBackend")
        session, now = client.session, int(timezone.now().timestamp())
        way = sessions.MEMBER if person.is_member_session else sessions.STAFF
        session[sessions.KEY] = {"way": way, "began": now, "seen": now, "proven": now}
        session.save()
    return client


def build_world() -> World:
    """Build the tree, the people and everything planted."""
    cast = build_cast()
    units = [unit for unit in vars(cast).values() if hasattr(unit, "path")]
    for unit in units:
        unit.refresh_from_db()
    planters = {unit.pk: Planter(unit, number) for number, unit in enumerate(units)}
    for planter in planters.values():
        for model in FACTORIES:
            planter.get(model)
    world = World(cast, units, _people(cast), planters)
    for part, person in world.people.items():
        if person.user is not None:
            world.mine[part] = _own_things(person.user)
            codes = [one.code for one in all_permissions()]
            world.tokens[part] = make_token(person.user, codes)[1]
    world.mine["member"] |= _membership_of(world)
    return world


def _people(cast: Cast) -> dict[str, Person12]:
    """Seat the twelve; some of them also held, until yesterday, what they do not hold today."""
    over = {"ends_on": timezone.localdate() - timedelta(days=1)}
    Office._base_manager.create(
        user=cast.district_officer, unit=cast.xicheng, role="chair", starts_on=FOUNDED_ON, **over
    )
    ended = {"starts_on": FOUNDED_ON, "ended_at": timezone.now() - timedelta(hours=1)}
    Office._base_manager.create(user=cast.grassroots_chair, unit=cast.tianqiao, role="chair", **ended)
    users = {
        "city_chair": cast.city_chair,
        "city_clerk": cast.city_clerk,
        "district_officer": cast.district_officer,
        "street_cadre": cast.street_cadre,
        "grassroots_chair": cast.grassroots_chair,
        "contest_organiser": _seated("contest-organiser", "龚平", cast.chaoyang, "group_leader"),
        "judge": _seated("judge", "潘虹", cast.tianqiao, "group_member"),
        "volunteer_leader": _seated("volunteer-leader", "邱实", cast.jinzhan, "group_leader"),
        "evaluator": _seated("evaluator", "熊英", cast.xicheng, "group_member"),
        "editor": _user("editor", "唐文"),
        "member": cast.member,
        "passer_by": None,
    }
    Office._base_manager.create(user=users["editor"], unit=cast.taoranting, role="editor", starts_on=FOUNDED_ON)
    _seat(users["grassroots_chair"], cast.sanlitun, "group_member", {})  # Sees the street, but none of its members.
    _seat(users["judge"], cast.chaoyang, "group_leader", {"ended_at": timezone.now() - timedelta(hours=1)})
    return {
        part: Person12(part, user, seats_of(user) if user else (), is_member_session=part == "member")
        for part, user in users.items()
    }


def _user(username: str, name: str) -> Any:
    user = User(username=username, name=name, phone=f"1208{len(username):03}{sum(map(ord, username)):04}")
    user.save()
    return user


def _seated(username: str, name: str, unit: Any, role: str) -> Any:
    user = _user(username, name)
    _seat(user, unit, role, {})
    return user


def _seat(user: Any, unit: Any, role: str, more: dict[str, Any]) -> None:
    last_day = timezone.localdate() + timedelta(days=60)
    facts = {"name": "专项工作组", "starts_on": FOUNDED_ON, "ends_on": last_day, **more}
    group = WorkingGroup._base_manager.create(unit=unit, **facts)
    GroupSeat._base_manager.create(group=group, user=user, role=role)


def _own_things(user: Any) -> dict[type, Any]:
    """Give a person a job, a file, a token and a letter of their own."""
    return {
        Job: Job._base_manager.create(
            kind="membership.review-batch", state="failed", created_by=user, request_id=f"own{user.pk}"[:32]
        ),
        StoredFile: files.keep(b"own", name="own.csv", kind=files.RESULT, by=user),
        ApiToken: _second_token(user),
        Message: letter_to(user, "自己的信"),
    }


def _second_token(user: Any) -> Any:
    ends = timezone.now() + timedelta(days=1)
    facts = {"prefix": f"m{user.pk % 16**7:07x}", "digest": "0" * 64, "scope": ["organisation.view"]}
    return ApiToken.objects.create(user=user, name="自己的程序", expires_at=ends, **facts)


def _membership_of(world: World) -> dict[type, Any]:
    """Make the member a member of the base union, with card, application and consent."""
    user, unit, at = world.cast.member, world.cast.base, world.planters[world.cast.base.pk]
    own = {"name": user.name, "sex": "M", "birth_date": FOUNDED_ON.replace(year=1990), "mobile": MEMBER_PHONE}
    person = Person._base_manager.create(user=user, member_no="119900240000777", id_number=at.id_number(31), **own)
    job = Affiliation._base_manager.create(person=person, job_title="调度员", starts_on=FOUNDED_ON)
    membership = Membership._base_manager.create(person=person, unit=unit, affiliation=job, joined_on=FOUNDED_ON)
    facts = {"channel": "qr_onsite", "consent_version": "1", "submitted_at": timezone.now(), "status": "card_issued"}
    application = Application._base_manager.create(
        unit=unit, id_number=at.id_number(32), membership=membership, decided_at=timezone.now(), **own, **facts
    )
    consent = {"version": "1", "channel": "qr_onsite", "agreed_at": timezone.now()}
    return {
        Person: person,
        Membership: membership,
        Application: application,
        Card: Card._base_manager.create(membership=membership, issued_at=timezone.now()),
        ConsentRecord: ConsentRecord._base_manager.create(application=application, **consent),
    }


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at the end what was done inside; code that wants to be outermost is not disturbed."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


FLEETING = {
    "django_session",
    "accounts_tries",
    "accounts_phonecode",
    "django_migrations",
}
"""Tables that may change however a request ends: sessions, limits, codes by message."""

USED_AT = {"accounts_apitoken": "last_used_at"}


def fingerprint() -> str:
    """Return a digest of every row of every table, except the fleeting ones, made by one statement."""
    parts = []
    for table in sorted(set(connection.introspection.table_names()) - FLEETING):
        row = f"to_jsonb(t) - '{USED_AT[table]}'" if table in USED_AT else "t"
        parts.append(f"SELECT '{table}', count(*), sum(hashtextextended(({row})::text, 0)) FROM \"{table}\" t")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return str(sorted(cursor.fetchall()))
