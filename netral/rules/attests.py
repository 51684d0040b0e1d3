"""What versions of the rule base and keys repeat of the acts that made them."""

from typing import Final

from netral.ledger.core.attest import Says, later, made

RULESET: Final[tuple[Says, ...]] = (
    made("ruleset.drafted", same={"detail.origin": "origin"}),
    later("ruleset.changed", "ruleset.proposed", same={"detail.rules": "sha256"}),
    later(
        "ruleset.published",
        same={
            "acted_at": "published_at", "actor": "proposed_by", "reviewer": "reviewed_by",
            "version.code": "code", "version.label": "version", "x.rules": "sha256",
            "x.table": "table",
        },
        without={"published_at": None},
    ),
    later(
        "ruleset.drafted", "ruleset.changed", "ruleset.proposed", "ruleset.sent_back",
        "ruleset.published", "ruleset.discarded",
        states={
            "ruleset.drafted": "draft",
            "ruleset.changed": "draft",
            "ruleset.proposed": "proposed",
            "ruleset.sent_back": "draft",
            "ruleset.published": ("published", "superseded"),
            "ruleset.discarded": "discarded",
        },
    ),
)  # fmt: skip
PACKAGE_KEY: Final[tuple[Says, ...]] = (
    made("package_key.made", same={"detail.fingerprint": "fingerprint", "at": "made_at"}),
)
PINNED_KEY: Final[tuple[Says, ...]] = (
    made(
        "package_key.pinned",
        same={
            "detail.fingerprint": "fingerprint", "detail.owner": "owner",
            "detail.code": "owner_code", "actor": "pinned_by", "acted_at": "pinned_at",
        },
    ),
)  # fmt: skip
