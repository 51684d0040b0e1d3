"""What grants, activation codes and passkeys repeat of the acts that made them."""

from typing import Final

from netral.ledger.core.attest import Says, made

GRANT: Final[tuple[Says, ...]] = (
    made(
        "grant.given",
        same={
            "subject": "user:{user_id}", "detail.role": "role", "detail.source": "source",
            "detail.from": "starts_at",
        },
        alone="detail.grants",
        count="detail.grants",
    ),
    # With an office, an account or a unit comes a role; people without an account get none yet.
    made(
        "accounts.opened", "office.handed_over", "person.moved", "person.returned",
        "roster.imported", "unit.merged",
        optional=True,
    ),
)  # fmt: skip
ACTIVATION_CODE: Final[tuple[Says, ...]] = (
    made(
        "codes.issued",
        same={"at": "made_at"},
        among={"detail.users": "user_id"},
        count="detail.users",
    ),
)
PASSKEY: Final[tuple[Says, ...]] = (
    # Removed, its authenticator takes it along.
    made(
        "credential.registered",
        same={
            "actor": "user:{authenticator.user_id}",
            "credential": "authenticator.data.credential.rawId",
            "public_key": "!netral.access.passkeys.kept_key",
        },
        optional=True,
    ),
)
