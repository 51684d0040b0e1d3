"""All rules about entries, applied to one chunk of the log after the other."""

from collections import Counter
from dataclasses import dataclass, field

from netral_monitor import entries
from netral_monitor.coverage import Coverage
from netral_monitor.entries import Entry, Misfit, Opening, Sealed
from netral_monitor.findings import Findings, of_entry
from netral_monitor.rebuild import Chunk
from netral_monitor.rules.anchors import check_anchor
from netral_monitor.rules.chains import check_chain
from netral_monitor.rules.clocks import Clocks, Uncovered, covered_in_time, sealed_in_time
from netral_monitor.rules.dues import Due, check_due, overdue
from netral_monitor.rules.sealing import Seal, Terms, judge, take_opening, take_sealed
from netral_monitor.store import Ends, Store
from netral_monitor.words import reasons


@dataclass(slots=True)
class Judge:
    """Applies the rules, and remembers what they need from one run to the next."""

    store: Store
    coverage: Coverage
    terms: Terms
    tenants: frozenset[str]  # those that are known; empty: any
    findings: Findings = field(default_factory=Findings)
    types: Counter[str] = field(default_factory=Counter)
    clocks: Clocks = field(init=False)
    ends: Ends = field(init=False)
    dues: dict[str, Due] = field(init=False)
    seals: dict[str, Seal] = field(init=False)
    uncovered: list[Uncovered] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        latest = int(self.store.fact("latest", "0"))
        self.clocks = Clocks(self.coverage, latest, self.store.fact("latest_day"))
        self.ends = Ends(self.store)
        self.dues = self.store.dues()
        self.seals = self.store.seals()

    def take(self, chunk: Chunk) -> None:
        """Judge the entries of a chunk."""
        row = (chunk.number, b"".join(chunk.row), b"".join(chunk.peaks))
        self.store.put("tile", [row])
        fresh = chunk.row[len(chunk.row) - len(chunk.leaves) :]
        for index, (leaf, hashed) in enumerate(zip(chunk.leaves, fresh, strict=True), chunk.start):
            self._take(entries.read(index, leaf, hashed))
        self.ends.trim()

    def _take(self, entry: Entry) -> None:
        add = self.findings.add
        match entry:
            case Misfit(index, _, code, why):
                add(of_entry(code, index, **reasons(why)))
                return
            case Sealed():
                self.types[entry.kind] += 1
                take_sealed(entry, self.seals)
                judged = self.clocks.check_day(entry)
            case Opening():
                self.types["opening/1"] += 1
                add(*take_opening(entry, self.seals, self.terms))
                judged = self.clocks.check(entry)
            case _:
                self.types[entry.kind] += 1
                if self.tenants and entry.tenant not in self.tenants:
                    add(of_entry("unknown-tenant", entry.place, tenant=entry.tenant))
                add(*check_chain(entry, self.ends))
                add(*check_anchor(entry, self.coverage, self.store.root_at))
                add(*check_due(entry, self.dues))
                judged = self.clocks.check(entry)
        for each in judged:
            if isinstance(each, Uncovered):
                self.uncovered.append(each)
            else:
                add(each)

    def judge_waiting(self) -> None:
        """Judge the clocks of entries that no witness had seen in earlier runs."""
        for each in self.store.uncovered():
            covered = self.coverage.covered(each.place)
            if covered is None:
                self.uncovered.append(each)
                continue
            if each.sealed:
                found = sealed_in_time(each.place, each.time, covered)
            else:
                found = covered_in_time(each.place, each.time, covered, self.coverage)
            if found:
                self.findings.add(found)

    def finish(self, now: int) -> None:
        """Judge what must have happened by now, and keep what the next run needs."""
        self.findings.add(*overdue(self.dues, now), *judge(self.seals, self.terms, now))
        self.ends.flush()
        store = self.store
        store.replace("due", [(ref, *due) for ref, due in self.dues.items()])
        store.replace("seal", [(leaf, *seal.row()) for leaf, seal in self.seals.items()])
        store.replace("uncovered", self.uncovered)
        store.learn(latest=self.clocks.latest, latest_day=self.clocks.latest_day)
