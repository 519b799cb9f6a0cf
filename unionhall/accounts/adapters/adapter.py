"""What carries a message to a phone. An installation names its own for each channel in ``MESSAGE_ADAPTERS``."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULT = "unionhall.accounts.adapters.console.Console"


@dataclass(frozen=True, repr=False)
class Outgoing:
    """One message on its way: its id (the same when it is sent again), the phone, the template and the text."""

    message_id: str
    phone: str
    template: str
    params: dict[str, str]
    text: str


class Adapter(Protocol):
    """Hands messages of one channel to whoever carries them."""

    def send(self, outgoing: Outgoing) -> None:
        """Send one message, or raise ``AdapterTrouble``; a repeated ``message_id`` may arrive once."""


class AdapterTrouble(Exception):
    """The carrier did not take the message; it is tried again later."""


@cache
def adapter_of(channel: str) -> Adapter:
    """Return the adapter of a channel: the setting's, else the console."""
    named: dict[str, str] = settings.MESSAGE_ADAPTERS
    adapter: Adapter = import_string(named.get(channel, DEFAULT))()
    return adapter
