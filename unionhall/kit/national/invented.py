"""Which numbers belong to invented people, and where they may be used.

The demo and the tests accept only invented numbers, a production installation refuses those that cannot exist: no
division begins with 1199 and no mobile range with 120 (a test asks the division list and the phone library). For other
papers an invented number is one of a place or state that has no code (8199, XXA, 999), or, where every number may
exist, one of a series chosen here, which production does accept.
"""

import re

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from unionhall.kit.national.codes import IdType
from unionhall.kit.refused import Refused

ID_PREFIX = "1199"
MOBILE_PREFIX = "120"

EXAMPLES = {
    IdType.RESIDENT: ID_PREFIX,
    IdType.HK_MACAO: "8199, 8299, H99, M99",
    IdType.TAIWAN: "8399, 99",
    IdType.PASSPORT: "ZZ",
    IdType.FOREIGN_PERMANENT: "XX, 911999",
}

_INVENTED = {
    IdType.RESIDENT: re.compile(r"1199"),
    IdType.HK_MACAO: re.compile(r"8[12]99\d{14}|[HM]99"),
    IdType.TAIWAN: re.compile(r"8399\d{14}|99\d{6}$"),
    IdType.PASSPORT: re.compile(r"ZZ"),
    IdType.FOREIGN_PERMANENT: re.compile(r"XX[A-Z]\d{12}|911999"),
}
_IMPOSSIBLE = re.compile(r"1199|8[123]99\d{13}[\dX]|XX[A-Z]\d{12}|911999\d{11}[\dX]")


def is_invented_id(number: str, kind: str = IdType.RESIDENT) -> bool:
    """Say whether a paper's number is of the kind that only invented people have."""
    return bool(_INVENTED[IdType(kind)].match(number))


def is_invented_mobile(number: str) -> bool:
    """Say whether a mobile number lies in the range that does not exist."""
    return number.startswith(MOBILE_PREFIX)


def admit_id(number: str, kind: str) -> None:
    """Refuse a real number in the demo and an impossible one in production."""
    if settings.IS_DEMO:
        if not is_invented_id(number, kind):
            message = _("This is a demonstration. Enter an invented number: it begins with %(prefix)s.")
            raise Refused(message % {"prefix": EXAMPLES[IdType(kind)]}, "UH-1161")
    elif _IMPOSSIBLE.match(number):
        raise Refused(_("This number belongs to nobody. Enter the number as it stands on the card."), "UH-1162")


def admit_mobile(number: str) -> None:
    """Refuse a real mobile number in the demo and an impossible one in production."""
    if settings.IS_DEMO and not is_invented_mobile(number):
        message = _("This is a demonstration. Enter an invented mobile number: it begins with %(prefix)s.")
        raise Refused(message % {"prefix": MOBILE_PREFIX}, "UH-1163")
    if not settings.IS_DEMO and is_invented_mobile(number):
        raise Refused(_("No mobile number begins with 120. Enter the number of your own phone."), "UH-1164")
