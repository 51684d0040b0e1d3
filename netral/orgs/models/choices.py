"""The values of an enumeration as a column's choices."""

from collections.abc import Iterable
from enum import StrEnum


def choices(kinds: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Return each value beside itself: pages say it in words of their own."""
    return [(kind.value, kind.value) for kind in kinds]
