"""A passkey that signs something of its own, beyond a sign-in: the asking and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from fido2.webauthn import UserVerificationRequirement

from netral.access.errors import PasskeyRefused
from netral.access.limits import Limit
from netral.access.models import Passkey, User
from netral.ledger.core.leaf import b64u, unb64u
from netral.ledger.core.passkey import ACCEPTED, Assertion

TOUCH = Limit("touch", tries=10, seconds=300)


@dataclass(frozen=True, slots=True)
class Touch:
    """What a passkey of an account answered; whether it is right only `verify` tells."""

    assertion: Assertion
    key: Mapping[str, object]  # the COSE key, as `credential.registered/1` commits to it
    registered: str | None  # the hash of that leaf
    site: str  # the name to which the key must be bound


def can_touch(user: Any) -> bool:
    """Tell whether the account has a passkey that can sign."""
    return bool(_signing(user))


def ask_for_touch(user: User, *, challenge: bytes) -> dict[str, Any]:
    """Return what the page hands to the device, for `passkey.js`.

    Raises:
        PasskeyRefused: the account has no passkey that can sign.
    """
    credentials = [each.wrap().authenticator_data.credential_data for each in _signing(user)]
    if not credentials:
        raise PasskeyRefused
    options, _ = auth.get_server().authenticate_begin(
        credentials=credentials,
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=challenge,
    )
    return {"request_options": dict(options)}


def touched(user: User, answer: object) -> Touch:
    """Read the answer of a device, and find the key that it claims to be.

    Raises:
        PasskeyRefused: it has another shape, or names a key of somebody else.
        TooManyTries: ten answers that were refused, within five minutes.
    """
    with TOUCH.attempt(str(user.pk)):
        try:
            assertion, credential = _read(answer)
        except ValueError:
            raise PasskeyRefused from None
        for each in _signing(user):
            data = each.wrap().authenticator_data.credential_data
            if data.credential_id == credential:
                return Touch(assertion, public_key(data), _registered(each), _site())
        raise PasskeyRefused


def public_key(data: Any) -> dict[str, Any]:
    """Spell the public key of a credential as the ledger commits to it."""
    return {str(label): _plain(value) for label, value in data.public_key.items()}


def kept_key(row: Passkey) -> dict[str, Any]:
    """Return the public key that is kept of a passkey now, as its leaf committed to it."""
    return public_key(row.authenticator.wrap().authenticator_data.credential_data)


def only_accepted(options: Any) -> dict[str, Any]:
    """Ask a new passkey for a kind of key whose signatures everybody can check."""
    asked = dict(options["publicKey"])
    kinds = [each for each in asked["pubKeyCredParams"] if each["alg"] in ACCEPTED]
    return {"publicKey": asked | {"pubKeyCredParams": kinds}}


def _signing(user: User) -> list[Authenticator]:
    mine = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return [each for each in mine.order_by("pk") if _kind(each) in ACCEPTED]


def _kind(authenticator: Authenticator) -> int | None:
    data = authenticator.wrap().authenticator_data.credential_data
    return data.public_key.get(3) if data else None


def _read(answer: object) -> tuple[Assertion, bytes]:
    match answer:
        case {
            "rawId": credential,
            "response": {
                "authenticatorData": data,
                "clientDataJSON": said,
                "signature": signature,
            },
        }:
            return Assertion(unb64u(data), unb64u(said), unb64u(signature)), unb64u(credential)
    raise PasskeyRefused


def _registered(authenticator: Authenticator) -> str | None:
    found = Passkey.objects.filter(authenticator=authenticator).select_related("entry").first()
    return b64u(bytes(found.entry.leaf_hash)) if found else None


def _site() -> str:
    return str(get_adapter().get_public_key_credential_rp_entity()["id"])


def _plain(value: Any) -> Any:
    return b64u(value) if isinstance(value, bytes) else value
