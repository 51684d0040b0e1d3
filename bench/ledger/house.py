"""What the measurements of the sequencer share: a database of their own, and acts to log."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def start(module: str, *arguments: str, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a part of a measurement in a process of its own."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(module: str, *arguments: str, env: Mapping[str, str]) -> str:
    """Run a part to its end; return its last line."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        msg = f"{module} {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(msg)
    return done.stdout.rstrip().rpartition("\n")[2]


def ready() -> None:
    """Load Django."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()


def opened() -> Any:
    """Make the tables; return an institution."""
    from django.core.management import call_command  # noqa: PLC0415

    from netral.tenancy.models import Institution  # noqa: PLC0415

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    return Institution.objects.create(
        code="32.76", slug="depok", name="Pemerintah Kota Depok", place="Depok", kind="city",
        head_title="Wali Kota Depok", zone="Asia/Jakarta",
    )  # fmt: skip


def act(house: Any, count: int) -> None:
    """Let so much happen, in one transaction."""
    from django.db import transaction  # noqa: PLC0415

    from netral.kernel.moment import Moment  # noqa: PLC0415
    from netral.ledger.actions import Act, record_all  # noqa: PLC0415

    # Of an act that no record of the business stands on, so that the whole check finds nothing.
    acts = [Act(act="bench.happened", actor="system", subject=f"unit:{n}") for n in range(count)]
    with transaction.atomic():
        record_all(acts, institution=house, at=Moment.real(datetime.now(UTC)))
