"""A worker in a process of its own, to be killed: `python -m tests.notices.worker INSTANT`.

It sends what is due at the instant, in the settings and the database of its environment, until
nothing is left, and says how much it was.
"""

import sys
from dataclasses import asdict
from datetime import datetime

import django


def main(now: datetime) -> int:
    """Send until nothing is due."""
    django.setup()
    from netral.notices.actions import send_due  # noqa: PLC0415  # needs the apps

    total = 0
    while any(asdict(done := send_due(now=now)).values()):
        total += done.sent
    sys.stdout.write(f"{total}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(datetime.fromisoformat(sys.argv[1])))
