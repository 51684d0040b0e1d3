"""A signature by passkey: what is fixed before the device is asked, and held against its answer."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from netral.access.actions import Touch
from netral.kernel.canon import canonical
from netral.kernel.moment import Moment
from netral.ledger.core.leaf import Anchor, b64u, digest, unb64u
from netral.ledger.core.passkey import NOTHING, PasskeyWrong, challenge, verify
from netral.ledger.queries import anchor
from netral.pacts.errors import PasskeyNotForThis, PasskeyTooLate
from netral.pacts.models import Pledge

LIFE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What one touch is about. It lives in the session, for one answer and five minutes."""

    pledge: int
    text: str  # SHA-256 of the text, in hexadecimal
    salt: bytes  # under which the leaf will commit to the signer's number
    anchor: Anchor  # the newest witnessed state of the log; the leaf will name the same
    begun_at: datetime  # real time

    @property
    def kept(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return {
            "pledge": self.pledge,
            "text": self.text,
            "salt": b64u(self.salt),
            "size": self.anchor.size,
            "root": b64u(self.anchor.root),
            "at": self.begun_at.isoformat(),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Ceremony":
        """Read what `kept` wrote."""
        return cls(
            pledge=kept["pledge"],
            text=kept["text"],
            salt=unb64u(kept["salt"]),
            anchor=Anchor(size=kept["size"], root=unb64u(kept["root"])),
            begun_at=datetime.fromisoformat(kept["at"]),
        )

    def challenge(self, identity: str) -> bytes:
        """Return what the device is asked to sign for the holder of a number."""
        return challenge(
            document=bytes.fromhex(self.text),
            identity=digest(salt=self.salt, field="identity", value=canonical(identity)),
            anchor=self.anchor,
        )


@dataclass(frozen=True, slots=True)
class Touched:
    """A ceremony, and what the device answered."""

    ceremony: Ceremony
    touch: Touch

    def check(self, pledge: Pledge, at: Moment) -> None:
        """Make sure that the answer is for this pact, by this person, and just given.

        Raises:
            PasskeyTooLate: the question is older than five minutes.
            PasskeyNotForThis: the answer is for another pledge, text or person, or forged.
        """
        if not timedelta() <= at.logged - self.ceremony.begun_at < LIFE:
            raise PasskeyTooLate
        asked = (self.ceremony.pledge, self.ceremony.text)
        if asked != (pledge.pk, pledge.campaign.text_sha256):
            raise PasskeyNotForThis
        try:
            verify(
                self.touch.assertion,
                key=self.touch.key,
                challenge=self.ceremony.challenge(pledge.person.identity),
                site=self.touch.site,
            )
        except PasskeyWrong:
            raise PasskeyNotForThis from None

    @property
    def fields(self) -> dict[str, object]:
        """Return what the leaf commits to beyond the fields of every signature."""
        key = {"leaf": self.touch.registered, "public": dict(self.touch.key)}
        return {"assertion": self.touch.assertion.field, "key": key}


def begin_ceremony(pledge: Pledge, *, at: Moment) -> Ceremony:
    """Fix what a passkey is going to sign for a pledge."""
    return Ceremony(
        pledge=pledge.pk,
        text=pledge.campaign.text_sha256,
        salt=secrets.token_bytes(32),
        anchor=anchor() or NOTHING,
        begun_at=at.logged,
    )
