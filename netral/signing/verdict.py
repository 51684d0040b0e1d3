"""What the public page says of a paper or a file: four plain lines, and a word above them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import get_language, gettext

from netral.kernel import spoken
from netral.ledger.queries.marks import Mark, mark
from netral.signing import store
from netral.signing.core import (
    FACT_WORDS,
    LEVEL_WORDS,
    PAPER_WORDS,
    Level,
    Look,
    PaperKind,
    Seal,
    Standing,
)
from netral.signing.models import Paper
from netral.tenancy.models import Institution

DONE: Final = "done"
DUE: Final = "due"
LATE: Final = "late"
STOPPED: Final = "stopped"


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer, with a meaning for colour and shape."""

    question: str
    answer: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer, ready to show."""

    headline: str
    meaning: str
    summary: str
    lines: tuple[Line, Line, Line, Line]  # intact, whole file, who and what, when
    institution: Institution | None = None
    kind: str = ""
    title: str = ""
    code: str = ""
    level: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    url: str = ""  # of the page about the document itself, where there is a public one
    sha256: str = ""
    log: Mark | None = None  # where the act behind a paper of ours stands in the log


def of_paper(paper: Paper, *, presented: bool) -> Verdict:
    """Judge a paper of ours: by its code, or `presented` as the very file that was sealed.

    Whoever presents the file has read the names in it; others see initials.
    """
    headline, meaning, summary = _standing(paper)
    facts = dict(paper.facts)
    if presented:
        facts |= facts.get("full") or {}
    return Verdict(
        headline=headline,
        meaning=meaning,
        summary=summary,
        lines=(
            _intact(paper, presented),
            _whole(paper, presented),
            _who(paper, facts),
            _when(paper),
        ),
        institution=paper.institution,
        kind=gettext(PAPER_WORDS[PaperKind(paper.kind)]),
        title=paper.title,
        code=paper.code,
        level=gettext(LEVEL_WORDS[Level(paper.level)]) if paper.level is not None else "",
        rows=tuple(
            (gettext(word), str(facts[k])) for k, word in FACT_WORDS.items() if facts.get(k)
        ),
        url=str(facts.get("url", "")),
        sha256=paper.sha256,
        log=mark(paper.proving()),
    )


def _standing(paper: Paper) -> tuple[str, str, str]:
    """Say first whether the paper still holds, then whether it is sealed."""
    facts = paper.facts
    since = facts.get("standing_since", "")
    day = _at(datetime.fromisoformat(since), paper.institution) if since else ""
    note = str(facts.get("standing_note", ""))
    if facts.get("standing") == Standing.REVOKED:
        text = gettext("It is genuine, but it was revoked on {day} and no longer holds. {note}")
        return gettext("Genuine, but revoked"), STOPPED, text.format(day=day, note=note).strip()
    if facts.get("standing") == Standing.SUPERSEDED:
        text = gettext("It is genuine, but another document took its place on {day}. {note}")
        return gettext("Genuine, but superseded"), DUE, text.format(day=day, note=note).strip()
    if facts.get("standing") == Standing.ENDED:
        text = gettext("It is genuine, but what it allows ended early, on {day}. {note}")
        return gettext("Genuine, but over"), DUE, text.format(day=day, note=note).strip()
    if paper.sealed_at is None:
        text = gettext(
            "It was signed and is on record. The institution's seal has not been added yet."
        )
        return gettext("Signed, not sealed yet"), DUE, text
    return gettext("Genuine"), DONE, gettext("This document was issued here and is on record.")


def _intact(paper: Paper, presented: bool) -> Line:  # noqa: FBT001  # which of two sentences
    question = gettext("Is it unchanged?")
    if paper.sealed_at is None:
        return Line(question, gettext("It has no seal yet that could show a change."), DUE)
    if presented:
        return Line(question, gettext("Yes. Your file is the sealed one, byte for byte."), DONE)
    if not store.holds(paper.sha256):
        return Line(question, gettext("Our own copy cannot be read at the moment."), LATE)
    text = gettext("Our copy is unchanged. To compare yours, choose the file below.")
    return Line(question, text, DONE)


def _whole(paper: Paper, presented: bool) -> Line:  # noqa: FBT001  # which of two sentences
    question = gettext("Does the seal cover the whole file?")
    if paper.sealed_at is None:
        return Line(question, gettext("There is no seal yet."), DUE)
    size = spoken.size(paper.size, get_language() or "id")
    if presented:
        return Line(question, gettext("Yes, to the last byte ({size}).").format(size=size), DONE)
    text = gettext("It covers the whole of our copy ({size}).")
    return Line(question, text.format(size=size), DONE)


def _who(paper: Paper, facts: Mapping[str, object]) -> Line:
    """Name the signer apart from the seal: the seal never speaks for a person."""
    name = str(facts.get("signer") or facts.get("signatory") or "")
    parts = [_sentence(gettext("Signed by {name}"), name=name)] if name else []
    if paper.level is not None:
        parts.append(f"{gettext(LEVEL_WORDS[Level(paper.level)])}.")
    house = paper.institution.name
    if paper.sealed_at is not None:
        parts.append(_sentence(gettext("Sealed by {house}"), house=house))
    else:
        parts.append(_sentence(gettext("Issued by {house}"), house=house))
    return Line(gettext("By whom?"), " ".join(parts), DONE)


def _sentence(text: str, **facts: str) -> str:
    """Fill a sentence and end it with one full stop, though it ends in an initial."""
    filled = text.format(**facts)
    return filled if filled.endswith(".") else f"{filled}."


def _when(paper: Paper) -> Line:
    acted = gettext("Signed {when}.").format(when=_at(paper.acted_at, paper.institution))
    if paper.sealed_at is None:
        return Line(gettext("When?"), acted, DONE)
    text = gettext(
        "Sealed {when}, by the clock of this installation; there is no independent time stamp."
    )
    sealed = text.format(when=_at(paper.sealed_at, paper.institution))
    return Line(gettext("When?"), f"{acted} {sealed}", DONE)


def of_file(look: Look, *, ours: frozenset[str], known: Paper | None) -> Verdict:
    """Judge a readable PDF that is none of our sealed files byte for byte.

    `ours` are the fingerprints of this installation's seals; `known` is the paper that a seal
    in the file names, if there is one.
    """
    seal = next((s for s in look.seals if s.fingerprint in ours), None)
    if seal is None:
        return _foreign(look)
    when = _at(seal.signed_at, known.institution if known else None) if seal.signed_at else "–"
    if not seal.intact:
        broken = gettext("No. What the seal covers has been changed since; do not rely on it.")
        verdict = _judged(
            gettext("Changed since it was sealed"), STOPPED, broken, STOPPED, seal, when
        )
    elif not seal.whole:
        kept = gettext("The sealed part is unchanged, but something was added after it.")
        verdict = _judged(gettext("Added to since it was sealed"), LATE, kept, DUE, seal, when)
    else:
        kept = gettext("The sealed part is unchanged, but the file is not on record here.")
        verdict = _judged(gettext("Sealed, but not on record"), DUE, kept, DUE, seal, when)
    return replace(verdict, code=known.code) if known else verdict


def _judged(  # the words of one verdict
    headline: str, meaning: str, intact: str, intact_meaning: str, seal: Seal, when: str
) -> Verdict:
    whole = (
        gettext("Yes, to the last byte.")
        if seal.whole
        else gettext("No. What was added is not covered by any seal.")
    )
    who = (
        gettext("The seal is that of {house}.")
        if seal.intact
        else gettext("It claims to have the seal of {house}.")
    )
    stated = gettext("Sealed {when}, as the seal itself states.").format(when=when)
    return Verdict(
        headline=headline,
        meaning=meaning,
        summary=gettext("This is not the file that was issued here."),
        lines=(
            Line(gettext("Is it unchanged?"), intact, intact_meaning),
            Line(
                gettext("Does the seal cover the whole file?"), whole, DONE if seal.whole else LATE
            ),
            Line(gettext("By whom?"), who.format(house=seal.organisation), intact_meaning),
            Line(gettext("When?"), stated, intact_meaning),
        ),
    )


def _foreign(look: Look) -> Verdict:
    """Say of a PDF without our seal only what can be known of it here."""
    unknown = gettext("This cannot be determined here.")
    who = gettext("It has no seal from this installation.")
    if look.seals:
        names = ", ".join(sorted({s.name or s.organisation or "–" for s in look.seals}))
        who = gettext(
            "It is signed by others ({names}), whose signatures this page cannot check. Use the "
            "verification service of whoever issued it."
        ).format(names=names)
    return Verdict(
        headline=gettext("Not a document from here"),
        meaning=DUE,
        summary=gettext("That does not mean it is false: it was not issued or sealed here."),
        lines=(
            Line(gettext("Is it unchanged?"), unknown, DUE),
            Line(gettext("Does the seal cover the whole file?"), unknown, DUE),
            Line(gettext("By whom?"), who, DUE),
            Line(gettext("When?"), unknown, DUE),
        ),
    )


def _at(when: datetime, place: Institution | None) -> str:
    zone = place.zone if place else "Asia/Jakarta"
    return spoken.at(when, zone, get_language() or "id")
