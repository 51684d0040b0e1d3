"""What a receipt proves and what it does not, as sentences and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from netral_verify import Wrong, facts
from netral_verify.facts import spoken, stamp
from netral_verify.labels import LEVELS, OWN_KEY, kind
from netral_verify.leaf import Leaf
from netral_verify.note import Checkpoint, Note
from netral_verify.policy import Policy
from netral_verify.promise import Promise, key_name, open_promise
from netral_verify.receipt import Proven, Receipt, verify
from netral_verify.spelling import b64, b64u
from netral_verify.tree import check_inclusion
from netral_verify.words import Voice

TOLERANCE: Final = 5 * 60  # seconds by which clocks may differ
NO_POLICY: Final = (
    "The receipt fits together, but nothing here says whose keys to trust. Without a policy anybody"
    " could have made it."
)
NO_KEY: Final = "The policy does not name the log {origin}, so nothing says whose keys to trust."
NO_PROMISE_KEY: Final = (
    "The policy names no key for promises of {origin}: give it with --promise-key."
)


class Outcome(StrEnum):
    """How it ended."""

    PROVEN = "proven"
    UNTRUSTED = "untrusted"  # there is no policy, or it does not know this log
    UNWITNESSED = "unwitnessed"  # the policy asks for more witnesses
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in English, with places; said by a `Voice`."""

    message: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def said(self, say: Voice) -> str:
        """Say it in the reader's language; a part that is a sentence too."""
        parts = {
            name: part.said(say) if isinstance(part, Sentence) else part
            for name, part in self.parts.items()
        }
        return say(self.message, **parts)


def s(message: str, /, **parts: object) -> Sentence:
    """Make a sentence."""
    return Sentence(message, parts)


@dataclass(slots=True)
class Report:
    """The outcome, what comes of it, and the same as plain data."""

    outcome: Outcome
    headline: Sentence
    proven: list[Sentence] = field(default_factory=list)
    not_proven: list[Sentence] = field(default_factory=list)
    disclosed: dict[str, Any] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


def of_receipt(receipt: Receipt, policy: Policy | None, *, pdf: bool = False) -> Report:
    """Verify a receipt and say what comes of it; `pdf` if it was found in one."""
    try:
        origin = Checkpoint.parse(receipt.note.text).origin
        if policy is None or origin not in policy.logs:
            report, seen = _untrusted(receipt, NO_POLICY if policy is None else NO_KEY), None
        else:
            seen = verify(receipt, policy)
            report = _trusted(seen, policy)
    except Wrong as wrong:
        return refused("receipt", wrong)
    report.disclosed = receipt.disclosed()
    report.hidden = [each.name for each in receipt.fields if not each.disclosed]
    report.proven += _about(receipt)
    report.not_proven += _limits(receipt, seen, pdf=pdf)
    report.data = {
        "kind": "receipt",
        "outcome": report.outcome,
        "why": None,
        **facts.of_receipt(receipt),
        **(facts.of_witnesses(seen, policy) if seen and policy else {}),
    }
    return report


def refused(what: str, wrong: Wrong) -> Report:
    """Report something that is not what it says it is."""
    return Report(
        Outcome.FALSE,
        s("This receipt is not what it says it is: {why}.", why=wrong),
        data={"kind": what, "outcome": Outcome.FALSE, "why": str(wrong)},
    )


def _untrusted(receipt: Receipt, why: str) -> Report:
    state = Checkpoint.parse(receipt.note.text)
    check_inclusion(
        index=receipt.index,
        size=state.size,
        leaf=receipt.leaf.hash,
        proof=receipt.path,
        root=state.root,
    )
    return Report(
        Outcome.UNTRUSTED,
        s(why, origin=state.origin),
        [_place(receipt, state)],
    )


def _trusted(seen: Proven, policy: Policy) -> Report:
    origin = seen.state.origin
    met = seen.by is not None
    report = Report(
        Outcome.PROVEN if met else Outcome.UNWITNESSED,
        s("The entry stands in the log {origin}, unchanged.", origin=origin)
        if met
        else s(
            "The log {origin} signed it, but too few of the witnesses in the policy have seen it.",
            origin=origin,
        ),
        [_place(seen.receipt, seen.state)],
    )
    names = {each.key: each.name for each in policy.witnesses.values()}
    if seen.by:
        report.proven.append(
            s(
                "It was there by {time} at the latest: by then as many witnesses as the policy asks"
                " for had seen it.",
                time=spoken(seen.by),
            )
        )
    elif seen.seen:
        first = min(seen.seen, key=lambda key: seen.seen[key])
        report.proven.append(
            s(
                "It was there by {time} at the latest, if the witness {name} is believed.",
                time=spoken(seen.seen[first]),
                name=names[first],
            )
        )
    report.proven += [
        s("Seen by the witness {name} at {time}.", name=names[key], time=spoken(time))
        for key, time in sorted(seen.seen.items(), key=lambda each: each[1])
    ]
    return report


