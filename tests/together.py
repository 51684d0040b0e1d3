"""Doing several things at the same moment, as many people do."""

import threading
from collections.abc import Callable, Sequence

from django.db import connection

from netral.kernel.errors import Refusal


def together(works: Sequence[Callable[[], object]]) -> list[object]:
    """Run all works at the same moment, each with a connection of its own.

    A refusal counts as an answer: its code stands in the place of a result.
    """
    gate, done = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            done.append(work())
        except Refusal as refusal:
            done.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(works)
    return done
