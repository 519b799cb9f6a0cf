"""The set-based statements of the tree and its counters: the one place of raw SQL in this app.

A path is a row of labels of four characters each, so that ``left(path, 4 * n)`` is the path of the ancestor of
depth n. Ids are made from the time of the call, as ``kit.ids`` does, above all ids the table holds already; callers
hold the tree's lock, so that no two calls make the same. Statements are put together from constants only; values are
parameters.
"""

# ruff: noqa: S608

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from unionhall.kit.ids import new_id

Row = tuple[Any, ...]

SPREAD = """
SELECT above.id AS unit_id, changed.measure, changed.period,
       sum(CASE WHEN above.id = changed.unit_id THEN changed.amount ELSE 0 END) AS own, sum(changed.amount) AS total
  FROM changed
  JOIN organisation_unit AS below ON below.id = changed.unit_id
 CROSS JOIN LATERAL generate_series(4, length(below.path), 4) AS size
  JOIN organisation_unit AS above ON above.path = left(below.path, size)
 GROUP BY above.id, changed.measure, changed.period
"""

BOOK = """
UPDATE organisation_counter AS kept
   SET own = kept.own + spread.own, total = kept.total + spread.total
  FROM spread
 WHERE kept.unit_id = spread.unit_id AND kept.measure = spread.measure AND kept.period = spread.period
"""

ENTER = """
INSERT INTO organisation_counter (id, unit_id, measure, period, own, total)
SELECT greatest((SELECT coalesce(max(id), 0) FROM organisation_counter), %(first_id)s) + row_number() OVER (),
       unit_id, measure, period, own, total
  FROM spread
 WHERE NOT EXISTS (SELECT FROM organisation_counter AS kept
                    WHERE kept.unit_id = spread.unit_id AND kept.measure = spread.measure
                      AND kept.period = spread.period)
"""

FOLD = f"""
WITH taken AS (
    DELETE FROM organisation_countdelta
     WHERE id <= (SELECT max(id) FROM (SELECT id FROM organisation_countdelta ORDER BY id LIMIT %(most)s) AS oldest)
    RETURNING unit_id, measure, is_flow, month, amount
), changed AS (
    SELECT unit_id, measure, period, sum(amount) AS amount
      FROM (SELECT unit_id, measure, month AS period, amount FROM taken
             UNION ALL
            SELECT unit_id, measure, '', amount FROM taken WHERE NOT is_flow) AS booked
     GROUP BY unit_id, measure, period
), spread AS MATERIALIZED ({SPREAD}), booked_on AS ({BOOK}), entered AS ({ENTER})
SELECT count(*) FROM taken
"""

SHIFT = f"""
WITH spread AS MATERIALIZED (
    SELECT above.id AS unit_id, kept.measure, kept.period, 0 AS own, above.sign * kept.total AS total
      FROM organisation_counter AS kept
     CROSS JOIN unnest(%(units)s::bigint[], %(signs)s::bigint[]) AS above(id, sign)
     WHERE kept.unit_id = %(moved)s
), booked_on AS ({BOOK})
{ENTER}
"""

REBUILD_TOTALS = f"""
WITH changed AS (
    SELECT unit_id, measure, period, own AS amount FROM organisation_counter WHERE own <> 0
), spread AS ({SPREAD}), wrong AS (
    SELECT coalesce(kept.unit_id, spread.unit_id) AS unit_id, coalesce(kept.measure, spread.measure) AS measure,
           coalesce(kept.period, spread.period) AS period, coalesce(kept.total, 0) AS kept,
           coalesce(spread.total, 0) AS right_total
      FROM organisation_counter AS kept
      FULL JOIN spread ON (spread.unit_id, spread.measure, spread.period) = (kept.unit_id, kept.measure, kept.period)
     WHERE coalesce(kept.total, 0) <> coalesce(spread.total, 0)
)
"""

WRONG_TOTALS = REBUILD_TOTALS + "SELECT unit_id, measure, period, kept, right_total FROM wrong ORDER BY 1, 2, 3"

CORRECT_TOTALS = REBUILD_TOTALS + (
    "UPDATE organisation_counter AS kept SET total = wrong.right_total FROM wrong"
    " WHERE (kept.unit_id, kept.measure, kept.period) = (wrong.unit_id, wrong.measure, wrong.period)"
)

TOTALS = """
SELECT unit_id, measure, sum(amount) FROM (
    SELECT unit_id, measure, CASE WHEN %(own)s THEN own ELSE total END AS amount
      FROM organisation_counter
     WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s) AND period = %(period)s
     UNION ALL
    SELECT asked.id, delta.measure, delta.amount
      FROM organisation_countdelta AS delta
      JOIN organisation_unit AS unit ON unit.id = delta.unit_id
      JOIN organisation_unit AS asked ON asked.id = ANY(%(units)s) AND CASE WHEN %(own)s THEN asked.id = unit.id
           ELSE unit.path >= asked.path AND unit.path < asked.path || '{' END
     WHERE delta.measure = ANY(%(measures)s)
       AND (CASE WHEN %(period)s = '' THEN NOT delta.is_flow ELSE delta.month = %(period)s END)
) AS counted GROUP BY unit_id, measure
"""

