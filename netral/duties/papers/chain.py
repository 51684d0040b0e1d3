"""Setting a chain of evidence, with its proofs as a file inside the PDF."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

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
from netral.orgs.core import PERSON_WORDS, PersonKind
from netral.orgs.models import Person
from netral.signing.core import seal_says
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
    hashes: Mapping[int, str]  # leaf hash of each entry, by its number
    code: str


def chain(sheet: Sheet, proofs: bytes, *, at: Moment) -> bytes:
    """Set a chain. Papers speak Indonesian whatever the reader speaks."""
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
            "how": _how(),
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
        "entry": spoken.number(deed.entry),
        "hash": sheet.hashes[deed.entry],
    }


def _how() -> list[str]:
    return [
        (
            f"Berkas {NAME} di dalam PDF ini memuat bukti setiap catatan: daun buku besar, cap "
            "semua isian, serta garam dan nilai isian yang dibuka. Siapa pun dapat menghitung "
            "ulang nilai, cap, komitmen, dan hash daunnya tanpa aplikasi ini."
        ),
        (
            "Buku besar dijaga oleh instansi sendiri; belum ada saksi dari luar. Rantai ini "
            "menunjukkan apa yang dicatat dan bahwa catatannya tidak berubah, bukan bahwa "
            "seseorang bersalah."
        ),
    ]


def _words(house: Institution) -> list[str]:
    return [
        seal_says(house.name),
        "Pemeriksaan dengan kode tidak menampilkan nama dan isi rantai.",
    ]
