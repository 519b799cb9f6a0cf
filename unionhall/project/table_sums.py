"""A count and a checksum of every table, to compare two databases."""

from django.db import connection

COUNT_AND_SUM = "SELECT count(*), coalesce(sum(hashtextextended(row_::text, 0)::numeric), 0) FROM {table} AS row_"


def table_names() -> list[str]:
    """List the tables of the schema in alphabetical order."""
    return sorted(connection.introspection.table_names())


def table_sums() -> dict[str, list[str]]:
    """Give each table's number of rows and the sum of its rows' hashes, whatever their order."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        for name in table_names():
            cursor.execute(COUNT_AND_SUM.format(table=connection.ops.quote_name(name)))
            found[name] = [str(figure) for figure in cursor.fetchone()]
    return found
