"""Rows in bulk: ``COPY`` into a model's table, ten times as fast as inserting them one by one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Copy ``rows``, each the values of ``fields`` in their order, into the model's table; return how many.

    Values are taken as they are: nothing is validated, sealed or given a default, so ids belong to the fields and
    sealed columns come from ``kit.encrypted.seal_columns``. The table's constraints hold as for every insert.
    """
    known = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = [sql.Identifier(known[name]) for name in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    )
    number = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            number += 1
    return number
