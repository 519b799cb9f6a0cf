"""Scope that fails closed: a list of scoped rows does not run until it was said how far it may look."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import models
from django.db.models import sql

from unionhall.kit import reach

_checking_uniqueness: ContextVar[bool] = ContextVar("checking_uniqueness", default=False)


class ScopeMissing(RuntimeError):
    """A scoped list was about to run, be combined or become a subquery before its scope was said."""

    def __init__(self, model: type[models.Model] | None) -> None:
        name = model.__name__ if model else "This list"
        super().__init__(f"{name} is scoped: call .within_reach(by, 'app.verb') or .unscoped('reason') before it runs")


class ScopedQuery(sql.Query):
    """The SQL side of a scoped list. Every way to the database compiles a query, so here is where it is refused."""

    scope: str | None = None

    def _require_scope(self) -> None:
        if self.scope is None:
            raise ScopeMissing(self.model)

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Compile, once the scope was said."""
        self._require_scope()
        return super().get_compiler(*args, **kwargs)

    def combine(self, rhs: sql.Query, connector: str) -> None:
        """Combine with another query by ``&`` or ``|``, once both scopes were said."""
        self._require_scope()
        if isinstance(rhs, ScopedQuery):
            rhs._require_scope()
        super().combine(rhs, connector)

    def chain(self, klass: Any = None) -> Any:
        """Become an update or a delete only after the scope was said; those classes ask no more."""
        if klass is not None:
            self._require_scope()
        return super().chain(klass)


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that are seen only within reach."""

    query: ScopedQuery

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def within_reach(self, by: Any, code: str) -> Self:
        """Keep the rows on which ``by`` may do the permission ``code``."""
        return self.filter(reach.condition(by, code, self.model))._with_scope(code)

    def unscoped(self, reason: str) -> Self:
        """Keep every row, for a ``reason`` that a reader accepts; an architecture test lists these calls."""
        return self.all()._with_scope(reason)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows, once the scope was said: a fast delete does not pass through ``ScopedQuery``."""
        self.query._require_scope()
        return super().delete()

    def _with_scope(self, scope: str) -> Self:
        if not scope.strip():
            raise ScopeMissing(self.model)
        self.query.scope = scope
        return self


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The default manager of scoped models."""

    def get_queryset(self) -> ScopedQuerySet:
        """Return the list without a scope; rows of an object at hand and uniqueness checks are free of it."""
        rows: ScopedQuerySet = super().get_queryset()
        if hasattr(self, "core_filters"):
            return rows.unscoped("rows of an object that was fetched within reach")
        if _checking_uniqueness.get():
            return rows.unscoped("uniqueness holds for all rows")
        return rows


@contextmanager
def checking_uniqueness() -> Iterator[None]:
    """While a model checks its constraints, its lists see every row."""
    token = _checking_uniqueness.set(True)
    try:
        yield
    finally:
        _checking_uniqueness.reset(token)
