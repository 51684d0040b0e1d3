"""The history of each object is one unbroken chain."""

from collections.abc import Iterator, MutableMapping

from netral_monitor.entries import Step
from netral_monitor.findings import Finding, of_entry
from netral_verify.spelling import b64u

End = tuple[int, bytes]  # number and leaf hash of the last entry of an object


def check_chain(step: Step, ends: MutableMapping[str, End]) -> Iterator[Finding]:
    """Hold a step against the one before it, of the same object; it becomes the new end.

    After a break the chain goes on from what stands there, so that one break is one finding.
    """
    last = ends.get(step.ref)
    wanted = (last[0] + 1, b64u(last[1])) if last else (0, None)
    if (step.number, step.previous) != wanted:
        yield of_entry("chain", step.place, ref=step.ref, number=step.number, wanted=wanted[0])
    ends[step.ref] = (step.number, step.hash)
