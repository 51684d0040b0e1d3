"""A log with a signed pact in it, a receipt of that pact, and whom to trust."""

from dataclasses import dataclass
from hashlib import sha256

import pytest

from netral.ledger.core.checkpoint import Cosigner
from netral.ledger.core.leaf import Anchor
from netral.ledger.core.note import Signer
from netral.ledger.core.promise import Promise, key_name
from netral_verify.policy import Policy
from tests.outside.logs import AT, ORIGIN, Log, pact

INDEX = 517
NOW = int(AT.timestamp()) + 70


@dataclass(repr=False)
class Case:
    """What a verifier is given."""

    log: Log
    receipt: bytes
    policy: bytes
    promise: bytes

    @property
    def trust(self) -> Policy:
        return Policy.parse(self.policy)


def witness(name: str) -> Cosigner:
    return Cosigner(f"{name}.contoh.org/w1", sha256(name.encode()).digest())


WITNESSES = {name: witness(name) for name in ("bawaslu", "kampus", "pers")}


@pytest.fixture(scope="session")
def case() -> Case:
    """A receipt with all fields open, seen by two of three witnesses."""
    others = [b"%d" % each for each in range(700)]
    anchor = Anchor(300, Log(others[:300]).root)
    others[INDEX], shown = pact(1, anchor)
    log = Log(others)
    extra = {"leaf": others[INDEX].decode(), "disclosures": shown}
    seen = {WITNESSES["bawaslu"]: NOW, WITNESSES["pers"]: NOW + 5}
    promise_key = Signer(key_name(ORIGIN), sha256(b"promise").digest())
    lines = [f"# promise {promise_key.key.vkey}", f"log {log.vkey} https://{ORIGIN}"]
    lines += [f"witness {name} {each.key.vkey}" for name, each in WITNESSES.items()]
    lines += ["group luar 2 bawaslu kampus pers", "quorum luar", ""]
    leaf = Log([others[INDEX]]).root
    promise = promise_key.sign(str(Promise(ORIGIN, leaf, NOW + 3600)))
    return Case(log, log.receipt(INDEX, extra, seen), "\n".join(lines).encode(), bytes(promise))
