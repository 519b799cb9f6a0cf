"""The small cast of the records' tests: people, and what lets them reach rows of a unit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from django.test import Client
from django.utils import timezone

from unionhall.kit import reach
from unionhall.kit.permission import Permission
from unionhall.records.actors import System
from unionhall.records.models import CertificateSeries
from unionhall.records.operations import open_series

numbers = count(1)


def make_user(name: str = "王芳", **more: Any) -> Any:
    """Make an active user."""
    return get_user_model().objects.create(username=f"user-{next(numbers)}", name=name, **more)


def sign_in(client: Client, user: Any) -> None:
    """Begin an officer's session with the second factor just shown, as the sign-in page would."""
    client.force_login(user, backend="unionhall.accounts.backends.UserBackend")
    session, now = client.session, int(timezone.now().timestamp())
    session["sign_in"] = {"way": "staff", "began": now, "seen": now, "proven": now}
    session.save()


@dataclass
class OfficeOf:
    """A source of reach like an office: these people hold every permission on the rows of their unit."""

    units: dict[int, set[int]] = field(default_factory=dict)
    narrows_to_unit: bool = True

    def holds(self, by: Any, permission: Permission) -> bool:
        return by.pk in self.units

    def condition(self, by: Any, permission: Permission, model: type[Model]) -> Q | None:
        return Q(unit_id__in=self.units[by.pk]) if by.pk in self.units else None

    def explain(self, by: Any, permission: Permission, obj: Model) -> list[str]:
        return []


@contextmanager
def office(user: Any, *unit_ids: int) -> Iterator[None]:
    """Let the user hold every permission at these units."""
    source = OfficeOf({user.pk: set(unit_ids)})
    reach.sources.append(source)
    try:
        yield
    finally:
        reach.sources.remove(source)


def make_series(unit_id: int = 7, **more: Any) -> CertificateSeries:
    """Open a series of certificates of unit 7."""
    given = {"code": f"series-{next(numbers)}", "title": "志愿服务证明", "issuer": "市总工会", "prefix": "志证"}
    return open_series(by=System("test"), unit_id=unit_id, **{**given, **more})
