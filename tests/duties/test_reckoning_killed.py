"""Workers that reckon at once, and one that is killed, each really in a process of its own."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from netral.duties.models import Obligation, ObligationEvent
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, Member
from tests.duties.scene import DEPOK, in_force, reckoned
from tests.notices.test_notices_killed import database
from tools import machine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 90


def worker(tmp_path: Path, institution: Institution, *how: str) -> subprocess.Popen[bytes]:
    environment = machine.plain() | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "NETRAL_DEBUG": "1",
        "NETRAL_TESTING": "1",
        "NETRAL_DATA": str(tmp_path),
        "DATABASE_URL": database(),
    }
    instant = AT.acted.isoformat()
    command = [sys.executable, "-m", "tests.duties.reckoner", str(institution.pk), instant, *how]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def reckonings() -> int:
    return Entry.objects.filter(act="obligations.reckoned").count()


def test_killed_before_the_end_nothing_is_half_written_and_the_next_one_does_it_all(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member, tmp_path: Path
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    assert worker(tmp_path, depok, "die").wait(PATIENCE) == -signal.SIGKILL
    left = Obligation.objects.count(), ObligationEvent.objects.count(), reckonings()
    assert left == (0, 0, 0)
    assert worker(tmp_path, depok).wait(PATIENCE) == 0
    assert Obligation.objects.exists()
    assert reckonings() == 1


def test_two_workers_at_once_write_each_obligation_once(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member, tmp_path: Path
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    both = [worker(tmp_path, depok) for _ in range(2)]
    assert [each.wait(PATIENCE) for each in both] == [0, 0]
    assert reckonings() == 1  # the second found nothing left to do
    made = Obligation.objects.count(), ObligationEvent.objects.count()
    reckoned(depok)
    assert (Obligation.objects.count(), ObligationEvent.objects.count()) == made
