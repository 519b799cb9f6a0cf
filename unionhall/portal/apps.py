from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "unionhall.portal"
    label = "portal"

    def ready(self) -> None:
        """Give the member's pages their bar."""
        from unionhall.kit import shell

        shell.provide("bottom_bar", bottom_bar)


def bottom_bar(request: Any) -> list[Any]:
    """Return the places of the member's site; nothing for those who are not signed in."""
    from django.urls import reverse

    from unionhall.accounts.models import Message
    from unionhall.kit.shell import Link

    if not request.user.is_authenticated:
        return []
    unread = Message.objects.inbox_of(request.user).unread().count()
    places = [
        (_("Home"), reverse("portal:home"), "home", 0),
        (_("Card"), reverse("portal:card"), "id", 0),
        (_("Inbox"), reverse("accounts:my-inbox"), "bell", unread),
        (_("My data"), reverse("portal:data"), "shield-lock", 0),
    ]
    current = max((url for _label, url, _icon, _count in places if request.path.startswith(url)), key=len, default="")
    return [Link(label, url, icon, is_current=url == current, count=count) for label, url, icon, count in places]
