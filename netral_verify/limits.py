"""What a receipt does not prove."""

from typing import Final

from netral_verify.labels import CERTIFICATE
from netral_verify.leaf import Leaf
from netral_verify.passkey import Touched
from netral_verify.receipt import Proven, Receipt
from netral_verify.sentence import Sentence, s
from netral_verify.spelling import b64u

TOLERANCE: Final = 5 * 60  # seconds by which clocks may differ


def of_receipt(receipt: Receipt, touched: Touched | None, *, pdf: bool) -> list[Sentence]:
    """Return what nobody should believe for this receipt, whoever is trusted."""
    leaf = receipt.leaf
    found = [
        s(
            "That what the entry says is true: a log shows what was said and when, not whether it"
            " is so."
        )
    ]
    found += _of_signature(leaf, touched)
    if leaf.anchor:
        found.append(
            s(
                "That the state which it names was one of this log: whoever reads the whole log, as"
                " monitors do, can tell."
            )
        )
    elif leaf.kind.form == "history":
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


def _of_signature(leaf: Leaf, touched: Touched | None) -> list[Sentence]:
    """Return what nobody should believe of whoever signed."""
    if touched and touched.registered:
        return [
            s(
                "Whose passkey it is: the entry that registered it says so ({leaf}).",
                leaf=b64u(touched.registered),
            )
        ]
    if touched:
        return [
            s("Whose passkey it is: no entry registered it, so the server alone vouches for that.")
        ]
    if "assertion" in leaf.kind.fields:
        return [
            s(
                "That a passkey signed it: that can be checked where assertion, key and text are"
                " disclosed."
            )
        ]
    if leaf.public.get("lvl", CERTIFICATE) < CERTIFICATE:
        return [s("Who signed: at this level the server vouches for it, not the signer's own key.")]
    return []


def of_trust(leaf: Leaf, seen: Proven | None) -> list[Sentence]:
    """Return what nobody should believe for the keys that were trusted."""
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
        found.append(
            s(
                "That the log was not rewritten, and since when the entry stands: nobody outside"
                " saw it."
            )
        )
    elif leaf.time > min(seen.seen.values()) + TOLERANCE and leaf.kind.form != "sealed":
        found.append(
            s(
                "The server's clock was ahead: it says {time}, but witnesses saw the entry before.",
                time=leaf.at,
            )
        )
    return found
