"""What questions, answers and publications repeat of the acts behind them.

The words lie encrypted; the leaves commit to salted hashes, which are made again from the words.
"""

from typing import Final

from netral.ledger.core.attest import Says, later, made

WORDS: Final = "!netral.advice.queries.attested"

QUESTION: Final[tuple[Says, ...]] = (
    made("advice.asked", same={"acted_at": "asked_at"}),
    made(
        "advice.asked",
        same={"detail.text": f"{WORDS}.of_question"},
        unless=("advice.withdrawn",),
    ),
    later(
        "advice.asked", "advice.asked_back", "advice.replied", "advice.withdrawn",
        "advice.answered",
        states={
            "advice.asked": "open",
            "advice.asked_back": "asked_back",
            "advice.replied": "open",
            "advice.withdrawn": "withdrawn",
            "advice.answered": "answered",
        },
    ),
    later("advice.consent_changed", same={"detail.agrees": "may_publish"}),
)  # fmt: skip
TURN: Final[tuple[Says, ...]] = (
    made("advice.asked_back", same={"acted_at": "written_at", "actor": "user:{by_id}"}),
    made("advice.replied", same={"acted_at": "written_at"}),
    made(
        "advice.asked_back",
        "advice.replied",
        same={"detail.text": f"{WORDS}.of_turn"},
        unless=("advice.withdrawn",),
    ),
)
ANSWER: Final[tuple[Says, ...]] = (
    made(
        "advice.answered",
        same={
            "acted_at": "answered_at", "actor": "user:{by_id}", "rules.sha256": "rule_sha256",
            "rules.version": "rule_version", "x.rules": "rule_sha256",
            "answer": f"{WORDS}.of_answer",
        },
    ),
)  # fmt: skip
PUBLICATION: Final[tuple[Says, ...]] = (
    # Once public it has a history of its own, which does not lead to the question.
    made(
        "advice.proposed",
        same={"actor": "user:{writer_id}", "detail.text": f"{WORDS}.of_publication"},
        state="stage",
        states={"advice.proposed": "proposed"},
        optional=True,
    ),
    made(
        "advice.sent_back", state="stage", states={"advice.sent_back": "sent_back"}, optional=True
    ),
    made(
        "advice.published",
        same={
            "acted_at": "published_at", "actor": "user:{reviewer_id}", "detail.document": "slug",
            "detail.text": f"{WORDS}.of_publication",
        },
        state="stage",
        states={"advice.published": "published"},
        moves=True,
    ),
    made(
        "advice.retracted",
        same={
            "acted_at": "withdrawn_at", "detail.document": "slug",
            "detail.reason": "withdrawn_for",
        },
        state="stage",
        states={"advice.retracted": "withdrawn"},
    ),
)  # fmt: skip
