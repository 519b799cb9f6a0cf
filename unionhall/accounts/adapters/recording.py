"""Messages kept in memory, for tests."""

from typing import ClassVar

from unionhall.accounts.adapters import AdapterTrouble, Outgoing


class Recording:
    """Keeps what was sent; ``fails`` makes the next sendings fail."""

    sent: ClassVar[list[Outgoing]] = []
    fails: ClassVar[int] = 0

    def send(self, outgoing: Outgoing) -> None:
        """Keep the message."""
        if Recording.fails:
            Recording.fails -= 1
            raise AdapterTrouble("recorded trouble")
        Recording.sent.append(outgoing)
