"""Working through a hundred thousand lines without pausing for the collector of cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the garbage collector rest for a while: lines hold no cycles, and there are many.

    Each of its rounds would walk over every line read so far; together they take a tenth of an
    import. What was left meanwhile is collected afterwards.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
