"""Counting. Amounts belong to a board, a unit and a measure, and roll up the tree.

On SQLite there is one writer, so an act adds to the counters at once. On PostgreSQL an act only
appends delta rows, so that nobody who signs waits for a counter that all share, and a folder
adds them up. The sum of counters and deltas is exact after every commit on both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db import connection, transaction

from netral.orgs.models import Unit
from netral.tallies.core import Key, rolled, summed
from netral.tallies.models import Count
from netral.tenancy import actions as tenancy
from netral.tenancy.models import Institution

BATCH: Final = 50_000
ALL: Final = 2**31
FOLDER: Final = 7_305_001  # advisory lock: one folder at a time
SOME: Final = 500  # units worth naming in a query
ADD: Final = """
    INSERT INTO tallies_count (institution_id, board, unit_id, measure, own, whole)
    {rows}
    ON CONFLICT (institution_id, board, unit_id, measure) DO UPDATE
    SET own = tallies_count.own + excluded.own, whole = tallies_count.whole + excluded.whole
"""
ADD_ONE: Final = ADD.format(rows="VALUES (%s, %s, %s, %s, %s, %s)")
ADD_MANY: Final = ADD.format(
    rows="SELECT %s, %s, * FROM unnest(%s::bigint[], %s::text[], %s::integer[], %s::integer[])"
)
POST: Final = """
    INSERT INTO tallies_delta (institution_id, board, unit_id, measure, amount)
    SELECT %s, %s, * FROM unnest(%s::bigint[], %s::text[], %s::integer[])
"""
SPREAD: Final = """
    SELECT own.institution_id, board, above.id, measure,
        coalesce(sum(amount) FILTER (WHERE above.id = own.unit_id), 0), sum(amount)
    FROM own JOIN orgs_unit ON orgs_unit.id = own.unit_id
    CROSS JOIN LATERAL unnest(string_to_array(trim('/' FROM path), '/')::bigint[]) AS above(id)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
# One statement, so that folding the whole country costs no trip for each institution: what is
# taken, summed by counter, is added to its unit and to all above it, in the order of the key.
FOLD: Final = f"""
    WITH taken AS (
        DELETE FROM tallies_delta
        WHERE id IN (SELECT id FROM tallies_delta {{where}} ORDER BY id LIMIT %s)
        RETURNING institution_id, board, unit_id, measure, amount
    ), own AS (
        SELECT institution_id, board, unit_id, measure, sum(amount) AS amount
        FROM taken GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0
    ), added AS ({ADD.format(rows=SPREAD)})
    SELECT count(*) FROM taken
"""  # noqa: S608  # only constants are put in
FOLD_ANY: Final = FOLD.format(where="")
FOLD_BOARD: Final = FOLD.format(where="WHERE institution_id = %s AND board = %s")


def post(*, institution: Institution, board: str, changes: Iterable[tuple[int, str, int]]) -> None:
    """Count `changes` (unit id, measure, amount) in the caller's transaction.

    The amounts count as the unit's own and in the whole of everything above it.
    """
    total = summed(changes)
    if connection.vendor != "postgresql":
        _add(institution.pk, board, total, rolled(total, _paths(institution.pk, total)))
        return
    if total:
        rows = [(unit, measure, amount) for (unit, measure), amount in total.items()]
        with connection.cursor() as cursor:
            cursor.execute(POST, [institution.pk, board, *_columns(rows)])


def fold() -> int:
    """Add all waiting deltas to the counters and return how many there were.

    Each batch is one transaction: killed at any moment, it has either happened or not.
    """
    if connection.vendor != "postgresql":
        return 0
    folded = 0
    while True:
        done = _fold_batch()
        folded += done
        if done < BATCH:
            return folded


@transaction.atomic
def _fold_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLDER])
        if not cursor.fetchone()[0]:
            return 0  # another folder is at it
    return _fold_rows()


def _fold_rows() -> int:
    """Take a batch of deltas and add it, by rows that are there: ids commit out of order."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD_ANY, [BATCH])
        return int(cursor.fetchone()[0])


def _fold_board(institution_id: int, board: str) -> None:
    """Add all waiting deltas of one board; the caller holds everybody else from counting."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(FOLD_BOARD, [institution_id, board, ALL])


def hold() -> None:
    """Keep everybody else from counting until the caller's transaction ends.

    Call it first in the transaction: before recounting people for `rebuild`, so that nobody
    signs between the two, and before any row is locked that somebody who signs may wait for.
    """
    tenancy.hold(FOLDER)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE tallies_delta IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def rebuild(*, institution: Institution, board: str, own: Mapping[Key, int]) -> int:
    """Make the counters of `board` what `own` says, and return how many were wrong.

    `own` holds the recounted own amounts by unit and measure. Under load, count them after
    `hold()` in the same transaction.
    """
    hold()
    _fold_board(institution.pk, board)
    whole = rolled(own, _paths(institution.pk, own))
    return _make(institution.pk, board, dict(own), whole)


@transaction.atomic
def reroll(*, institution: Institution, board: str) -> int:
    """Add the own amounts of `board` up again along today's tree, after units have moved.

    Returns how many counters changed.
    """
    hold()
    _fold_board(institution.pk, board)
    rows = Count.objects.of(institution).filter(board=board).exclude(own=0)
    own = {(unit, measure): n for unit, measure, n in rows.values_list("unit", "measure", "own")}
    whole = rolled(own, _paths(institution.pk, own))
    return _make(institution.pk, board, own, whole)


def _make(institution_id: int, board: str, own: Mapping[Key, int], whole: Mapping[Key, int]) -> int:
    """Write only the counters that differ."""
    rows = Count.objects.of(institution_id).filter(board=board)
    kept = {(r[0], r[1]): (r[2], r[3]) for r in rows.values_list("unit", "measure", "own", "whole")}
    own_change, whole_change = {}, {}
    for key in kept.keys() | own.keys() | whole.keys():
        was_own, was_whole = kept.get(key, (0, 0))
        change = own.get(key, 0) - was_own, whole.get(key, 0) - was_whole
        if any(change):
            own_change[key], whole_change[key] = change
    _add(institution_id, board, own_change, whole_change)
    return len(own_change)


def _paths(institution_id: int, counted: Mapping[Key, int]) -> dict[int, str]:
    ids = {unit for unit, _ in counted}
    rows = Unit.objects.of(institution_id)
    # Past some hundreds, all units of the institution are cheaper than a long list of ids.
    some = rows.filter(pk__in=ids) if len(ids) <= SOME else rows
    return dict(some.values_list("pk", "path"))


def _add(institution_id: int, board: str, own: Mapping[Key, int], whole: Mapping[Key, int]) -> None:
    """Add to the counters, making those that are missing.

    Always in the order of the key: two writers then never wait for each other in a ring.
    """
    rows = [(*key, own.get(key, 0), whole.get(key, 0)) for key in sorted(own.keys() | whole.keys())]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ADD_MANY, [institution_id, board, *_columns(rows)])
        else:
            cursor.executemany(ADD_ONE, [(institution_id, board, *row) for row in rows])


def _columns(rows: Sequence[tuple[object, ...]]) -> Iterator[list[object]]:
    return map(list, zip(*rows, strict=True))
