"""Reads of records."""

import hmac
import re
import unicodedata
from datetime import datetime
from typing import Any

from unionhall.kit.ids import EPOCH_MS, SEQUENCE_BITS
from unionhall.records.models import Certificate, CertificateState

TOKEN = re.compile(r"[0-9a-f]{32}")
NO_TOKEN = "-" * 32
"""Looked up in place of what cannot be a token, so that every refusal takes the same way and time."""

MISREAD = str.maketrans("OIL", "011")


def first_id_at(moment: datetime) -> int:
    """Return the smallest id that can have been made at a moment: rows of a day are found by their ids."""
    return max(0, int(moment.timestamp() * 1000) - EPOCH_MS) << SEQUENCE_BITS


def certificate_by_token(token: str) -> Certificate | None:
    """Return the certificate of a QR, valid or revoked; ``None`` for whatever leads to none."""
    known = token if TOKEN.fullmatch(token) else NO_TOKEN
    found: Certificate | None = _issued().filter(token=known).first()
    return found


def certificate_by_number(number: str, code: str) -> Certificate | None:
    """Return the certificate of a number with its check code, as somebody typed them; ``None`` if they do not fit."""
    typed = _plain(code).translate(MISREAD)
    for certificate in _issued().filter(written_number=_plain(number)[:60])[:5]:
        if hmac.compare_digest(certificate.check_code.encode(), typed.encode()):
            found: Certificate = certificate
            return found
    return None


def _issued() -> Any:
    rows = Certificate.objects.unscoped("whoever holds the certificate may check it")
    return rows.exclude(state=CertificateState.ORDERED).select_related("series")


def _plain(text: str) -> str:
    return re.sub(r"[\s\x00-]", "", unicodedata.normalize("NFKC", text)).upper()
