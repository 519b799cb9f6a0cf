import io

import pytest
from django.db import connection

from unionhall.project.backup import _output_of, _restore_database, for_any_server
from unionhall.project.trouble import Trouble

HEAD = [b"SET lock_timeout = 0;\n", b"SET transaction_timeout = 0;\n", b"SET row_security = off;\n"]
ROWS = [b"SET transaction_timeout = a row that says so\n"] * 100


@pytest.fixture
def dump(transactional_db):
    """The dump of one table that is no longer there."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT number, md5(number::text) FROM generate_series(1, 20000) AS number")
        content = b"".join(_output_of("pg_dump", "--format=custom", "--table=kept"))
        cursor.execute("DROP TABLE kept")
    yield content
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS kept")


def count():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kept')")
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute("SELECT count(*) FROM kept")
        return cursor.fetchone()[0]


def test_a_whole_dump_comes_back(dump):
    _restore_database(iter([dump[:1000], dump[1000:]]))

    assert count() == 20000


def test_a_dump_that_breaks_off_leaves_nothing(dump):
    with pytest.raises(Trouble, match="The restore failed"):
        _restore_database(iter([dump[: len(dump) // 2]]))

    assert count() is None


def test_a_dump_that_the_server_refuses_leaves_nothing(dump):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (number integer)")

    with pytest.raises(Trouble, match='relation "kept" already exists'):
        _restore_database(iter([dump]))

    assert count() == 0


def test_only_the_head_of_a_dump_is_changed_for_older_servers():
    given = for_any_server(io.BytesIO(b"".join([*HEAD, *HEAD * 10, *ROWS])))

    kept = [line for line in HEAD if b"transaction_timeout" not in line] * 10
    assert b"".join(given) == b"".join([*kept, *HEAD, *ROWS])
