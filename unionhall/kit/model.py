"""The base of every table of ours."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from unionhall.kit.encrypted import with_companions
from unionhall.kit.ids import new_id
from unionhall.kit.reach import Reach
from unionhall.kit.scoping import ScopedManager, checking_uniqueness


class Model(models.Model):
    """A row with an id made by the application (``kit.ids``), never by a database sequence."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Save the row; a partial save of an encrypted field takes its index and last-four columns along."""
        super().save(update_fields=with_companions(type(self), update_fields), **options)


class ScopedModel(Model):
    """A row seen only within reach; a concrete model says by ``reach`` how it is reached."""

    reach: ClassVar[Reach] = Reach()
    objects = ScopedManager()

    class Meta:
        abstract = True

    def _perform_unique_checks(self, unique_checks: Any) -> dict[str, Any]:
        with checking_uniqueness():
            return super()._perform_unique_checks(unique_checks)  # type: ignore[misc]

    def validate_constraints(self, exclude: Any = None) -> None:
        """Check the constraints against all rows, not only those within reach."""
        with checking_uniqueness():
            super().validate_constraints(exclude=exclude)
