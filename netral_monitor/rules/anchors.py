"""Each entry names a witnessed state of the log, which it therefore does not predate."""

from collections.abc import Callable, Iterator

from netral_monitor.coverage import Coverage
from netral_monitor.entries import Step
from netral_monitor.findings import Finding, of_entry
from netral_monitor.rules.clocks import CLOCK, spoken
from netral_verify.spelling import b64u


def check_anchor(
    step: Step, coverage: Coverage, root_at: Callable[[int], bytes]
) -> Iterator[Finding]:
    """Hold the state that a step names against those that there were.

    `root_at` computes the root over the first so many entries of the log, up to the step itself.
    """
    if step.anchor is None:
        return
    size, root = step.anchor
    if size > step.place:
        yield of_entry("anchor-ahead", step.place, size=size)
        return
    known = coverage.roots.get(size)
    if (known or b64u(root_at(size))) != root:
        yield of_entry("anchor-root", step.place, size=size)
        return
    if known is None and coverage.states:
        yield Finding("anchor-unwitnessed", f"state {size}", step.place, {"size": size})
    reached = coverage.reached(size)
    if reached is not None and reached > step.time + CLOCK:
        parts = {"at": spoken(step.time), "size": size, "seen": spoken(reached)}
        yield of_entry("backdated-anchor", step.place, **parts)
