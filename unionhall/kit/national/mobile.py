"""Mobile phone numbers of mainland China."""

import re
import unicodedata
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.kit.national.invented import admit_mobile, is_invented_mobile
from unionhall.kit.refused import Refused

LENGTH = 11
COUNTRY = re.compile(r"^(?:\+|00)?86(?=\d{11}$)")


def parse(text: str) -> str:
    """Return the 11 digits of a mobile number, or refuse it with the fault and what to do."""
    number = clean(text)
    if not number:
        raise Refused(_("Enter the mobile number."), "UH-1141")
    if not (number.isascii() and number.isdigit()):
        raise Refused(_("A mobile number has only digits. Correct the other characters."), "UH-1142")
    if len(number) != LENGTH:
        message = _("A mobile number has 11 digits, here are %(length)s. Enter all of them.")
        raise Refused(message % {"length": len(number)}, "UH-1143")
    admit_mobile(number)
    if not is_invented_mobile(number) and not ranges().fullmatch(number):
        message = _("No mobile number begins with %(start)s. Compare it with the phone.")
        raise Refused(message % {"start": number[:3]}, "UH-1144")
    return number


def clean(text: str) -> str:
    """Return the number in half-width digits, without spaces, hyphens, brackets and the country's +86."""
    return COUNTRY.sub("", re.sub(r"[\s\-()'‘’]", "", unicodedata.normalize("NFKC", text)))


@cache
def ranges() -> re.Pattern[str]:
    """Return the pattern of all ranges in use, as the phone library knows them."""
    from phonenumbers import PhoneMetadata

    china: Any = PhoneMetadata.metadata_for_region("CN")
    return re.compile(china.mobile.national_number_pattern)
