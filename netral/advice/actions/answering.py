"""What the team does with a question: take it, ask back, answer it once and for all."""

from dataclasses import dataclass

from django.db import transaction

from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.advice.actions.telling import tell_asker
from netral.advice.actions.threads import blind, committed, held, proved, ref, say
from netral.advice.core import WAITING, State, Verdict
from netral.advice.core.binding import fingerprint
from netral.advice.errors import TakenByAnother, UnknownRule
from netral.advice.models import Answer, Question
from netral.advice.queries.law import Law, elections, law
from netral.advice.queries.seen import adviser, asker_of, shown, vault
from netral.advice.queries.texts import asked, facts_told
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act
from netral.ledger.models import Entry
from netral.signing.actions import PaperDraft, issue
from netral.signing.core import CODE_LENGTH, PaperKind
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """An answer before it is given."""

    verdict: Verdict
    text: str
    rules: tuple[str, ...] = ()
    facts: str = ""


def allowed(question: Question, seat: Seat, *states: State) -> Question:
    """Return the row, held, if the question is there for the seated member of the team now."""
    row = held(question, *states)
    if not shown(adviser(seat), [row]):
        raise NotYours
    return row


@transaction.atomic
def take(*, question: Question, seat: Seat) -> None:
    """Let colleagues know who writes the answer; taking over from a colleague is possible."""
    row = allowed(question, seat, *WAITING)
    if row.taken_by_id != seat.user.pk:
        proved(row, Act(act="advice.taken", actor=seat.actor, ref=ref(row)), seat.at)
        _hand(row, seat.user)


@transaction.atomic
def release(*, question: Question, seat: Seat) -> None:
    """Give a question back to the team."""
    row = allowed(question, seat, *WAITING)
    if row.taken_by_id == seat.user.pk:
        proved(row, Act(act="advice.released", actor=seat.actor, ref=ref(row)), seat.at)
        _hand(row, None)


def _hand(row: Question, user: User | None) -> None:
    row.taken_by = user
    row.save(update_fields=("taken_by",))


def _require_free(row: Question, seat: Seat) -> None:
    """Refuse while a colleague works on it; who takes it over first may go on."""
    if row.taken_by is not None and row.taken_by_id != seat.user.pk:
        raise TakenByAnother(name=str(row.taken_by))


@transaction.atomic
def ask_back(*, question: Question, text: str, seat: Seat) -> None:
    """Ask the asker something; it is the asker's turn, and the clock rests."""
    row = allowed(question, seat, State.OPEN)
    _require_free(row, seat)
    fields = {"detail": committed(row, text)}
    act = Act(act="advice.asked_back", actor=seat.actor, ref=ref(row), fields=fields)
    turn = say(row, text, proved(row, act, seat.at), seat.at, by=seat.user)
    row.state, row.due_on, row.taken_by = State.ASKED_BACK, None, seat.user
    row.save(update_fields=("state", "due_on", "taken_by"))
    tell_asker(row, turn.number, seat.at)


@transaction.atomic
def answer(*, question: Question, answering: Answering, seat: Seat) -> Answer:
    """Give the written answer, once: of two colleagues the second is told that it is answered.

    Raises:
        NoLongerOpen: it was answered or withdrawn meanwhile.
        TakenByAnother: a colleague works on it.
        UnknownRule: it names a rule that is not in force.
    """
    row = allowed(question, seat, *WAITING)
    _require_free(row, seat)
    rules = law(row.institution, seat.at, "id")
    body = _body(row, answering, rules)
    code = random_code(CODE_LENGTH)
    entry = _entry(row, answering, rules, seat)
    (paper,) = issue([_draft(row.institution, code, entry, seat.at)], institution=row.institution)
    made: Answer = Answer.objects.create(
        institution=row.institution,
        question=row,
        body_sealed=vault().seal(body, f"answer {row.slug}"),
        rule_version=rules.version,
        rule_sha256=rules.sha256,
        answered_at=seat.at.acted,
        by=seat.user,
        paper=paper,
        entry=entry,
    )
    row.state, row.taken_by = State.ANSWERED, seat.user
    row.save(update_fields=("state", "taken_by"))
    tell_asker(row, "answered", seat.at)
    return made


def _body(row: Question, answering: Answering, rules: Law) -> dict[str, object]:
    """Freeze the answer with every name that stands on its paper."""
    told = asked(row)
    for rule in answering.rules:
        if rule not in rules.rules:
            raise UnknownRule(rule=rule)
    return {
        "verdict": answering.verdict.value,
        "text": answering.text,
        "rules": [[rule, rules.rules[rule]] for rule in answering.rules],
        "facts": answering.facts,
        "act": rules.acts.get(told.act, told.act),
        "election": elections(row.institution).get(told.election, told.election),
    }


def _entry(row: Question, answering: Answering, rules: Law, seat: Seat) -> Entry:
    """Commit to everything that the answer is: hashes of the texts, never the texts."""
    salt = asked(row).salt
    asker = User.objects.get(pk=asker_of(row).user)
    act = Act(
        act="advice.answered",
        actor=seat.actor,
        kind="advice.answered/1",
        ref=ref(row),
        fields={
            "asker": blind(row.institution, row.slug, asker),
            "question": [fingerprint(salt, text) for text in facts_told(row)],
            "answer": fingerprint(salt, f"{answering.text}\x00{answering.facts}"),
            "verdict": fingerprint(salt, answering.verdict.value),
            "rules": {"version": rules.version, "sha256": rules.sha256},
        },
        public={"rules": rules.sha256},
    )
    return proved(row, act, seat.at)


def _draft(house: Institution, code: str, entry: Entry, at: Moment) -> PaperDraft:
    """Let the paper say in public that it is a written answer, and nothing of what it says."""
    return PaperDraft(
        kind=PaperKind.ADVICE,
        code=code,
        title="Jawaban tertulis tim netralitas",
        acted_at=at.acted,
        entry=entry,
        facts={"office": "Tim netralitas", "place": house.place},
    )


@transaction.atomic
def note_read(*, answer: Answer, at: Moment) -> None:
    """Note when the asker opened the answer; the first time counts."""
    Answer.objects.of(answer.institution_id).filter(pk=answer.pk, read_at=None).update(
        read_at=at.acted
    )