def _place(receipt: Receipt, state: Checkpoint) -> Sentence:
    return s(
        "Entry {index} of {size} in the log {origin}.",
        index=receipt.index,
        size=state.size,
        origin=state.origin,
    )


def _about(receipt: Receipt) -> list[Sentence]:
    """Return what the leaf itself shows."""
    leaf = receipt.leaf
    what = s(f"{kind(leaf.kind.name)}")
    found = [
        s("What it is about: {kind}, institution {tenant}.", kind=what, tenant=leaf.tenant)
        if leaf.tenant
        else s("What it is about: {kind}.", kind=what)
    ]
    if "lvl" in leaf.public:
        level = leaf.public["lvl"]
        found.append(s("Level of the signature: {level}.", level=s(LEVELS[level])))
    found += [
        s("Public value {name}: {value}", name=name, value=value)
        for name, value in leaf.public.items()
        if name != "lvl"
    ]
    if leaf.anchor:
        found.append(
            s(
                "It was not made before the log had {size} entries with the root {root}: it names"
                " that state.",
                size=leaf.anchor.size,
                root=b64(leaf.anchor.root),
            )
        )
    found.append(
        s("The server's clock said {time}; the server alone vouches for that.", time=leaf.at)
    )
    return found


def _limits(receipt: Receipt, seen: Proven | None, *, pdf: bool) -> list[Sentence]:
    """Return what nobody should believe for this receipt."""
    leaf = receipt.leaf
    found = _limits_of_trust(leaf, seen)
    found.append(
        s(
            "That what the entry says is true: a log shows what was said and when, not whether it"
            " is so."
        )
    )
    if leaf.public.get("lvl", OWN_KEY) < OWN_KEY:
        found.append(
            s("Who signed: at this level the server vouches for it, not the signer's own key.")
        )
    if leaf.anchor is None and leaf.kind.form == "history":
        found.append(s("That it was not made long before: it names no earlier state of the log."))
    if not any(each.disclosed for each in receipt.fields):
        found.append(s("What the entry says: this receipt does not disclose it."))
    if pdf:
        found.append(
            s(
                "That the pages of the PDF around it say the same: compare the disclosed values,"
                " and check the seal of the PDF."
            )
        )
    return found


def _limits_of_trust(leaf: Leaf, seen: Proven | None) -> list[Sentence]:
    if seen is None:
        return [
            s(
                "Who made the entry, and that it is in any log: for that the keys of the log and"
                " its witnesses are needed (--policy), from a source that you trust."
            )
        ]
    found = [
        s(
            "That the keys in the policy are the right ones: compare them with the founding"
            " circular."
        )
    ]
    if not seen.seen:
        found.append(s("That the log was not rewritten: nobody outside has seen this state."))
    elif leaf.time > min(seen.seen.values()) + TOLERANCE and leaf.kind.form != "sealed":
        found.append(
            s(
                "The server's clock was ahead: it says {time}, but witnesses saw the entry before.",
                time=leaf.at,
            )
        )
    return found


def of_promise(note: Note, policy: Policy | None) -> Report:
    """Verify a promise and say what comes of it."""
    try:
        promise = Promise.parse(note.text)
        key = policy.promises.get(key_name(promise.origin)) if policy else None
        if key is None:
            return _promise(promise, NO_POLICY if policy is None else NO_PROMISE_KEY)
        return _promise(open_promise(note, key))
    except Wrong as wrong:
        return refused("promise", wrong)


def _promise(promise: Promise, why: str = "") -> Report:
    outcome = Outcome.UNTRUSTED if why else Outcome.PROVEN
    said = s(
        "The log {origin} promised that the entry {leaf} will stand in it by {time}.",
        origin=promise.origin,
        leaf=b64u(promise.leaf),
        time=spoken(promise.by),
    )
    limits = [
        s("That the entry stands in the log by now: ask for the receipt. If it still is not there"
          " after that time, this promise is the evidence that the log broke it.")
    ]  # fmt: skip
    data = {
        "kind": "promise",
        "outcome": outcome,
        "why": None,
        "log": promise.origin,
        "leaf": b64u(promise.leaf),
        "by": stamp(promise.by),
    }
    headline = s(why, origin=promise.origin) if why else said
    return Report(outcome, headline, [said] if why else [], limits, data=data)
