"""Finding the user of a session. Passwords are checked by ``accounts.operations`` only, where tries are counted."""

from django.contrib.auth.backends import BaseBackend

from unionhall.accounts.models import User


class UserBackend(BaseBackend):
    """Gives a session its user, as long as the user is active."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active user with this id, or ``None``: a user who was closed is signed out at once."""
        return User.objects.filter(pk=user_id, is_active=True).first()
