"""A worker in a process of its own: `python -m tests.duties.reckoner INSTITUTION INSTANT [die]`.

It reckons in the settings and the database of its environment. With `die` it kills itself once
everything is written and nothing is committed.
"""

import os
import signal
import sys
from datetime import datetime
from unittest.mock import patch

import django


def main(institution: int, at: datetime, *, dies: bool) -> None:
    """Reckon once, or die of it."""
    django.setup()
    from netral.duties.actions.reckoning import reckon  # noqa: PLC0415  # needs the apps
    from netral.kernel.moment import Moment  # noqa: PLC0415
    from netral.tenancy.models import Institution  # noqa: PLC0415

    if dies:
        last = "netral.duties.actions.reckoning.count"  # comes last, when all rows are written
        patch(last, lambda **_: os.kill(os.getpid(), signal.SIGKILL)).start()
    house = Institution.objects.get(pk=institution)
    reckon(institution=house, at=Moment(acted=at, logged=at))


if __name__ == "__main__":
    main(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), dies=sys.argv[3:] == ["die"])
