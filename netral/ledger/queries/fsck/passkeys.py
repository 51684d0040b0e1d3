"""Pacts signed by a passkey: whether it signed what the leaf says, with a key registered before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from netral.ledger.core.attest import spoken
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.leaf import Kept, unb64u
from netral.ledger.core.passkey import PasskeyWrong, bracketed
from netral.ledger.models import Disclosure, Entry, Place

SIGNED: Final = "pact.signed/2"
NEEDED: Final = frozenset({"text", "assertion", "key"})  # what was erased of these stays unchecked


def faults(
    where: str, entry: Entry, leaf: Mapping[str, Any], kept: Sequence[Kept]
) -> Iterator[Fault]:
    """Yield what does not fit between an entry of this type and the passkey behind it."""
    told = {each.field: spoken(each.value) for each in kept if each.value is not None}
    identity = next((each.digest for each in kept if each.field == "identity"), None)
    if not told.keys() >= NEEDED or identity is None:
        return
    try:
        bracketed(leaf, told, identity=identity)
        _precedes(entry, told["key"])
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        yield Fault(Code.PASSKEY, where, {"why": str(wrong)})


def _stands_before(one: Entry, other: Entry) -> bool:
    """Tell which stands earlier in the log; keys of rows, which anybody can choose, tell little."""
    places = dict(Place.objects.filter(entry__in=(one, other)).values_list("entry", "index"))
    last = 2**63  # of those that still wait
    return (places.get(one.pk, last), one.pk) < (places.get(other.pk, last), other.pk)


def _precedes(entry: Entry, key: Mapping[str, Any]) -> None:
    """Make sure that the entry which registered the key stands earlier, and is about this key.

    Raises:
        PasskeyWrong: it does not, or there is none.
    """
    if key.get("leaf") is None:
        return  # registered by somebody who had no role then: only the key itself is known
    found = Entry.objects.filter(leaf_hash=unb64u(key["leaf"]), kind="credential.registered/1")
    registered = found.first()
    if registered is None or not _stands_before(registered, entry):
        msg = "the key was not registered before it signed"
        raise PasskeyWrong(msg)
    opened = Disclosure.objects.filter(entry=registered, field="public_key").first()
    if opened and opened.value is not None and spoken(bytes(opened.value)) != key["public"]:
        msg = "another key was registered"
        raise PasskeyWrong(msg)
