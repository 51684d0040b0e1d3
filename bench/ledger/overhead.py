"""What its entry costs an act: people sign their pact, every other time without an entry.

"Without" means that the signature names an entry that was there before: nothing is hashed,
committed to, or put into the outbox. Measured twice: the request in which a person signs, from the
posted form to the answer (session, seat, rules, signature, commit; without the password's hash,
which would flatter the figure), and the database transaction in it alone. The disk is told to keep
each commit (SQLite synchronous FULL, PostgreSQL fsync on).
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from unittest.mock import patch

PEOPLE: Final = 1200
UNITS: Final = 40
WARM: Final = 40  # signatures of each kind that are not counted


def measure() -> dict[str, float]:
    """Return the ratio of the middle times with and without, of the request and of the act."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    pledges = _pledges()
    half = len(pledges) // 2
    with _ready(pledges) as without:
        request = _compared(pledges[:half], _post, without)
        act = _compared(pledges[half:], _sign, without)
    return {
        "ratio": round(request[True] / request[False], 3),
        "bare_ratio": round(act[True] / act[False], 3),
        "with_ms": round(request[True], 2),
        "bare_with_ms": round(act[True], 2),
    }


def _compared(
    pledges: Sequence[Any], does: Callable[[Any], Callable[[], None]], without: Callable[[], Any]
) -> dict[bool, float]:
    """Return the middle time in milliseconds, by whether there was an entry."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, pledge in enumerate(pledges):
        run, with_entry = does(pledge), number % 2 == 0
        if with_entry:
            start = time.perf_counter()
            run()
            times[True].append(time.perf_counter() - start)
        else:
            with without():
                start = time.perf_counter()
                run()
                times[False].append(time.perf_counter() - start)
    return {key: 1000 * statistics.median(each[WARM:]) for key, each in times.items()}


def _sign(pledge: Any) -> Callable[[], None]:
    from netral.pacts.actions import signing  # noqa: PLC0415
    from netral.signing.core import Level  # noqa: PLC0415

    at = _now()

    def run() -> None:
        signing.sign(
            pledge=pledge,
            level=Level.REENTRY,
            method="password",
            text_sha256=pledge.campaign.text_sha256,
            by=f"user:{pledge.person.account_id}",
            at=at,
        )

    return run


def _post(pledge: Any) -> Callable[[], None]:
    from django.test import Client  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(pledge.person.account, "netral.access.backend.Backend")
    address = f"/pakta/{pledge.campaign.slug}/"
    form = {"read": "on", "password": "x", "text_sha256": pledge.campaign.text_sha256}
    client.get(address)

    def run() -> None:
        answer = client.post(address, form)
        if answer.status_code != 302:
            msg = f"not signed: {answer.status_code}"
            raise RuntimeError(msg)

    return run


@contextmanager
def _ready(pledges: Sequence[Any]) -> Iterator[Callable[[], Any]]:
    """Let passwords pass, and yield what takes the entries away."""
    from django.db import transaction  # noqa: PLC0415

    from netral.access.identity import Proof  # noqa: PLC0415
    from netral.ledger.actions import Act, record_all  # noqa: PLC0415
    from netral.pacts.actions import signing  # noqa: PLC0415
    from netral.pacts.views import mine  # noqa: PLC0415
    from netral.signing.core import Level  # noqa: PLC0415

    spare = [Act(act="unit.renamed", actor="system")] * len(pledges)
    with transaction.atomic():
        made = iter(record_all(spare, institution=pledges[0].institution, at=_now()))

    def named(acts: Sequence[Any], **_: Any) -> list[Any]:
        return [next(made) for _ in acts]

    passed = Proof(Level.REENTRY, "password")
    with patch.object(mine, "confirm_identity", lambda *_, **__: passed):
        yield lambda: patch.object(signing, "record_all", named)


def _now() -> Any:
    from netral.kernel.moment import Moment  # noqa: PLC0415

    return Moment.real(datetime.now(UTC))


def _pledges() -> list[Any]:
    from django.core.management import call_command  # noqa: PLC0415

    from bench.sign_house import build  # noqa: PLC0415  # needs the apps
    from netral.pacts.models import Pledge  # noqa: PLC0415
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    build(people=PEOPLE, units=UNITS, password="x" * 20, now=datetime.now(UTC))
    held = ("person__account", "unit", "wave", "campaign__institution", "campaign__entry")
    return list(Pledge.objects.select_related(*held, "institution"))
