"""How often something may be tried, counted in the database, so that it holds for all workers and machines together.

A count outlives the refusal that it leads to: it has its own transaction and refuses to run inside another one.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.accounts.digests import digest
from unionhall.accounts.models import Tries
from unionhall.kit.ids import new_id


@dataclass(frozen=True)
class Limit:
    """At most ``number`` tries in any stretch of ``seconds``."""

    name: str
    number: int
    seconds: int

    def of(self, *subject: object) -> "Claim":
        """Return the claim to one more try for this subject (an account, an address, both)."""
        return Claim(self, digest("tries", "|".join([self.name, *map(str, subject)])))


@dataclass(frozen=True)
class Claim:
    """One more try under a limit."""

    limit: Limit
    key: str


def take(claims: list[Claim]) -> Limit | None:
    """Count one try under every claim and return ``None``; or count none and return the first limit that is used up."""
    now = timezone.now()
    with transaction.atomic(durable=True):
        rows = {row.key: row for row in _locked(claims)}
        for claim in claims:
            row, stretch = rows[claim.key], timedelta(seconds=claim.limit.seconds)
            row.moments = [moment for moment in row.moments if moment > now - stretch]
            if len(row.moments) >= claim.limit.number:
                return claim.limit
            row.moments.append(now)
            row.expires_at = now + stretch
        for row in rows.values():
            row.save(update_fields=["moments", "expires_at"])
    return None


def give_back(claims: list[Claim]) -> None:
    """Take back the last try under each claim: it succeeded, and only failures are to count."""
    with transaction.atomic(durable=True):
        for row in _locked(claims):
            row.moments = row.moments[:-1]
            row.save(update_fields=["moments"])


def forget(claims: list[Claim]) -> None:
    """Forget all tries under these claims."""
    Tries.objects.filter(key__in=[claim.key for claim in claims]).update(moments=[])


def forget_expired() -> int:
    """Delete counts that no limit looks at any more; return how many."""
    return Tries.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()[0]


def _locked(claims: list[Claim]) -> list[Tries]:
    """Return the rows of these keys, made where missing, locked in the order of their keys: no two wait in a ring."""
    names = sorted({claim.key for claim in claims})
    fresh = [Tries(id=new_id(), key=key, expires_at=timezone.now() + timedelta(days=2)) for key in names]
    Tries.objects.bulk_create(fresh, ignore_conflicts=True)
    found = list(Tries.objects.select_for_update().filter(key__in=names).order_by("key"))
    return found if len(found) == len(names) else _locked(claims)  # one was deleted as expired in between
