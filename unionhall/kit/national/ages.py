"""Ages that the law sets, as dated rows: a new law is a new row, and the past stays computable.

Retirement ages rise from 2025-01-01 (decision of 2024-09-13): by one month for every four months (women of 50: every
two) that the old retirement month lies after January 2025, up to 63, 58 and 55 years.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = 12


class Career(StrEnum):
    """Who retires when: men, women in posts of cadres, women workers."""

    MAN = "man"
    WOMAN_CADRE = "woman_cadre"
    WOMAN_WORKER = "woman_worker"


@dataclass(frozen=True)
class RetirementRule:
    """From ``valid_from`` on: ``base`` months of age, later by a month for every ``step`` months, at most ``most``."""

    career: Career
    valid_from: date
    base: int
    step: int | None = None
    most: int = 0


@dataclass(frozen=True)
class AgeLimit:
    """The age in full years that holds from ``valid_from`` on."""

    valid_from: date
    years: int


RETIREMENT = (
    RetirementRule(Career.MAN, date(1978, 6, 2), 60 * MONTHS),
    RetirementRule(Career.WOMAN_CADRE, date(1978, 6, 2), 55 * MONTHS),
    RetirementRule(Career.WOMAN_WORKER, date(1978, 6, 2), 50 * MONTHS),
    RetirementRule(Career.MAN, date(2025, 1, 1), 60 * MONTHS, step=4, most=36),
    RetirementRule(Career.WOMAN_CADRE, date(2025, 1, 1), 55 * MONTHS, step=4, most=36),
    RetirementRule(Career.WOMAN_WORKER, date(2025, 1, 1), 50 * MONTHS, step=2, most=60),
)

LOWEST_WORKING_AGE = (AgeLimit(date(1995, 1, 1), 16),)
"""Labour Law, article 15."""


def retirement_age(birth_date: date, career: Career) -> int:
    """Return the age of retirement in months."""
    base = next(rule.base for rule in RETIREMENT if rule.career == career)
    turned = _month_number(birth_date) + base
    rule = _rule_in_month(career, turned)
    if rule.step is None:
        return rule.base
    late = (turned - _month_number(rule.valid_from)) // rule.step + 1
    return rule.base + min(late, rule.most)


def retirement_month(birth_date: date, career: Career) -> date:
    """Return the first day of the month in which the age of retirement is reached."""
    number = _month_number(birth_date) + retirement_age(birth_date, career)
    return date(number // MONTHS, number % MONTHS + 1, 1)


def is_of_retirement_age(birth_date: date, career: Career, on: date) -> bool:
    """Say whether the age of retirement is reached in the month of ``on`` or before."""
    return retirement_month(birth_date, career) <= on


def lowest_working_age(on: date) -> int:
    """Return the age in full years from which a person may work, and so join."""
    return next((limit.years for limit in reversed(LOWEST_WORKING_AGE) if limit.valid_from <= on), 16)


def full_years(birth_date: date, on: date) -> int:
    """Return the age in full years; a person born on 29 February is a year older on 1 March."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def _month_number(day: date) -> int:
    return day.year * MONTHS + day.month - 1


def _rule_in_month(career: Career, month_number: int) -> RetirementRule:
    rules = [rule for rule in RETIREMENT if rule.career == career]
    in_force = [rule for rule in rules if _month_number(rule.valid_from) <= month_number]
    return in_force[-1] if in_force else rules[0]
