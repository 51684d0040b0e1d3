"""The same as the sentences of a report, for programs: names of JSON that do not change."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from netral_verify.note import Checkpoint
from netral_verify.passkey import Touched
from netral_verify.policy import NONE, Policy
from netral_verify.receipt import Proven, Receipt
from netral_verify.spelling import b64, b64u

WIB: Final = timezone(timedelta(hours=7))
INSTANTS: Final = range(253402300800)  # up to the year 9999


def of_receipt(receipt: Receipt) -> dict[str, Any]:
    """Return what a receipt says, as plain data."""
    leaf, state = receipt.leaf, Checkpoint.parse(receipt.note.text)
    anchor = leaf.anchor
    return {
        "log": state.origin,
        "index": receipt.index,
        "size": state.size,
        "root": b64(state.root),
        "leaf": b64u(leaf.hash),
        "type": leaf.kind.name,
        "institution": leaf.tenant,
        "at": leaf.at,
        "anchor": {"size": anchor.size, "root": b64(anchor.root)} if anchor else None,
        "public": dict(leaf.public),
        "disclosed": receipt.disclosed(),
        "hidden": [each.name for each in receipt.fields if not each.disclosed],
    }


def of_passkey(touched: Touched) -> dict[str, Any]:
    """Return what is known of the passkey that signed."""
    return {
        "site": touched.site,
        "registered": b64u(touched.registered) if touched.registered else None,
        "not_before": {"size": touched.seen.size, "root": b64(touched.seen.root)},
    }


def of_witnesses(seen: Proven, policy: Policy) -> dict[str, Any]:
    """Return who saw the state of a receipt, and when."""
    names = {each.key: each.name for each in policy.witnesses.values()}
    return {
        "by": stamp(seen.by) if seen.by else None,
        "quorum": policy.quorum if policy.quorum != NONE else None,
        "quorum_met": seen.by is not None,
        "witnesses": [
            {"name": names[key], "key": key.vkey, "time": stamp(time)}
            for key, time in seen.seen.items()
        ],
    }


def spoken(time: int) -> str:
    """Return an instant as people read it, in UTC and in western Indonesian time."""
    if time not in INSTANTS:
        return str(time)
    at = datetime.fromtimestamp(time, UTC)
    return f"{at:%Y-%m-%d %H:%M:%S} UTC ({at.astimezone(WIB):%Y-%m-%d %H:%M:%S} WIB)"


def stamp(time: int) -> str:
    """Return an instant as programs read it."""
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M:%SZ}" if time in INSTANTS else ""
