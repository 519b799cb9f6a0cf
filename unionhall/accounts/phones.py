"""The phones of users, in one form."""

import re

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from unionhall.kit.encrypted import compact
from unionhall.kit.refused import Refused

REAL = re.compile(r"1[3-9]\d{9}", re.ASCII)
INVENTED = re.compile(r"120\d{8}", re.ASCII)
"""No such range exists: the demonstration and the tests take only these, a real installation never."""


def normal_phone(typed: str) -> str:
    """Return a mobile phone as eleven digits; ``Refused`` (UH-2101) if it is none, or not of the kind in use here."""
    phone = compact(typed).removeprefix("+86")
    if (INVENTED if settings.IS_DEMO else REAL).fullmatch(phone):
        return phone
    if settings.IS_DEMO:
        message = _("The demonstration takes only invented phones: eleven digits that begin with 120.")
    else:
        message = _("This is no mobile phone of the mainland: eleven digits that begin with 1.")
    raise Refused(message, "UH-2101", field="phone")
