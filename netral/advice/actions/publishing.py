"""Publishing an answer: one person writes it anew, another compares it, both of the team."""

from dataclasses import asdict

from django.db import transaction

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.advice.actions.answering import allowed
from netral.advice.actions.threads import proved, ref
from netral.advice.core import SLUG_SIGNS, Stage, State
from netral.advice.errors import (
    NotForPublication,
    NotProposed,
    NotPublished,
    SecondPersonNeeded,
)
from netral.advice.models import Publication, Question
from netral.advice.queries.attested import version
from netral.advice.queries.seen import vault
from netral.advice.queries.texts import Words, body, words
from netral.kernel.codes import random_code
from netral.ledger.actions import Act, record


def _held(question: Question) -> Publication | None:
    rows = Publication.objects.of(question.institution_id).select_for_update(of=("self",))
    found: Publication | None = rows.filter(source__question=question).first()
    return found


@transaction.atomic
def propose(*, question: Question, said: Words, seat: Seat) -> Publication:
    """Write a public version, or mend one that was sent back; it waits for a second person.

    Raises:
        NotForPublication: the asker said no, or it is public or waits already.
    """
    row = allowed(question, seat, State.ANSWERED)
    found = _held(row)
    if not row.may_publish or (found and found.stage not in {Stage.PROPOSED, Stage.SENT_BACK}):
        raise NotForPublication
    detail = {"text": version(said)}
    act = Act(act="advice.proposed", actor=seat.actor, ref=ref(row), fields={"detail": detail})
    entry = proved(row, act, seat.at)
    made = found or Publication(
        institution=row.institution,
        source=row.answer,
        slug=random_code(SLUG_SIGNS).lower(),
        rule_version=row.answer.rule_version,
        rule_sha256=row.answer.rule_sha256,
        answered_on=row.answer.answered_at.astimezone(seat.at.local().tzinfo).date(),
    )
    made.stage, made.writer, made.reviewer, made.entry = Stage.PROPOSED, seat.user, None, entry
    made.draft_sealed = vault().seal(asdict(said), f"public {made.slug}")
    made.save()
    return made


def _proposed(question: Question, seat: Seat, seen: str) -> tuple[Question, Publication, Words]:
    """Return the version that waits, if it is the one that a second person has looked at."""
    row = allowed(question, seat, State.ANSWERED)
    found = _held(row)
    if found is None or found.stage != Stage.PROPOSED:
        raise NotProposed
    if found.writer_id == seat.user.pk:
        raise SecondPersonNeeded
    said = words(found)
    if version(said) != seen:
        raise NotProposed
    return row, found, said


@transaction.atomic
def approve(*, question: Question, seen: str, seat: Seat) -> Publication:
    """Put the version that the second person has compared on the public page.

    Raises:
        NotProposed: nothing waits, or it says something else than what was `seen`.
        SecondPersonNeeded: whoever wrote it approves it.
        NotForPublication: the asker has said no meanwhile.
    """
    row, found, said = _proposed(question, seat, seen)
    if not row.may_publish:
        raise NotForPublication
    says = body(found.source)
    act = Act(
        act="advice.published",
        actor=seat.actor,
        fields={"detail": {"document": found.slug, "text": version(said)}},
    )  # with a history of its own: the public page must not lead to the question
    found.entry = proved(row, act, seat.at)
    found.stage, found.reviewer, found.published_at = Stage.PUBLISHED, seat.user, seat.at.acted
    found.title, found.question, found.answer, found.act = (
        said.title, said.question, said.answer, said.act,
    )  # fmt: skip
    found.verdict, found.rules, found.draft_sealed = (
        says.verdict,
        [list(r) for r in says.rules],
        None,
    )
    found.save()
    return found


@transaction.atomic
def send_back(*, question: Question, seen: str, reason: str, seat: Seat) -> None:
    """Return a version to whoever writes it next, with a reason."""
    row, found, said = _proposed(question, seat, seen)
    entry = proved(row, Act(act="advice.sent_back", actor=seat.actor, ref=ref(row)), seat.at)
    told = asdict(said) | {"sent_back": reason}
    found.draft_sealed = vault().seal(told, f"public {found.slug}")
    found.stage, found.entry = Stage.SENT_BACK, entry
    found.save()


@transaction.atomic
def retract(*, publication: Publication, reason: str, seat: Seat) -> None:
    """Withdraw a published answer, for instance because the law has changed; it says so there.

    Any member of the team may: the public text is no secret, whoever asked.

    Raises:
        NotPublished: it is not public.
    """
    seat.require(Duty.ANSWER_ADVICE)
    rows = Publication.objects.of(seat.institution).select_for_update(of=("self",))
    found: Publication | None = rows.filter(pk=publication.pk, stage=Stage.PUBLISHED).first()
    if found is None:
        raise NotPublished
    act = Act(
        act="advice.retracted",
        actor=seat.actor,
        ref=bytes(found.entry.ref),
        fields={"detail": {"document": found.slug, "reason": reason}},
    )
    found.entry = record(act, institution=seat.institution, at=seat.at)
    found.stage, found.withdrawn_for, found.withdrawn_at = Stage.WITHDRAWN, reason, seat.at.acted
    found.save()
