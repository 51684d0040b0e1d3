"""What every act on a question needs: the row held, the thread grown, the entry written."""

from netral.access.models import User
from netral.advice.core import DEEPEST, Side, State
from netral.advice.core.binding import fingerprint
from netral.advice.errors import NoLongerOpen, ThreadTooLong
from netral.advice.models import Question, Turn
from netral.advice.queries.seen import vault
from netral.advice.queries.texts import asked, place
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.tenancy.models import Institution


def blind(institution: Institution, slug: str, user: User) -> str:
    """Return an asker's name for the ledger: another with every question, opened by us alone."""
    return f"asker:{vault().mark('actor', institution.pk, slug, user.pk)[:32]}"


def held(question: Question, *states: State) -> Question:
    """Return the row as it is now, and keep others from changing it until the act is done.

    Raises:
        NoLongerOpen: it is in none of `states`.
    """
    rows = Question.objects.of(question.institution_id).select_for_update(of=("self",))
    found: Question = rows.select_related("institution", "entry").get(pk=question.pk)
    if found.state not in states:
        raise NoLongerOpen
    return found


def proved(question: Question, act: Act, at: Moment) -> Entry:
    """Record an act in the history of its question."""
    return record(act, institution=question.institution, at=at)


def ref(question: Question) -> bytes:
    """Return what names the question in the ledger."""
    return bytes(question.entry.ref)


def committed(question: Question, text: str) -> dict[str, str]:
    """Return what an entry says of a text: a hash that binds it and lets nobody guess it."""
    return {"text": fingerprint(asked(question).salt, text)}


def say(question: Question, text: str, entry: Entry, at: Moment, by: User | None = None) -> Turn:
    """Add to the thread: the team with a name, the asker without."""
    number = question.turns.count() + 1
    if number > DEEPEST:
        raise ThreadTooLong(most=DEEPEST)
    made: Turn = Turn.objects.create(
        institution=question.institution,
        question=question,
        number=number,
        side=Side.TEAM if by else Side.ASKER,
        text_sealed=vault().seal(text, place(question, number)),
        written_at=at.acted,
        by=by,
        entry=entry,
    )
    return made
