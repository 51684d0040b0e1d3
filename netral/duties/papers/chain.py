"""Setting a chain of evidence, with its proofs as a file inside the PDF."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.utils import translation
from django.utils.translation import gettext

from netral.circulars.models import Circular
from netral.duties.core.chain import Deed, Link, Standing, count
from netral.duties.core.proofs import NAME
from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.moment import Moment
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.ledger.queries.marks import Mark
from netral.orgs.core import PERSON_WORDS, PersonKind
from netral.orgs.models import Person
from netral.signing.core import Logged, seal_says
from netral.signing.queries import verify_url
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on the paper."""

    institution: Institution
    person: Person
    circular: Circular
    clause: str  # "Butir 3"
    text: str
    binds: bool
    links: tuple[Link, ...]
    marks: Mapping[int, Mark]  # where each entry stands in the log, by its id
    code: str


def chain(sheet: Sheet, proofs: bytes, *, logged: Logged, at: Moment) -> bytes:
    """Set a chain; `logged` is its own sealing. Papers speak Indonesian whatever the reader speaks.

    It is sealed in the transaction that records it, so that it carries the promise of the log,
    and its page the proof.
    """
    house, url = sheet.institution, verify_url(sheet.code)
    with translation.override("id"):
        data = {
            "title": "Rantai bukti",
            "made": spoken.at(at.acted, house.zone),
            "institution": house.letterhead(),
            "rows": _rows(sheet),
            "clause": sheet.clause,
            "text": sheet.text,
            "summary": _summary(sheet),
            "links": [_link(n, link, sheet) for n, link in enumerate(sheet.links, 1)],
            "proofs": proofs,
            "name": NAME,
            "sha256": hashlib.sha256(proofs).hexdigest(),
            "how": _how(sheet),
            "log": logged.data(),
            "qr": for_typst(url),
            "url": url,
            "code": grouped(sheet.code),
            "words": _words(house),
        }
    return typeset("duties/chain", data, at=at.acted, carries=True)


def _rows(sheet: Sheet) -> list[tuple[str, str]]:
    person, circular = sheet.person, sheet.circular
    rows = [
        ("Nama", person.full_name),
        ("Status", gettext(PERSON_WORDS[PersonKind(person.kind)])),
        ("Jabatan", person.position),
        ("Unit kerja", person.unit.name),
        ("Edaran", circular.number),
        ("Tentang", circular.subject),
    ]
    return [row for row in rows if row[1]]


def _summary(sheet: Sheet) -> str:
    """Say first what can be said: how much is recorded, and that the rest is not."""
    if not sheet.binds:
        return (
            "Butir ini tidak ditujukan kepada pegawai dengan status tersebut. Yang tercatat di "
            "bawah ini tidak menunjukkan bahwa butir ini mengikatnya."
        )
    found = count(sheet.links)
    return (
        f"Tercatat {found.there} dari {found.asked} hal yang diminta dari orang ini atau "
        "disampaikan kepadanya. Yang tidak tercatat disebut apa adanya."
    )


def _link(number: int, link: Link, sheet: Sheet) -> dict[str, object]:
    gap = "" if link.standing is Standing.THERE else link.gap
    return {
        "number": number,
        "word": gettext(link.word),
        "standing": gettext(link.standing_word),
        "there": link.standing is Standing.THERE,
        "gap": gap,
        "deeds": [_deed(deed, sheet) for deed in link.deeds],
    }


def _deed(deed: Deed, sheet: Sheet) -> dict[str, str]:
    return {
        "at": spoken.at(deed.at, sheet.institution.zone),
        "words": deed.words,
        "place": _place(sheet.marks[deed.entry]),
        "hash": sheet.marks[deed.entry].leaf_hash,
    }


def _place(mark: Mark) -> str:
    if mark.index is None:
        return "Menunggu giliran masuk buku besar"
    return f"Catatan nomor {spoken.number(mark.index)} di buku besar"


def _how(sheet: Sheet) -> list[str]:
    return [
        (
            f"Berkas {NAME} di dalam PDF ini memuat bukti setiap catatan: daun buku besar, cap "
            "semua isian, serta garam dan nilai isian yang dibuka. Siapa pun dapat menghitung "
            "ulang nilai, cap, komitmen, dan hash daunnya tanpa aplikasi ini."
        ),
        (
            f"{_witnessed(sheet.marks.values())} Rantai ini menunjukkan apa yang dicatat dan bahwa "
            "catatannya tidak berubah, bukan bahwa seseorang bersalah."
        ),
    ]


def _witnessed(marks: Iterable[Mark]) -> str:
    """Say who outside had seen the entries when the chain was made."""
    seen = list(marks)
    newest = max((mark for mark in seen if mark.witnessed), key=attrgetter("size"), default=None)
    if newest is None:
        return (
            "Pada saat rantai ini dibuat, catatan-catatan ini belum disaksikan siapa pun di luar "
            "pemerintah daerah."
        )
    said = (
        f"Pada saat rantai ini dibuat, {newest.cosigned} dari {newest.witnesses} saksi di luar "
        f"pemerintah daerah telah menandatangani buku besar yang berisi "
        f"{spoken.number(newest.size)} catatan."
    )
    unseen = sum(not mark.witnessed for mark in seen)
    if unseen:
        return f"{said} {spoken.number(unseen)} catatan dalam rantai ini belum disaksikan."
    return f"{said} Semua catatan dalam rantai ini termasuk di dalamnya."


def _words(house: Institution) -> list[str]:
    return [
        seal_says(house.name),
        "Pemeriksaan dengan kode tidak menampilkan nama dan isi rantai.",
    ]
