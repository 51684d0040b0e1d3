"""An entry with a public `due` is followed by another of its object by then."""

from collections.abc import Iterator, MutableMapping
from typing import NamedTuple

from netral_monitor.entries import Step
from netral_monitor.findings import Finding, of_entry
from netral_monitor.rules.clocks import DAY, begin


class Due(NamedTuple):
    """What must happen next to an object, and by when."""

    place: int  # of the entry that says so
    tenant: str
    day: str


def check_due(step: Step, dues: MutableMapping[str, Due]) -> Iterator[Finding]:
    """Take note of the next due day of an object; tell whether the last one was kept."""
    due = dues.pop(step.ref, None)
    if due and step.time >= begin(due.day) + DAY:
        yield of_entry("step-late", step.place, due=due.day, ref=step.ref, tenant=due.tenant)
    if step.due:
        dues[step.ref] = Due(step.place, step.tenant, step.due)


def overdue(dues: MutableMapping[str, Due], now: int) -> Iterator[Finding]:
    """Yield what should have happened by now."""
    for ref, due in sorted(dues.items(), key=lambda each: (each[1].day, each[1].place)):
        if now >= begin(due.day) + DAY:
            parts = {"due": due.day, "ref": ref, "tenant": due.tenant}
            yield Finding("case-overdue", str(due.place), due.place, parts)