BY_MONTH = """
SELECT unit_id, measure, month, sum(amount) FROM (
    SELECT unit_id, measure, period AS month, CASE WHEN %(own)s THEN own ELSE total END AS amount
      FROM organisation_counter
     WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s) AND period = ANY(%(months)s)
     UNION ALL
    SELECT asked.id, delta.measure, delta.month, delta.amount
      FROM organisation_countdelta AS delta
      JOIN organisation_unit AS unit ON unit.id = delta.unit_id
      JOIN organisation_unit AS asked ON asked.id = ANY(%(units)s) AND CASE WHEN %(own)s THEN asked.id = unit.id
           ELSE unit.path >= asked.path AND unit.path < asked.path || '{' END
     WHERE delta.measure = ANY(%(measures)s) AND delta.month = ANY(%(months)s)
) AS counted GROUP BY unit_id, measure, month
"""

TERRITORY_TOTALS = """
SELECT asked.id, counted.measure, sum(counted.amount)
  FROM (SELECT unit_id, measure, own AS amount FROM organisation_counter
         WHERE measure = ANY(%(measures)s) AND period = ANY(%(periods)s) AND own <> 0
         UNION ALL
        SELECT unit_id, measure, amount FROM organisation_countdelta
         WHERE measure = ANY(%(measures)s)
           AND (month = ANY(%(periods)s) OR NOT is_flow AND '' = ANY(%(periods)s))) AS counted
  JOIN organisation_unit AS unit ON unit.id = counted.unit_id
  JOIN organisation_unit AS site ON site.id = coalesce(unit.territory_id, unit.id)
  JOIN organisation_unit AS asked ON asked.id = ANY(%(units)s)
       AND site.path >= asked.path AND site.path < asked.path || '{'
 GROUP BY asked.id, counted.measure
"""

CLOSE_MONTH = """
INSERT INTO organisation_monthcounter (id, unit_id, measure, month, own, total)
SELECT greatest((SELECT coalesce(max(id), 0) FROM organisation_monthcounter), %(first_id)s) + row_number() OVER (),
       unit_id, measure, %(month)s, own, total
  FROM (SELECT unit_id, measure, sum(CASE WHEN period = '' THEN own ELSE -own END) AS own,
               sum(CASE WHEN period = '' THEN total ELSE -total END) AS total
          FROM organisation_counter
         WHERE measure <> ALL(%(flows)s) AND (period = '' OR period > %(month)s)
         GROUP BY unit_id, measure
         UNION ALL
        SELECT unit_id, measure, own, total FROM organisation_counter
         WHERE measure = ANY(%(flows)s) AND period = %(month)s) AS figures
 WHERE own <> 0 OR total <> 0
"""

CHANGES_AFTER = """
SELECT coalesce(sum(total), 0) FROM organisation_counter
 WHERE unit_id = %(unit)s AND measure = %(measure)s AND period > %(month)s
"""

HOLD = "SELECT id FROM organisation_unit WHERE id = ANY(%(units)s) AND status = 'active' ORDER BY id FOR SHARE"


def _rows(statement: str, parameters: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _run(statement: str, parameters: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def fold(most: int) -> int:
    """Fold at most so many deltas into the counters of their units and all units above; return how many."""
    return int(_rows(FOLD, {"most": most, "first_id": new_id()})[0][0])


def shift(moved_id: int, signs: dict[int, int]) -> None:
    """Add the moved unit's totals, times the sign, to the totals of the units given by id."""
    parameters = {"moved": moved_id, "units": list(signs), "signs": list(signs.values()), "first_id": new_id()}
    _run(SHIFT, parameters)


def totals(units: Sequence[int], measures: Sequence[str], period: str, *, own: bool) -> list[Row]:
    """Return ``(unit id, measure, amount)``: the counters and what is not folded yet, in one statement."""
    return _rows(TOTALS, {"units": list(units), "measures": list(measures), "period": period, "own": own})


def by_month(units: Sequence[int], measures: Sequence[str], months: Sequence[str], *, own: bool) -> list[Row]:
    """Return ``(unit id, measure, month, amount)``: flows, and the net changes of stocks, in today's tree."""
    return _rows(BY_MONTH, {"units": list(units), "measures": list(measures), "months": list(months), "own": own})


def territory_totals(units: Sequence[int], measures: Sequence[str], periods: Sequence[str]) -> list[Row]:
    """Return ``(unit id, measure, amount)`` by where units sit instead of whom they belong to."""
    return _rows(TERRITORY_TOTALS, {"units": list(units), "measures": list(measures), "periods": list(periods)})


def close_month(month: str, flows: Sequence[str]) -> int:
    """Keep every figure as it stands at the end of the month, for ever; return how many."""
    return _run(CLOSE_MONTH, {"month": month, "flows": list(flows), "first_id": new_id()})


def changes_after(unit_id: int, measure: str, month: str) -> int:
    """Return by how much a stock changed in the months after this one."""
    return int(_rows(CHANGES_AFTER, {"unit": unit_id, "measure": measure, "month": month})[0][0])


def wrong_totals() -> Iterable[Row]:
    """Return ``(unit id, measure, period, kept, right)`` where a total is not the sum of the subtree's own figures."""
    return _rows(WRONG_TOTALS, {})


def correct_totals() -> int:
    """Set every wrong total right; return how many."""
    return _run(CORRECT_TOTALS, {})


def hold(units: Sequence[int]) -> list[int]:
    """Lock units against being closed, in the order of their ids; return the ids of those that are open."""
    return [row[0] for row in _rows(HOLD, {"units": list(units)})]


def see_one_moment() -> None:
    """Let the transaction that has just begun read everything as of one moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
