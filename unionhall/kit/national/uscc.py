"""The unified social credit code (统一社会信用代码, GB 32100) of employers and unions."""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z."""

WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18


@dataclass(frozen=True)
class CreditCode:
    """A checked code and its parts."""

    code: str

    @property
    def is_union(self) -> bool:
        """Whether trade unions registered it."""
        return self.code[0] == "8"

    @property
    def division_code(self) -> str:
        """The division (GB/T 2260) where it was registered."""
        return self.code[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine characters of the organisation code (GB 11714)."""
        return self.code[8:17]


def parse(text: str) -> CreditCode:
    """Read a credit code, or refuse it with the fault and what to do."""
    code = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()
    if not code:
        raise Refused(_("Enter the unified social credit code."), "UH-1131")
    if len(code) != LENGTH:
        message = _("A unified social credit code has 18 characters, here are %(length)s. Enter all of them.")
        raise Refused(message % {"length": len(code)}, "UH-1132")
    for character in code:
        if character not in ALPHABET:
            message = _("A unified social credit code never holds “%(character)s”. Compare it with the certificate.")
            raise Refused(message % {"character": character}, "UH-1133")
    if not code[2:8].isdigit():
        raise Refused(_("Characters 3 to 8 are the division and have only digits. Correct them."), "UH-1134")
    if organisation_check(code[8:16]) != code[16]:
        message = _("The organisation code (characters 9 to 17) is wrong. Compare it with the certificate.")
        raise Refused(message, "UH-1135")
    if check_character(code[:17]) != code[17]:
        message = _("The last character does not fit the others, so one is wrong. Compare each with the certificate.")
        raise Refused(message, "UH-1136")
    return CreditCode(code)


def parse_union(text: str) -> CreditCode:
    """Read the credit code of a union: those of base unions begin with 81, others' with 89."""
    found = parse(text)
    if found.code[:2] not in ("81", "89"):
        message = _("A union's credit code begins with 81 or 89, and this one does not. Enter the union's own.")
        raise Refused(message, "UH-1137")
    return found


def check_character(first_17: str) -> str:
    """Return the 18th character that belongs to the first 17."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, first_17, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(first_8: str) -> str:
    """Return the ninth character of an organisation code; letters count from A = 10 with none left out."""
    total = sum(weight * int(character, 36) for weight, character in zip(ORGANISATION_WEIGHTS, first_8, strict=True))
    return "0123456789X0"[11 - total % 11]
