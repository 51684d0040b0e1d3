"""What a receipt proves and what it does not, as sentences and as JSON."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from netral_verify import Wrong, facts, limits
from netral_verify.facts import spoken, stamp
from netral_verify.labels import FIELDS, LEVELS, kind
from netral_verify.note import Checkpoint, Note
from netral_verify.passkey import Touched, check_assertion
from netral_verify.policy import Policy
from netral_verify.promise import Promise, key_name, open_promise
from netral_verify.receipt import Proven, Receipt, verify
from netral_verify.sentence import Sentence, s
from netral_verify.spelling import b64, b64u

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
        touched = check_assertion(receipt)
    except Wrong as wrong:
        return refused("receipt", wrong)
    report.disclosed = receipt.disclosed()
    report.hidden = [each.name for each in receipt.fields if not each.disclosed]
    report.proven += _about(receipt, touched)
    report.not_proven += limits.of_trust(receipt.leaf, seen)
    report.not_proven += limits.of_receipt(receipt, touched, pdf=pdf)
    report.data = {
        "kind": "receipt",
        "outcome": report.outcome,
        "why": None,
        **facts.of_receipt(receipt),
        "passkey": facts.of_passkey(touched) if touched else None,
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
    receipt.check_path(state)
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


def _about(receipt: Receipt, touched: Touched | None) -> list[Sentence]:
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
        s("Public value {name}: {value}", name=s(FIELDS.get(name, name)), value=value)
        for name, value in leaf.public.items()
        if name != "lvl"
    ]
    if touched:
        found.append(
            s(
                "Signed with a passkey on {site}, not before the log had {size} entries: the"
                " passkey signed that state too.",
                site=touched.site,
                size=touched.seen.size,
            )
        )
    if leaf.anchor and leaf.anchor.size:
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
