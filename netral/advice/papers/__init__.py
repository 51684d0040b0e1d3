"""Setting a written answer. It never says who asked: whoever shows it decides about that."""

from collections.abc import Sequence
from dataclasses import dataclass

from netral.advice.models import Answer
from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.moment import local_day
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.signing.core import Logged, seal_says
from netral.signing.queries import verify_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on the paper besides dates and proof, all of it frozen with the answer."""

    kind: str  # of employment
    act: str
    election: str
    told: Sequence[str]  # the question, then the replies
    verdict: str
    text: str
    facts: str
    rules: Sequence[tuple[str, str]]


def answer(
    given: Answer, sheet: Sheet, *, sealed: bool = True, logged: Logged | None = None
) -> bytes:
    """Set a written answer; `sealed` says whether the institution's seal will be on the file.

    Papers speak Indonesian whatever the reader speaks.
    """
    house, url = given.institution, verify_url(given.paper.code)
    dated = spoken.at(given.answered_at, house.zone)
    data = {
        "title": "Jawaban tertulis tim netralitas",
        "dated": dated,
        "institution": house.letterhead("Tim Netralitas"),
        "rows": _rows(given, sheet),
        "told": [_paragraphs(text) for text in sheet.told],
        "verdict": sheet.verdict,
        "text": _paragraphs(sheet.text),
        "facts": _paragraphs(sheet.facts),
        "rules": [list(rule) for rule in sheet.rules],
        "covers": _covers(given),
        "qr": for_typst(url),
        "url": url,
        "code": grouped(given.paper.code),
        "words": _words(given, sealed=sealed),
        "log": logged.data() if logged else None,
    }
    return typeset("advice/answer", data, at=given.answered_at, carries=logged is not None)


def _rows(given: Answer, sheet: Sheet) -> list[list[str]]:
    asked = spoken.at(given.question.asked_at, given.institution.zone)
    rows = [
        ["Ditanyakan", asked],
        ["Penanya", f"Pegawai dengan status {sheet.kind}; nama tidak dimuat"],
        ["Perbuatan", sheet.act],
        ["Pemilihan", sheet.election],
    ]
    return [row for row in rows if row[1]]


def _paragraphs(text: str) -> list[str]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


def _covers(given: Answer) -> list[str]:
    """Say plainly how far the answer goes."""
    day = spoken.short_day(local_day(given.answered_at, given.institution.zone))
    return [
        (
            "Jawaban ini berlaku untuk keadaan yang diceritakan di atas. Bila keadaan sebenarnya "
            "berbeda, jawaban ini tidak mencakupnya."
        ),
        (
            f"Jawaban ini memakai aturan pada {day}, versi {given.rule_version}. Bila aturan "
            "berubah sesudahnya, tanyakan lagi."
        ),
        f"SHA-256 basis aturan: {given.rule_sha256}",
    ]


def _words(given: Answer, *, sealed: bool) -> list[str]:
    """Say what stands behind the paper, and nothing more."""
    return [
        seal_says(given.institution.name, sealed=sealed),
        "Pemeriksaan dengan kode tidak menampilkan isi jawaban dan tidak menyebut penanya.",
    ]
