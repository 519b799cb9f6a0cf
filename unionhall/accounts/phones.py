"""The phones of users, in one form."""

from unionhall.kit.national import mobile
from unionhall.kit.refused import Refused


def normal_phone(typed: str) -> str:
    """Return a mobile phone as eleven digits; ``Refused``, at the field ``phone``, if it is none."""
    try:
        return mobile.parse(typed)
    except Refused as refusal:
        raise Refused(refusal.message, refusal.code, field="phone") from refusal
