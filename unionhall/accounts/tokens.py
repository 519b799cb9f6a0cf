"""Who speaks through the API."""

from datetime import timedelta

from django.utils import timezone

from unionhall.accounts.digests import digest, is_same
from unionhall.accounts.models import ApiToken, User
from unionhall.accounts.operations.tokens import START
from unionhall.kit.reach import Limits

USED_EVERY = timedelta(minutes=1)


def authenticate(header: str) -> User | None:
    """Return the user for whom the header ``Bearer uh_…`` speaks, under the token's limits, or ``None``."""
    scheme, _, text = header.partition(" ")
    parts = text.strip().split("_", 2)
    if scheme.lower() != "bearer" or len(parts) != 3 or parts[0] != START:
        return None
    token = ApiToken.objects.select_related("user").filter(prefix=parts[1], revoked_at=None).first()
    if token is None or not is_same(token.digest, digest("api-token", parts[2])):
        return None
    if not token.is_valid or not token.user.is_active:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    user = token.user
    user.limits = Limits(codes=frozenset(token.scope), unit_id=token.unit_id)
    user.has_recent_second_factor = token.has_second_factor
    return user
