"""What sessions, attendance and courses repeat of the acts behind them."""

from typing import Final

from netral.ledger.core.attest import Says, later, made

SESSION: Final[tuple[Says, ...]] = (
    made("session.planned", same={"detail.session": "slug", "detail.unit": "unit_id"}),
    later(
        "session.planned", "session.changed",
        same={
            "detail.kind": "kind", "detail.purposes": "purposes", "detail.title": "title",
            "detail.starts_at": "starts_at", "detail.ends_at": "ends_at",
            "detail.place": "place", "detail.circular": "circular.slug",
        },
    ),
    later(
        "session.held",
        same={
            "acted_at": "closed_at", "actor": "closed_by", "detail.document": "paper.code",
            "detail.invited": "invited", "detail.present": "present",
            "detail.figures": "figures", "detail.roll_sha256": "roll_sha256",
            "detail.minutes_sha256": "#minutes",
        },
        without={"closed_at": None, "paper_id": None},
    ),
    later("session.cancelled", same={"detail.reason": "reason"}),
    later(
        "session.planned", "session.changed", "session.held", "session.cancelled",
        states={
            "session.planned": "planned",
            "session.changed": "planned",
            "session.held": "held",
            "session.cancelled": "cancelled",
        },
    ),
)  # fmt: skip
SESSION_FILE: Final[tuple[Says, ...]] = (
    made(
        "session.file_added",
        same={
            "acted_at": "added_at", "actor": "added_by", "detail.role": "role",
            "detail.sha256": ("sha256", "#content"),
        },
        until=("session.file_removed",),
    ),
    made(
        "session.held",
        same={
            "acted_at": "added_at", "actor": "added_by",
            "detail.roll_sha256": ("sha256", "#content"),
        },
    ),
)  # fmt: skip
ATTENDANCE: Final[tuple[Says, ...]] = (
    made(
        "session.attended",
        same={
            "acted_at": "at", "actor": "by", "detail.session": "session.slug",
            "detail.method": "method",
        },
        among={"detail.people": "person:{person_id}"},
        count="detail.people",
    ),
)  # fmt: skip
COURSE_RESULT: Final[tuple[Says, ...]] = (
    made(
        "course.finished",
        same={
            "subject": "person:{person_id}", "detail.acted_at": "taken_at",
            "detail.course": "course", "detail.phase": "phase",
            "detail.rules_version": "rules_version", "detail.score": "score",
            "detail.total": "total", "detail.passed": "passed", "detail.answers": "answers",
        },
    ),
)  # fmt: skip
