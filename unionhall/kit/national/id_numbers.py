"""Numbers of identity papers: checked, cleaned, and read for birth date, sex and division.

Resident numbers follow GB 11643 (check character by ISO 7064 MOD 11-2); the residence permits of Hong Kong, Macao and
Taiwan (81, 82, 83) and the foreigners' card of 2023 (9) have the same form.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national.ages import full_years
from unionhall.kit.national.codes import IdType, Sex
from unionhall.kit.national.invented import admit_id
from unionhall.kit.refused import Refused

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
PROVINCES = frozenset(
    str(code)
    for area in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71,))
    for code in area
)
CENTENARIANS = frozenset({"996", "997", "998", "999"})
"""Sequences of 15-digit numbers that were kept for people of a hundred years and more."""

RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)
LEGACY = re.compile(r"\d{15}", re.ASCII)
OTHER_FORMS = {
    IdType.HK_MACAO: re.compile(r"[HM]\d{8}(?:\d{2})?", re.ASCII),
    IdType.TAIWAN: re.compile(r"\d{8}", re.ASCII),
    IdType.PASSPORT: re.compile(r"(?=[A-Z]*\d)[A-Z\d]{5,20}", re.ASCII),
    IdType.FOREIGN_PERMANENT: re.compile(r"[A-Z]{3}\d{12}", re.ASCII),
}
LONG_STARTS = {IdType.HK_MACAO: ("81", "82"), IdType.TAIWAN: ("83",), IdType.FOREIGN_PERMANENT: ("9",)}
"""How the papers begin that share the resident number's 18 characters."""

OTHER_FORM_REFUSALS = {
    IdType.HK_MACAO: (
        _("Enter H or M and 8 or 10 digits from the travel permit, or the 18 characters of the residence permit."),
        "UH-1113",
    ),
    IdType.TAIWAN: (
        _("Enter the 8 digits of the travel permit, or the 18 characters of the residence permit."),
        "UH-1114",
    ),
    IdType.PASSPORT: (_("Enter the passport number: 5 to 20 Latin letters and digits, as printed."), "UH-1115"),
    IdType.FOREIGN_PERMANENT: (
        _("Enter the card's number: 18 characters beginning with 9, or 3 letters and 12 digits on an older card."),
        "UH-1116",
    ),
}


@dataclass(frozen=True)
class Identity:
    """A checked number and what can be read from it; papers without a birth date leave the rest empty."""

    kind: IdType
    number: str
    birth_date: date | None = None
    sex: Sex | None = None
    division_code: str | None = None


def parse(
    text: str,
    kind: str = IdType.RESIDENT,
    *,
    youngest: int = 16,
    oldest: int = 100,
    today: date | None = None,
    allow_legacy: bool = False,
) -> Identity:
    """Read the number of a paper, or refuse it with the fault and what to do. Ages are in full years.

    A 15-digit number is converted to 18 where ``allow_legacy`` says so: imports of old rosters do, forms do not.
    """
    paper = IdType(kind)
    number = clean(text)
    if not number:
        raise Refused(_("Enter the number of the identity paper."), "UH-1101")
    identity = _resident(number, allow_legacy) if paper == IdType.RESIDENT else _other(number, paper)
    if identity.birth_date:
        _check_age(identity.birth_date, today or timezone.localdate(), youngest, oldest)
    return identity


def clean(text: str) -> str:
    """Return the number in half-width capitals, without spaces, dots and hyphens, nor the quote that Excel leaves."""
    return re.sub(r"[\s\-.·'‘’]", "", unicodedata.normalize("NFKC", text)).upper()


def check_character(first_17: str) -> str:
    """Return the 18th character that belongs to the first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_17, strict=True))
    return CHECK_CHARACTERS[total % 11]


def from_legacy(number: str) -> str:
    """Return the 18 characters of a 15-digit number."""
    century = "18" if number[12:] in CENTENARIANS else "19"
    first_17 = number[:6] + century + number[6:]
    return first_17 + check_character(first_17)


def _resident(number: str, allow_legacy: bool) -> Identity:
    if LEGACY.fullmatch(number):
        if not allow_legacy:
            raise Refused(
                _("Numbers with 15 digits are no longer valid. Enter the 18 characters of the present card."), "UH-1110"
            )
        number = from_legacy(number)
    _check_form(number)
    if number[:2] in ("81", "82", "83"):
        message = _("This number is of a residence permit for Hong Kong, Macao or Taiwan. Choose that kind of paper.")
        raise Refused(message, "UH-1111")
    if number[0] == "9":
        message = _("This is the number of a foreigner's permanent residence card. Choose that kind of paper.")
        raise Refused(message, "UH-1112")
    if number[:2] not in PROVINCES:
        message = _("No province has the code %(code)s. Compare the first two digits with the card.")
        raise Refused(message % {"code": number[:2]}, "UH-1104")
    return _read(number, IdType.RESIDENT, division_code=number[:6])


def _other(number: str, paper: IdType) -> Identity:
    if RESIDENT.fullmatch(number) and number.startswith(LONG_STARTS.get(paper, ())):
        return _read(number, paper, division_code=None)
    if not OTHER_FORMS[paper].fullmatch(number):
        raise Refused(*OTHER_FORM_REFUSALS[paper])
    admit_id(number, paper)
    return Identity(paper, number)


def _check_form(number: str) -> None:
    if len(number) != 18:
        message = _("An ID number has 18 characters, here are %(length)s. Enter all of them.")
        raise Refused(message % {"length": len(number)}, "UH-1102")
    if not RESIDENT.fullmatch(number):
        raise Refused(_("An ID number has only digits; the last character may be X. Correct the others."), "UH-1103")


def _read(number: str, kind: IdType, division_code: str | None) -> Identity:
    admit_id(number, kind)
    birth_date = _birth_date(number[6:14])
    if check_character(number[:17]) != number[17]:
        message = _("The last character does not fit the others, so one of them is wrong. Compare each with the card.")
        raise Refused(message, "UH-1107")
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Identity(kind, number, birth_date, sex, division_code)


def _birth_date(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        message = _("The number gives %(digits)s as date of birth, and there is no such day. Compare it with the card.")
        raise Refused(message % {"digits": digits}, "UH-1105") from None


def _check_age(birth_date: date, today: date, youngest: int, oldest: int) -> None:
    if birth_date > today:
        raise Refused(_("The date of birth in the number lies in the future. Compare it with the card."), "UH-1106")
    age = full_years(birth_date, today)
    if age < youngest:
        message = _("Members are at least %(age)s years old. Compare the date of birth in the number with the card.")
        raise Refused(message % {"age": youngest}, "UH-1108")
    if age > oldest:
        message = _("The number gives an age above %(age)s. Compare the date of birth in it with the card.")
        raise Refused(message % {"age": oldest}, "UH-1109")
