"""Django's question ``user.has_perm("app.verb", obj)``, answered by reach."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Model

from unionhall.kit import reach


class ReachBackend(BaseBackend):
    """Answers ``has_perm`` from the registered sources of reach; it signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Say whether the user may do ``perm`` on ``obj``, or anywhere when no object is given."""
        return reach.holds(user_obj, perm, obj)
