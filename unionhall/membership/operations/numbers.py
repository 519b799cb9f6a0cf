"""Member numbers (会员编号): 6 digits of the division of first admission, 4 of the year, 7 in sequence, 1 to check.

Neither sex nor union is encoded, so that a number stays for life.
"""

from django.db.models import F

from unionhall.membership.models import MemberNumberSeries
from unionhall.organisation.models import Unit

UNKNOWN_DIVISION = "000000"


def take_member_numbers(division_code: str, year: int, how_many: int = 1) -> list[str]:
    """Return the next numbers of a division and year; a transaction that fails gives them back or leaves a gap."""
    series = MemberNumberSeries.objects.filter(division_code=division_code, year=year)
    if not series.update(last=F("last") + how_many):
        MemberNumberSeries.objects.bulk_create(
            [MemberNumberSeries(division_code=division_code, year=year)], ignore_conflicts=True
        )
        series.update(last=F("last") + how_many)
    last = series.values_list("last", flat=True).get()
    return [with_check_digit(f"{division_code}{year:04}{one:07}") for one in range(last - how_many + 1, last + 1)]


def with_check_digit(digits: str) -> str:
    """Append the Luhn digit, which catches every single wrong digit and most exchanges of neighbours."""
    return digits + str(-_luhn_sum(digits + "0") % 10)


def is_member_number(text: str) -> bool:
    """Say whether the text is 18 digits with the right check digit."""
    return len(text) == 18 and text.isascii() and text.isdecimal() and _luhn_sum(text) % 10 == 0


def division_of(unit: Unit) -> str:
    """Return the six digits of the district where the unit sits, or of the nearest unit above that has any."""
    if unit.division_code:
        return unit.division_code[:6]
    above = Unit.objects.unscoped("divisions are public").above(unit).exclude(division_code="").order_by("-path")
    found = unit.territory.division_code if unit.territory else ""
    return (found or above.values_list("division_code", flat=True).first() or UNKNOWN_DIVISION)[:6]


def _luhn_sum(digits: str) -> int:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled)
