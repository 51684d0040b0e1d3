"""What the leaves say of texts that lie encrypted, made again from the texts as they are now."""

from dataclasses import asdict

from netral.advice.core import State
from netral.advice.core.binding import fingerprint
from netral.advice.models import Answer, Publication, Question, Turn
from netral.advice.queries.texts import Words, asked, body, thread, words
from netral.kernel.canon import canonical


def version(said: Words) -> str:
    """Name the very words of a public version."""
    return fingerprint("", canonical(asdict(said)).decode())


def of_publication(row: Publication) -> str:
    """Name the words of a version that waits, or is public."""
    return version(words(row))


def of_question(row: Question) -> str:
    """Return what the entry of a question says of its words."""
    told = asked(row)
    return fingerprint(told.salt, told.text)


def of_answer(row: Answer) -> str:
    """Return what the entry of an answer says of its words."""
    said = body(row)
    return fingerprint(asked(row.question).salt, f"{said.text}\x00{said.facts}")


def of_turn(row: Turn) -> str | None:
    """Return what the entry of a turn says of its words; None of a question withdrawn since."""
    if row.question.state == State.WITHDRAWN:
        return None
    said = thread(row.question)[row.number - 1]
    return fingerprint(asked(row.question).salt, said.text)
