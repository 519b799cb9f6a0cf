"""Every write of the API carries a key, and acts once however often it is sent."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unionhall.kit.refused import Refused
from unionhall.records.receipts import actor_key_of, once

KEYED: dict[str, Any] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "The call acts once for this key; sent again, it gets the same answer.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,64}$"},
        }
    ]
}
"""What the description of every write says: hand it over as ``openapi_extra``."""


def write_once(request: HttpRequest, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run ``do`` once for the call's header ``Idempotency-Key``, and return its answer, or the one given before.

    The key belongs to one path and one body: sent with another, it is refused. ``Refused`` without the header.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise Refused(_("Send a header Idempotency-Key: 8 to 64 letters, digits, dots, colons or dashes."), "UH-1603")
    purpose = hashlib.sha256(request.path.encode() + b"\0" + request.body).hexdigest()
    return once(actor_key_of(request), key, do, purpose).answer
