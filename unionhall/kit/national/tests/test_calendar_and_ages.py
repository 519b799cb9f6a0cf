"""Working days, and the ages that the law sets."""

from datetime import date

import pytest

from unionhall.kit.national import ages, calendar
from unionhall.kit.national.ages import Career
from unionhall.kit.national.calendar import DueDay, WorkingDays


def test_holidays_and_working_weekends_are_known():
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.is_working_day(date(2026, 10, 10))
    assert calendar.add_working_days(date(2026, 9, 30), 1) == DueDay(date(2026, 10, 8), is_certain=True)
    assert calendar.add_working_days(date(2026, 10, 8), -1) == DueDay(date(2026, 9, 30), is_certain=True)
    assert calendar.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == WorkingDays(3, is_certain=True)


def test_an_unknown_year_counts_monday_to_friday_and_says_so():
    assert calendar.is_working_day(date(2099, 1, 2))
    assert calendar.add_working_days(date(2099, 1, 2), 1) == DueDay(date(2099, 1, 5), is_certain=False)
    assert calendar.working_days_between(date(2099, 1, 2), date(2099, 1, 9)) == WorkingDays(5, is_certain=False)


def test_no_days_lie_between_a_day_and_an_earlier_one():
    assert calendar.working_days_between(date(2026, 3, 3), date(2026, 3, 2)) == WorkingDays(0, is_certain=True)
    assert calendar.add_working_days(date(2026, 3, 3), 0) == DueDay(date(2026, 3, 3), is_certain=True)


@pytest.mark.parametrize(
    ("born", "career", "years", "months", "retires"),
    [
        (date(1964, 12, 31), Career.MAN, 60, 0, date(2024, 12, 1)),
        (date(1965, 1, 1), Career.MAN, 60, 1, date(2025, 2, 1)),
        (date(1965, 5, 1), Career.MAN, 60, 2, date(2025, 7, 1)),
        (date(1976, 8, 1), Career.MAN, 62, 11, date(2039, 7, 1)),
        (date(1976, 9, 1), Career.MAN, 63, 0, date(2039, 9, 1)),
        (date(1990, 1, 1), Career.MAN, 63, 0, date(2053, 1, 1)),
        (date(1970, 1, 1), Career.WOMAN_CADRE, 55, 1, date(2025, 2, 1)),
        (date(1981, 9, 1), Career.WOMAN_CADRE, 58, 0, date(2039, 9, 1)),
        (date(1975, 1, 1), Career.WOMAN_WORKER, 50, 1, date(2025, 2, 1)),
        (date(1984, 10, 1), Career.WOMAN_WORKER, 54, 11, date(2039, 9, 1)),
        (date(1984, 11, 1), Career.WOMAN_WORKER, 55, 0, date(2039, 11, 1)),
        (date(1910, 1, 1), Career.MAN, 60, 0, date(1970, 1, 1)),
    ],
)
def test_retirement_ages_rise_step_by_step(born, career, years, months, retires):
    assert ages.retirement_age(born, career) == years * 12 + months
    assert ages.retirement_month(born, career) == retires
    assert ages.is_of_retirement_age(born, career, retires)


def test_full_years_and_the_lowest_age():
    assert ages.full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert ages.full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert ages.lowest_working_age(date(2026, 1, 1)) == ages.lowest_working_age(date(1990, 1, 1)) == 16
