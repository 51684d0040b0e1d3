"""All figures of the log, as one JSON object in the last line.

`python -m bench.ledger build` prints one part alone: build, fsck, overhead, drain or kills.
"""

import json
import sys
from collections.abc import Callable
from typing import Any, Final

from bench.child import measured
from tools.postgres import NoPostgres, server


def _build(_: str | None) -> dict[str, Any]:
    from bench.ledger.build import measure  # noqa: PLC0415

    return measure()


def _fsck(_: str | None) -> dict[str, Any]:
    from bench.ledger.fsck import measure  # noqa: PLC0415

    return measure()


def _overhead(url: str | None) -> dict[str, Any]:
    found = {"sqlite": _engine(), "postgres": _engine(url) if url else None}
    ratios = {f"overhead_{name}": each and each["ratio"] for name, each in found.items()}
    bare = {f"overhead_bare_{name}": each and each["bare_ratio"] for name, each in found.items()}
    return ratios | bare | {"overhead": found}


def _engine(url: str | None = None) -> dict[str, Any]:
    return measured("bench.ledger", "--overhead-here", url=url, NETRAL_HOSTS="localhost")


def _drain(url: str | None) -> dict[str, Any]:
    from bench.ledger.drain import drain  # noqa: PLC0415

    found = drain(url)
    return {
        "drain_per_s": found["per_s"] if url else None,
        "fsck_database_100k_s": found["check_s"],
    }


def _kills(_: str | None) -> dict[str, Any]:
    from bench.ledger.kills import kills  # noqa: PLC0415

    return dict(zip(("kills", "gaps", "forks"), kills(), strict=True))


PARTS: Final[dict[str, Callable[[str | None], dict[str, Any]]]] = {
    "build": _build,
    "fsck": _fsck,
    "overhead": _overhead,
    "drain": _drain,
    "kills": _kills,
}


def main(arguments: list[str]) -> None:
    """Measure what was asked for, or everything; each part on a fresh server of its own."""
    if "--overhead-here" in arguments:
        from bench.ledger.overhead import measure  # noqa: PLC0415

        print(json.dumps(measure()))
        return
    figures: dict[str, Any] = {}
    for name in arguments or PARTS:
        try:
            with server(durable=True) as url:
                figures |= PARTS[name](url)
        except NoPostgres as lacking:
            print(lacking, file=sys.stderr)
            figures |= PARTS[name](None)
        print(name, figures, file=sys.stderr, flush=True)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
