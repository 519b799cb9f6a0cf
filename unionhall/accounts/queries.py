"""Reading users and their messages."""

from typing import Any

from django.db.models import QuerySet

from unionhall.accounts.messages import params_of, text_of
from unionhall.accounts.models import ApiToken, Message, SecondFactor, User


def unread_count(user: User) -> int:
    """Return how many messages wait in the user's inbox."""
    return Message.objects.inbox_of(user).unread().count()


def inbox(user: User) -> QuerySet[Message]:
    """Return the user's messages."""
    return Message.objects.inbox_of(user)


def has_second_factor(user: User) -> bool:
    """Say whether the user has a confirmed authenticator."""
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).exists()


def demo_step_of(user: User) -> int:
    """Return the last step of the user's authenticator that was used."""
    return SecondFactor.objects.filter(user=user).values_list("last_step", flat=True).first() or 0


def demo_messages(number: int) -> list[tuple[Message, str, str]]:
    """Return the last messages to phones, with their text and link: what the demonstration would have sent."""
    latest = Message.objects.exclude(channel=Message.Channel.INBOX).order_by("-id")[:number]
    return [(message, text_of(message)[1], params_of(message).get("link", "")) for message in latest]


def invitation_link(user: User) -> str:
    """Return the link of the user's newest invitation as long as the message with it has not gone out; else nothing."""
    sent = Message.objects.filter(template="accounts.invitation", phone_last4=user.phone_last4).order_by("-id")
    phone = user.phone.reveal() if user.phone else ""
    newest = next((message for message in sent[:20] if message.phone and message.phone.reveal() == phone), None)
    return str(params_of(newest).get("link", "")) if newest else ""


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Return the tokens of a user that are not revoked, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None).order_by("-id")


def users_within(by: Any, code: str) -> QuerySet[User]:
    """Return the users on whom ``by`` may do the permission ``code``."""
    return User.objects.within_reach(by, code)


def has_demo_users() -> bool:
    """Say whether users with the demonstration's password are active: a real installation does not start then."""
    return User.objects.filter(is_demo=True, is_active=True).exists()
