"""Messages on the console, masked: for the demonstration and for development."""

import logging

from unionhall.accounts.adapters import Outgoing
from unionhall.kit.masks import mask_mobile

log = logging.getLogger(__name__)


class Console:
    """Says that a message would be sent, and to whom; never what is in it."""

    def send(self, outgoing: Outgoing) -> None:
        """Write one line to the log."""
        log.info("Message %s (%s) to %s", outgoing.message_id, outgoing.template, mask_mobile(outgoing.phone))
