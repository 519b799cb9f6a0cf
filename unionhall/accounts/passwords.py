"""What a password must be: ten characters of three classes, not a common one, none of the last three."""

import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.demo_credentials import PASSWORD as DEMO_PASSWORD
from unionhall.accounts.models import OldPassword, User
from unionhall.kit.refused import Refused

CLASSES = 3
HISTORY = 3


class ThreeClasses:
    """Asks for three of: small letters, capital letters, digits, other characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if the password has fewer classes."""
        if len({_class_of(character) for character in password}) < CLASSES:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """Return what to do."""
        return gettext("Mix at least three of these: small letters, capital letters, digits, other characters.")


class NotUsedBefore:
    """Refuses the present password and those before it, three in all."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if the user had the password lately."""
        if not isinstance(user, User) or user._state.adding:
            return
        older = OldPassword.objects.filter(user=user).order_by("-created_at")
        hashes = [user.password, *older.values_list("password", flat=True)[: HISTORY - 1]]
        if any(check_password(password, stored) for stored in hashes):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """Return what to do."""
        return gettext("Take a password that you did not have before.")


class NotTheDemo:
    """Refuses the password of the demonstration anywhere else: everybody knows it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if it is the demonstration's."""
        if password == DEMO_PASSWORD and not settings.IS_DEMO:
            raise ValidationError(gettext("This is the password of the demonstration. Take another one."), code="demo")

    def get_help_text(self) -> str:
        """Return nothing: it goes without saying."""
        return ""


def set_password(user: User, password: str) -> None:
    """Give a user a new password and keep the old one's hash; ``Refused`` (UH-2201) if it does not meet the rules."""
    try:
        validate_password(password, user)
    except ValidationError as errors:
        raise Refused(" ".join(errors.messages), "UH-2201", field="password") from errors
    if user.has_usable_password():
        OldPassword.objects.create(user=user, password=user.password)
        kept = OldPassword.objects.filter(user=user).order_by("-created_at").values("pk")[:HISTORY]
        OldPassword.objects.filter(user=user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    user.set_password(password)
    user.save(update_fields=["password"])


RULES = _("At least ten characters; mix three of: small letters, capital letters, digits, other characters.")


def _class_of(character: str) -> str:
    category = unicodedata.category(character)
    return category if category in {"Ll", "Lu", "Nd"} else "other"
