"""The processes of the roll-up benchmark: people who sign, a folder to be killed, and readers.

Each is `python -m bench.rollup_load NAME ...`, begins its work at an instant given to all, and
prints what it measured as one JSON line. Times are in milliseconds.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice

import django

django.setup()

from django.db import connection  # noqa: E402  # models need the set-up
from django.utils import timezone  # noqa: E402

from netral.kernel.moment import Moment  # noqa: E402
from netral.pacts.actions.signing import sign  # noqa: E402
from netral.pacts.core import State  # noqa: E402
from netral.pacts.models import Campaign, Pledge  # noqa: E402
from netral.pacts.queries import national  # noqa: E402
from netral.signing.core import Level  # noqa: E402
from netral.tallies.actions import fold  # noqa: E402

AHEAD = 100  # pledges fetched at once, as a page would fetch one
BEGUN, DONE = "+", "-"  # what the folder says of each fold, so that it can be killed inside one


def signers(start: float, seconds: float, rate: float, part: int, parts: int) -> dict[str, object]:
    """Let one person after the other sign, `rate` a second, each in a transaction of its own."""
    people = _waiting(part, parts)
    first = list(islice(people, AHEAD))  # before the start
    times: list[float] = []
    _sleep_until(start)
    cpu = time.process_time()
    for number, pledge in enumerate(_chained(first, people)):
        _sleep_until(start + number / rate)
        if time.time() >= start + seconds:
            break
        times.append(_timed(lambda: _sign(pledge)))  # noqa: B023  # called at once
    cpu = time.process_time() - cpu
    return {"times": times, "cpu_ms": 1000 * cpu / max(1, len(times))}


def readers(start: float, seconds: float, rate: float) -> dict[str, object]:
    """Ask for the national roll-up `rate` times a second."""
    times: list[float] = []
    national()
    _sleep_until(start)
    while time.time() < start + seconds:
        times.append(_timed(national))
        _sleep_until(start + len(times) / rate)
    return {"times": times}


def folder(pause: float) -> None:
    """Fold until killed, and tell when each fold begins and ends, and how much it took."""
    while True:
        sys.stdout.write(f"{BEGUN}\n")
        sys.stdout.flush()
        begun = time.perf_counter()
        rows = fold()
        took = 1000 * (time.perf_counter() - begun)
        sys.stdout.write(f"{DONE} {rows} {took:.1f}\n")
        sys.stdout.flush()
        time.sleep(pause)


def _sign(pledge: Pledge) -> None:
    sign(
        pledge=pledge,
        level=Level.REENTRY,
        method="password",
        text_sha256=pledge.campaign.text_sha256,
        by=f"user:{pledge.person.account_id}",
        at=Moment.real(timezone.now()),
    )


def _waiting(part: int, parts: int) -> Iterator[Pledge]:
    """Yield the pledges of this process's share of the people with accounts, in no order."""
    campaigns = Campaign.objects.select_related("institution", "entry").in_bulk()
    rows = Pledge.objects.filter(person__account__isnull=False, state=State.NOT_YET)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    random.Random(1).shuffle(pks)  # alike in every process, so that each takes its own
    pks = pks[part::parts]
    for begin in range(0, len(pks), AHEAD):
        some = Pledge.objects.filter(pk__in=pks[begin : begin + AHEAD])
        for pledge in some.select_related("person", "unit", "wave"):
            pledge.campaign = campaigns[pledge.campaign_id]
            yield pledge


def _chained(first: list[Pledge], rest: Iterator[Pledge]) -> Iterator[Pledge]:
    yield from first
    yield from rest


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def _sleep_until(instant: float) -> None:
    if (left := instant - time.time()) > 0:
        time.sleep(left)


def main(work: str, given: list[str]) -> None:
    """Do one kind of work, with the numbers that it takes."""
    connection.ensure_connection()
    match work, [float(each) for each in given]:
        case "fold", [pause]:
            folder(pause)
        case "read", [start, seconds, rate]:
            print(json.dumps(readers(start, seconds, rate)))
        case "sign", [start, seconds, rate, part, parts]:
            print(json.dumps(signers(start, seconds, rate, int(part), int(parts))))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
