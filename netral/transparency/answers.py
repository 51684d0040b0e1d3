"""What the answers to a search say to people, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from netral.kernel.words import N_
from netral.ledger.queries.disclosed import EMPTY, Field, shown
from netral.transparency.core.judged import Part
from netral.transparency.queries.search import Answer, Outcome
from netral.transparency.words import type_words

Said = tuple[str, str, str, str]  # meaning, headline, what it means, what to do

SAID: Final[Mapping[Outcome, Said]] = {
    Outcome.STANDS: (
        "done",
        N_("It stands in the log"),
        N_("The entry is in its place. Below is where, and who has seen it there."),
        "",
    ),
    Outcome.WAITS: (
        "due",
        N_("It waits for its place"),
        N_("The act is recorded, and the log has promised it a place."),
        N_("Look again after the hour below. Keep your receipt until then."),
    ),
    Outcome.PROVEN: (
        "done",
        N_("This proof holds"),
        N_("The entry stands in the log, unchanged, in the place that the proof names."),
        "",
    ),
    Outcome.NO_PAPER: (
        "stopped",
        N_("No document here has this code"),
        N_("Every document that is issued here is found by its code."),
        N_(
            "Compare it with the paper. If it is the same, the paper was not issued here: ask who"
            " gave it to you, and keep it."
        ),
    ),
    Outcome.UNKNOWN: (
        "stopped",
        N_("Not in this log"),
        N_("No entry here has this hash or number."),
        N_(
            "Compare it with the paper, character by character: capital and small letters differ."
            " If it is the same and you hold a proof or a promise, put that in here: it says more."
        ),
    ),
    Outcome.ELSEWHERE: (
        "late",
        N_("This belongs to another log"),
        N_("Each installation has a log of its own. This one can say nothing about others."),
        N_("Look it up there, or check it with netral-verify and the policy of that log."),
    ),
    Outcome.WRONG: (
        "stopped",
        N_("This proof does not hold"),
        N_("It was altered, damaged on the way, or never was a proof of this log."),
        N_("Ask for the file anew from where you have it, and do not rely on this one."),
    ),
    Outcome.FORKED: (
        "stopped",
        N_("This proof holds, but this log has gone another way"),
        N_(
            "The log has signed a state that what stands here now does not continue. That must"
            " never happen: somebody has altered the log after your proof was made."
        ),
        N_("Keep it. It is evidence: show it to a witness of the log, or to the supervisor."),
    ),
    Outcome.AHEAD: (
        "stopped",
        N_("This proof is newer than the log that stands here"),
        N_("The log has signed a state with more entries than it shows now."),
        N_(
            "It may have been restored from an older copy and not caught up yet. Look again in an"
            " hour; if it is still so, show the file to a witness of the log."
        ),
    ),
    Outcome.BROKEN: (
        "stopped",
        N_("This promise was not kept"),
        N_("The log signed that the entry would have its place by then. It has none."),
        N_("Keep it. It is evidence: show it to a witness of the log, or to the supervisor."),
    ),
    Outcome.VANISHED: (
        "late",
        N_("The log promised this entry and no longer knows it"),
        N_("The promise is genuine and has not run out, but nothing waits here under this hash."),
        N_("Keep the promise and look again after the hour below."),
    ),
    Outcome.FORGED: (
        "stopped",
        N_("This log did not give this promise"),
        N_("The signature under it is not that of this log, or the text was altered."),
        N_("Ask for it anew from where you have it."),
    ),
    Outcome.BARE: (
        "late",
        N_("This file carries no proof"),
        N_("A document that was sealed before its entry had a place carries a promise instead."),
        N_("Type the code at the foot of the document, or take the proof from its page."),
    ),
    Outcome.UNREADABLE: (
        "late",
        N_("This file cannot be read"),
        N_("It is not a proof, not a promise, and not a PDF that can be opened."),
        N_("Choose the file as you received it."),
    ),
    Outcome.NOT_BEGUN: (
        "late",
        N_("This log has not begun yet"),
        N_("It has no key yet, so no proof can be checked with it."),
        N_("Look again later."),
    ),
}
# What such an answer becomes if only a proof inside a changed PDF can be answered for.
INSIDE: Final[Mapping[Outcome, Said]] = dict.fromkeys(
    (Outcome.STANDS, Outcome.WAITS, Outcome.PROVEN),
    (
        "late",
        N_("The entry is genuine, this PDF is not as it was issued"),
        N_(
            "The PDF carries a proof of the entry below, but the file itself was changed, or saved"
            " anew by a program. What its pages say is not confirmed."
        ),
        N_(
            "Check the document by its code and compare what it says there, or ask for the file as"
            " it was issued."
        ),
    ),
)
WRONG: Final[Mapping[Part, tuple[str, str]]] = {
    Part.FORM: (N_("Form"), N_("This is not written as a proof is. Perhaps a part is missing.")),
    Part.LOG: (N_("Log"), N_("It names another log.")),
    Part.SIGNATURE: (
        N_("Signature of the log"),
        N_("The log has not signed this state: its size, fingerprint or signature is false."),
    ),
    Part.WITNESS: (
        N_("Signature of a witness"),
        N_("A signature in the name of a witness is false."),
    ),
    Part.LEAF: (
        N_("Entry"),
        N_("The entry that it carries does not stand in this log. It was changed or invented."),
    ),
    Part.INDEX: (
        N_("Number"),
        N_("The entry is genuine, but stands under another number than the proof says."),
    ),
    Part.PATH: (
        N_("Path"),
        N_(
            "The entry is genuine, but the fingerprints do not lead from it to the whole log."
            " One of them was changed, left out or put in."
        ),
    ),
    Part.FIELDS: (
        N_("Fields shown"),
        N_("What it shows of the act is not what the entry holds the fingerprint of."),
    ),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer in words."""

    meaning: str
    headline: str
    means: str
    advice: str
    kind: str  # of the entry
    faults: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]  # what the proof opens


def spoken(answer: Answer) -> Spoken:
    """Put an answer into the reader's words."""
    table = {**SAID, **INSIDE} if answer.inside else SAID
    meaning, headline, means, advice = table[answer.outcome]
    faults = tuple((_(WRONG[part][0]), _(WRONG[part][1])) for part in answer.wrong)
    opened = answer.judged.opened if answer.judged and not answer.wrong else ()
    return Spoken(
        meaning,
        _(headline),
        _(means),
        _(advice) if advice else "",
        type_words(answer.entry.kind)[0] if answer.entry else "",
        faults,
        tuple(shown(name, value) for name, value in opened if value not in EMPTY),
    )
