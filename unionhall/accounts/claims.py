"""Members who sign in for the first time: who knows them by their phone makes their user then, not before."""

from collections.abc import Callable

from unionhall.accounts.models import User
from unionhall.records.actors import Visitor

Claim = Callable[[Visitor], User | None]
_claims: list[Claim] = []


def register(claim: Claim) -> None:
    """Ask ``claim`` for the user of a proven phone that no user has; an app registers once, when it is ready."""
    _claims.append(claim)


def user_for(visitor: Visitor) -> User | None:
    """Return the active user of a proven phone, made now by the first app that knows the phone, or ``None``."""
    user = User.objects.with_phone(visitor.phone).first()
    if user is not None and user.is_active:
        return user
    return next((found for claim in _claims if (found := claim(visitor)) is not None), None)
