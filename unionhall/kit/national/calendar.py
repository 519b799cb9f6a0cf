"""Working days of mainland China, with the holidays and the working weekends that the State Council names each year.

Years whose list is not known yet count Monday to Friday, and the answer says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueDay:
    """A day reached by counting working days; ``is_certain`` is false if a year on the way has no known list."""

    day: date
    is_certain: bool


@dataclass(frozen=True)
class WorkingDays:
    """A number of working days; ``is_certain`` as in ``DueDay``."""

    count: int
    is_certain: bool


def is_known(day: date) -> bool:
    """Say whether the holidays of the day's year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Say whether people work on a day; in an unknown year, whether it is Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(start: date, count: int) -> DueDay:
    """Return the working day that comes ``count`` working days after ``start`` (before it, if negative)."""
    step = ONE_DAY if count >= 0 else -ONE_DAY
    day, is_certain = start, True
    for _number in range(abs(count)):
        day += step
        while not is_working_day(day):
            is_certain = is_certain and is_known(day)
            day += step
        is_certain = is_certain and is_known(day)
    return DueDay(day, is_certain)


def working_days_between(start: date, end: date) -> WorkingDays:
    """Count the working days after ``start`` up to and including ``end``; none if ``end`` is not later."""
    days = [start + ONE_DAY * number for number in range(1, (end - start).days + 1)]
    return WorkingDays(sum(map(is_working_day, days)), all(map(is_known, days)))
