"""A crowd of invented members, made in memory and copied into the tables in a few statements."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.copying import copy_rows
from unionhall.kit.encrypted import seal_columns
from unionhall.kit.national.codes import (
    Education,
    EmploymentStatus,
    Ethnicity,
    GigCategory,
    Sex,
    SkillLevel,
)
from unionhall.kit.national.invented_people import InventedPeople
from unionhall.membership.models import (
    Affiliation,
    Card,
    ChangeReason,
    ChangeType,
    Membership,
    MembershipEvent,
    MembershipStatus,
    Person,
)
from unionhall.membership.operations.numbers import division_of, take_member_numbers
from unionhall.membership.operations.people import search_terms_of
from unionhall.membership.queries import figures
from unionhall.organisation.counting import append_deltas, first_day, month_of
from unionhall.organisation.kind import STREET_RANK, kind_of
from unionhall.organisation.models import Employer, Unit

SEED = 20230309
FIRST_DAY = date(2019, 1, 1)
POOL_OF_A_STREET = 6
LEFT_SHARE, RETAINED_SHARE, DISPATCHED_SHARE = 0.05, 0.02, 0.06
GIG_OF_THE_POOL = (
    GigCategory.RIDE_HAILING,
    GigCategory.COURIER,
    GigCategory.FOOD_DELIVERY,
    GigCategory.FOOD_DELIVERY,
    GigCategory.TRUCK,
    GigCategory.DOMESTIC,
    GigCategory.AGENT,
)
JOBS = ("职员", "技术员", "班组长", "操作工", "客服", "行政", "维修工", "销售")
EDUCATIONS = tuple(Education.values)
SKILLS = ("", "", "", *SkillLevel.values)
BEGINNING = time(9, 0)


@dataclass(frozen=True)
class Opening:
    """Room for members at a union: of an employer, or in a street's pool."""

    unit: Unit
    employer: Employer | None
    room: int


