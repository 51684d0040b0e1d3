"""What guidance, checks and referrals repeat of the acts behind them.

Of what is sealed the leaf commits to a hash of the sealed octets: nobody can put others in their
place, and nobody learns what they say.
"""

from typing import Final

from netral.ledger.core.attest import Says, later, made

CHECK: Final[tuple[Says, ...]] = (
    made(
        "check.done",
        same={
            "subject": "unit:{unit_id}", "actor": "by", "acted_at": "done_at",
            "detail.check": "slug", "detail.kind": "kind", "detail.phase": "phase",
            "detail.rules": "rules_version", "detail.findings": "findings_count",
            "detail.points": "!netral.supervision.queries.checks.ticks",
        },
    ),
)  # fmt: skip
FINDING: Final[tuple[Says, ...]] = (
    made(
        "finding.opened",
        same={
            "subject": "unit:{unit_id}", "actor": "by", "acted_at": "found_at",
            "detail.finding": "slug", "detail.topic": "topic",
        },
    ),
    made(
        "check.done",
        same={"subject": "unit:{unit_id}", "actor": "by", "acted_at": "found_at"},
        count="detail.findings",
        optional=True,
    ),
)  # fmt: skip
FINDING_FILE: Final[tuple[Says, ...]] = (
    made(
        "finding.shown",
        same={
            "actor": "added_by", "acted_at": "added_at", "detail.finding": "finding.slug",
            "detail.sha256": ("sha256", "#content"),
        },
    ),
)  # fmt: skip
GUIDANCE: Final[tuple[Says, ...]] = (
    made(
        "guidance.given",
        same={
            "subject": "person:{person_id}", "acted_at": "given_at", "detail.kind": "kind",
            "detail.clause": "clause_id", "detail.acts": "acts", "detail.text_sha256": "#text",
        },
    ),
    made(
        "guidance.seen", key="seen_entry", same={"acted_at": "seen_at", "detail.guidance": "slug"}
    ),
    later("guidance.seen", without={"seen_at": None, "seen_entry_id": None}),
    made(
        "guidance.answered",
        key="reply_entry",
        same={
            "acted_at": "replied_at", "detail.guidance": "slug", "detail.text_sha256": "#reply",
        },
    ),
    later("guidance.answered", without={"replied_at": None, "reply": ""}),
)  # fmt: skip
NIL_REPORT: Final[tuple[Says, ...]] = (
    made(
        "nil_report.stated",
        same={
            "subject": "unit:{unit_id}", "acted_at": "stated_at", "detail.starts_on": "starts_on",
            "detail.ends_on": "ends_on",
        },
    ),
)  # fmt: skip
KNOWLEDGE: Final[tuple[Says, ...]] = (made("knowledge.told", same={"detail.sealed": "#sealed"}),)
KNOWLEDGE_STEP: Final[tuple[Says, ...]] = (
    made("knowledge.stepped", same={"acted_at": "at", "detail.sealed": "#sealed"}),
)
SUMMONS_READING: Final[tuple[Says, ...]] = (
    made(
        "reading.decided",
        same={
            "acted_at": "since", "actor": "by", "detail.reading": "reading",
            "detail.reason": "reason",
        },
    ),
)  # fmt: skip
REFERRAL: Final[tuple[Says, ...]] = (
    made("referral.sent", same={"acted_at": "sent_at", "detail.sealed": "#sealed"}),
    later(
        "referral.sent", "referral.taken", "referral.named", "referral.closed",
        states={
            "referral.sent": "sent",
            "referral.taken": "taken",
            "referral.named": ("sent", "taken"),  # what concerns the desk goes to the other one
            "referral.closed": "closed",
        },
    ),
)  # fmt: skip
REFERRAL_EVENT: Final[tuple[Says, ...]] = (
    made("referral.sent", same={"acted_at": "at"}),
    made(
        "referral.taken", "referral.noted", "referral.named", "referral.closed",
        same={"acted_at": "at", "detail.sealed": "#sealed"},
    ),
)  # fmt: skip
