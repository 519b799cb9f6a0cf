"""What every list is filtered by: a ``FilterSet`` that an address with nonsense in it does not break."""

from typing import Any

import django_filters
from django.db.models import QuerySet


class RowFilter(django_filters.FilterSet):
    """Keeps the rows that the URL asks for; a value that is not of its form finds nothing, and the form says so."""

    @property
    def qs(self) -> QuerySet[Any]:
        """Return the rows that are left."""
        rows: QuerySet[Any] = super().qs if self.is_valid() else self.queryset.none()
        return rows
