"""People who can sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.kit.model import Model
from unionhall.kit.reach import Reach


class UserManager(BaseUserManager["User"]):
    """Finds users by the name with which they sign in."""


class User(AbstractBaseUser, Model):
    """A person who can sign in; what they may do follows from their offices, duties and own record."""

    reach: ClassVar[Reach] = Reach(user="")
    is_system: ClassVar[bool] = False
    has_recent_second_factor = False
    """Set for one request by ``accounts.middleware``."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=64)
    is_active = models.BooleanField(_("active"), default=True)
    is_system_administrator = models.BooleanField(_("system administrator"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def has_perm(self, code: str, obj: Any = None) -> bool:
        """Say whether the user may do ``code``, on ``obj`` or anywhere."""
        from unionhall.kit import reach

        return reach.holds(self, code, obj)
