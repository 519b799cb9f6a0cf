"""How far a permission reaches: which rows of a model, through an office, a duty or one's own record.

Apps above register their sources here; both the question about one object and the filter of a list read them, so the
two can never disagree.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, Q

from unionhall.kit.permission import Permission, get
from unionhall.kit.refused import NotAllowed, SecondFactorNeeded

EVERYTHING = Q()
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Reach:
    """How the rows of a scoped model are reached, as lookups from the row.

    ``unit``: to the foreign key of a unit (``""`` on the unit itself); ``unit_id``: to a unit's id kept as plain data
    by a row below the organisation; ``user``: to the user whose own record the row is.
    """

    unit: str | None = None
    unit_id: str | None = None
    user: str | None = None


@dataclass(frozen=True)
class Limits:
    """What the credential with which an actor came leaves of their rights; an actor has it as ``limits``.

    ``codes``: only these permissions (an API token); ``unit_id``: only inside this unit; ``is_own_only``: only one's
    own record (signed in with a code by message, without a password).
    """

    codes: frozenset[str] | None = None
    unit_id: int | None = None
    is_own_only: bool = False

    def allow(self, permission: Permission) -> bool:
        """Say whether the permission is left at all."""
        return self.codes is None or permission.code in self.codes

    def leave(self, source: "Source") -> bool:
        """Say whether the source still speaks; one that does not say how it keeps to the limits does not."""
        if getattr(source, "is_own", False):
            return True
        return not self.is_own_only and (self.unit_id is None or getattr(source, "narrows_to_unit", False))


class Source(Protocol):
    """Where reach comes from: an office, a duty, or oneself.

    ``is_own`` says that it reaches one's own record only; ``narrows_to_unit`` that it obeys ``by.limits.unit_id``.
    """

    is_own: bool
    narrows_to_unit: bool

    def holds(self, by: Any, permission: Permission) -> bool:
        """Say whether the actor holds the permission anywhere at all."""

    def condition(self, by: Any, permission: Permission, model: type[Model]) -> Q | None:
        """Return which rows the permission reaches: ``EVERYTHING``, a condition, or ``None`` for no row."""

    def explain(self, by: Any, permission: Permission, obj: Model) -> list[str]:
        """Return a sentence for each way in which the permission reaches this object."""


sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source of reach; apps call it once, when they are ready."""
    sources.append(source)


class OwnRecord:
    """Reach of oneself: a permission declared ``myself`` reaches the rows that say they are this user's."""

    is_own = True
    narrows_to_unit = False

    def holds(self, by: Any, permission: Permission) -> bool:
        return permission.myself and by.pk is not None

    def condition(self, by: Any, permission: Permission, model: type[Model]) -> Q | None:
        reach: Reach | None = getattr(model, "reach", None)
        if not permission.myself or reach is None or reach.user is None or by.pk is None:
            return None
        return Q(**{reach.user or "pk": by.pk})

    def explain(self, by: Any, permission: Permission, obj: Model) -> list[str]:
        from django.utils.translation import gettext as _

        condition = self.condition(by, permission, type(obj))
        if condition is None or not type(obj)._base_manager.filter(condition, pk=obj.pk).exists():
            return []
        return [_("It is your own record.")]


register(OwnRecord())


def _speaking(by: Any, permission: Permission) -> list[Source]:
    limits: Limits | None = getattr(by, "limits", None)
    if limits is None:
        return sources
    return [source for source in sources if limits.leave(source)] if limits.allow(permission) else []


def condition(by: Any, code: str, model: type[Model]) -> Q:
    """Return the condition for the rows of ``model`` on which ``by`` may do ``code``; ``NOTHING`` without any reach."""
    permission = get(code)
    if by.is_system:
        return EVERYTHING
    if not by.is_active:
        return NOTHING
    reached = NOTHING
    for source in _speaking(by, permission):
        more = source.condition(by, permission, model)
        if more == EVERYTHING and more is not None:
            return EVERYTHING
        if more is not None:
            reached = more if reached == NOTHING else reached | more
    return reached


def holds(by: Any, code: str, obj: Model | None = None) -> bool:
    """Say whether ``by`` may do ``code``: on ``obj``, or, without one, anywhere at all."""
    permission = get(code)
    if by.is_system:
        return True
    if not by.is_active:
        return False
    if permission.public:
        limits: Limits | None = getattr(by, "limits", None)
        return limits is None or limits.allow(permission)
    if obj is None:
        return any(source.holds(by, permission) for source in _speaking(by, permission))
    return type(obj)._base_manager.filter(condition(by, code, type(obj)), pk=obj.pk).exists()


def require(by: Any, code: str, obj: Model | None = None) -> None:
    """Return if ``by`` may do ``code`` on ``obj`` now; else raise ``NotAllowed`` or ``SecondFactorNeeded``."""
    from django.utils.translation import gettext_lazy as _

    if not holds(by, code, obj):
        raise NotAllowed(_("Your offices do not allow this here. Ask the office that appointed you."), "UH-1403")
    if get(code).second_factor and not by.is_system and not by.has_recent_second_factor:
        raise SecondFactorNeeded(_("Enter the code of your authenticator first."), "UH-1404")


def explain(by: Any, code: str, obj: Model) -> list[str]:
    """Return the sentences that say why ``by`` may do ``code`` on ``obj``; an empty list if nothing allows it."""
    permission = get(code)
    return [sentence for source in _speaking(by, permission) for sentence in source.explain(by, permission, obj)]
