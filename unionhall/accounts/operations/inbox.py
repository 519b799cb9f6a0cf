"""Reading messages."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import Message, User
from unionhall.records.actors import Actor
from unionhall.records.operation import operation


@operation("accounts.settings", journal=_("Read a message"), of="message")
def mark_read(*, message: Message, by: Actor) -> None:
    """Write down when the message was read first."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())


@operation("accounts.settings", journal=_("Read all messages"), of="user")
def mark_all_read(*, user: User, by: Actor) -> None:
    """Mark everything in the inbox as read."""
    Message.objects.inbox_of(user).unread().update(read_at=timezone.now())