class Crowd:
    """Makes the same ``number`` of members in every build and saves them with their figures."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - people for show, repeatable by intent
        self.people = InventedPeople(SEED)
        self.today = timezone.localdate()
        self.memberships: list[Membership] = []
        self.cards: list[Card] = []
        self.changes: Counter[tuple[str, int, str]] = Counter()
        for opening in _openings(number, self.random):
            for _one in range(opening.room):
                self._admit(opening)

    def save(self, progress: Any) -> None:
        """Number the members, copy every table, and append their figures month by month."""
        self._number()
        total = len(self.memberships)
        progress(_("Members"), 0, total)
        _copy_people([membership.person for membership in self.memberships])
        progress(_("Members"), total // 2, total)
        _copy(Affiliation, [one.affiliation for one in self.memberships if one.affiliation])
        _copy(Membership, self.memberships)
        _copy(MembershipEvent, [event for one in self.memberships for event in self._events_of(one)])
        _copy(Card, self.cards)
        for month in sorted({month for month, _unit, _measure in self.changes}):
            append_deltas(self._changes_of(month), first_day(month))
        progress(_("Members"), total, total)

    def _admit(self, opening: Opening) -> None:
        person = self._person(opening.employer)
        joined_on = self._joined_on(opening.unit)
        job = self._job(person, opening.employer, joined_on)
        membership = Membership(
            person=person,
            unit=opening.unit,
            affiliation=job,
            is_held_in_pool=opening.employer is None,
            joined_on=joined_on,
        )
        self._count(membership, joined_on, 1)
        self.changes[month_of(joined_on), opening.unit.pk, figures.JOINED] += 1
        self._let_time_pass(membership)
        self.memberships.append(membership)
        if membership.ended_on is None:
            self.cards.append(Card(membership=membership, issued_at=_moment(joined_on)))

    def _let_time_pass(self, membership: Membership) -> None:
        """Some left since, and some are retained."""
        chance = self.random.random()
        days = (self.today - membership.joined_on).days
        if chance > LEFT_SHARE + RETAINED_SHARE or days < 60:
            return
        on = membership.joined_on + timedelta(days=self.random.randrange(30, days))
        self._count(membership, on, -1)
        if chance < LEFT_SHARE:
            membership.status, membership.ended_on = MembershipStatus.LEFT, on
            self.changes[month_of(on), membership.unit_id, figures.LEFT] += 1
        else:
            membership.status = MembershipStatus.RETAINED
            self._count(membership, on, 1)
        membership.changed_on = on  # type: ignore[attr-defined]

    def _count(self, membership: Membership, on: date, amount: int) -> None:
        for measure in figures.stocks(membership):
            self.changes[month_of(on), membership.unit_id, measure] += amount

    def _changes_of(self, month: str) -> list[tuple[int, str, int]]:
        return [(unit, measure, amount) for (when, unit, measure), amount in self.changes.items() if when == month]

    def _person(self, employer: Employer | None) -> Person:
        share = employer.women_staff / employer.staff if employer and employer.staff else 0.25
        made = self.people.person(Sex.FEMALE if self.random.random() < share else Sex.MALE)
        migrants = employer.migrant_staff / employer.staff if employer and employer.staff else 0.7
        return Person(
            name=made.name,
            search_terms=search_terms_of(made.name),
            sex=made.sex,
            birth_date=made.birth_date,
            id_number=made.id_number,
            mobile=made.mobile,
            ethnicity="01" if self.random.random() < 0.94 else self.random.choice(Ethnicity.values),
            education=self.random.choice(EDUCATIONS),
            skill_level=self.random.choice(SKILLS),
            is_migrant_worker=self.random.random() < migrants,
            employment_status=EmploymentStatus.EMPLOYED,
        )

    def _job(self, person: Person, employer: Employer | None, on: date) -> Affiliation:
        if employer is None:
            category = self.random.choice(GIG_OF_THE_POOL)
            return Affiliation(person=person, gig_category=category, platform_name="演示平台", starts_on=on)
        return Affiliation(
            person=person,
            employer=employer,
            employer_name=employer.name,
            job_title=self.random.choice(JOBS),
            is_dispatched=self.random.random() < DISPATCHED_SHARE,
            starts_on=on,
        )

    def _joined_on(self, unit: Unit) -> date:
        """Return a day since the union was founded; more people joined lately than long ago."""
        first = max(FIRST_DAY, unit.founded_on or FIRST_DAY)
        days = (self.today - first).days
        return first + timedelta(days=int(days * self.random.random() ** 0.7))

    def _number(self) -> None:
        """Give each member a number, by division and year of joining, set by set."""
        divisions = {unit.pk: division_of(unit) for unit in {one.unit for one in self.memberships}}
        sets: dict[tuple[str, int], list[Person]] = {}
        for one in self.memberships:
            sets.setdefault((divisions[one.unit_id], one.joined_on.year), []).append(one.person)
        for (division, year), people in sets.items():
            for person, number in zip(people, take_member_numbers(division, year, len(people)), strict=True):
                person.member_no = number

    def _events_of(self, membership: Membership) -> Iterable[MembershipEvent]:
        yield _event(membership, ChangeType.JOIN, membership.joined_on, to_unit=membership.unit)
        on: date | None = getattr(membership, "changed_on", None)
        if on is None:
            return
        is_left = membership.status == MembershipStatus.LEFT
        change = ChangeType.WITHDRAW if is_left else ChangeType.RETAIN
        yield _event(membership, change, on, reason=ChangeReason.JOB_CHANGED, from_unit=membership.unit)


def _event(membership: Membership, change: str, on: date, **facts: Any) -> MembershipEvent:
    return MembershipEvent(membership=membership, change=change, happened_on=on, recorded_at=_moment(on), **facts)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, BEGINNING))


def _openings(number: int, chance: random.Random) -> list[Opening]:
    """Share ``number`` members among the unions by their employers' staff, with a small pool at each street."""
    units = Unit.objects.unscoped("the demo's members").active().select_related("territory").order_by("path")
    pools = [Opening(unit, None, POOL_OF_A_STREET) for unit in units if unit.kind in STREET_RANK]
    employers = list(
        Employer.objects.unscoped("the demo's members")
        .exclude(unit=None)
        .select_related("unit__territory")
        .order_by("pk")
    )
    employers = [employer for employer in employers if kind_of(employer.unit.kind).admits_members]
    left = number - sum(pool.room for pool in pools)
    staff = sum(employer.staff for employer in employers)
    rooms = [left * employer.staff // staff for employer in employers]
    for index in chance.sample(range(len(rooms)), left - sum(rooms)):
        rooms[index] += 1
    return pools + [Opening(one.unit, one, room) for one, room in zip(employers, rooms, strict=True)]


def _copy(model: type[Any], rows: list[Any]) -> None:
    fields = list(model._meta.concrete_fields)
    copy_rows(
        model, [field.name for field in fields], ([getattr(row, field.attname) for field in fields] for row in rows)
    )


def _copy_people(people: list[Person]) -> None:
    """Copy persons with their numbers sealed and indexed."""
    plain = ["id", "member_no", "name", "search_terms", "sex", "birth_date", "id_type", "ethnicity", "education"]
    plain += ["skill_level", "political_status", "household_type", "household_place", "residence"]
    plain += ["is_migrant_worker", "employment_status"]
    sealed = ["id_number", "id_number_index", "mobile", "mobile_index", "mobile_last4"]
    numbers = seal_columns(Person, "id_number", ((one.pk, one.id_number.reveal()) for one in people))
    phones = seal_columns(Person, "mobile", ((one.pk, one.mobile.reveal()) for one in people))
    copy_rows(
        Person,
        [*plain, *sealed],
        (
            [*(getattr(one, name) for name in plain), *number[:2], *phone]
            for one, number, phone in zip(people, numbers, phones, strict=True)
        ),
    )
