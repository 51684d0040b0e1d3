"""The letter of a circular, as PDF. Letters speak Indonesian whatever the reader speaks.

All they say comes from the frozen rows, so that setting one again gives the same octets.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from netral.calendar import queries as calendar
from netral.circulars.core import ClauseKind, Dating, Form
from netral.circulars.models import Circular, Clause
from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.moment import Moment
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.orgs.core import ASN, PersonKind, unit_id
from netral.orgs.models import Unit
from netral.signing.core import LEVEL_WORDS, Level, Logged
from netral.signing.queries import verify_url

FORMS: Final = {Form.CIRCULAR: "SURAT EDARAN", Form.INSTRUCTION: "INSTRUKSI"}
PLAIN_FORMS: Final = {Form.CIRCULAR: "Surat Edaran", Form.INSTRUCTION: "Instruksi"}
THIS: Final = {Form.CIRCULAR: "Edaran ini", Form.INSTRUCTION: "Instruksi ini"}
GROUPS: Final = {
    ClauseKind.DUTY: "Kewajiban kepala unit kerja",
    ClauseKind.PROHIBITION: "Larangan",
    ClauseKind.PERMISSION: "Yang diperbolehkan",
}
KINDS: Final = {
    PersonKind.PNS: "PNS",
    PersonKind.CPNS: "CPNS",
    PersonKind.PPPK: "PPPK",
    PersonKind.PPPK_PART: "PPPK paruh waktu",
    PersonKind.NON_ASN: "pegawai non-ASN",
    PersonKind.BUMD: "pegawai BUMD",
    PersonKind.OFFICIAL: "kepala daerah",
}
PHASES: Final = {
    "before": "Berlaku sebelum masa kampanye.",
    "campaign": "Berlaku selama masa kampanye.",
    "quiet": "Berlaku selama masa tenang.",
    "before_during_after": "Berlaku sebelum, selama, dan setelah masa kampanye.",
}
GAP: Final = "…………………"  # to be filled in when it is signed


def pdf(  # a draft, or a letter with all that stands behind it
    circular: Circular,
    *,
    draft: bool,
    at: Moment,
    sealed: bool = True,
    logged: Logged | None = None,
) -> bytes:
    """Set the letter of a circular: A4, tagged, with its fonts inside.

    A draft is marked as one on every page and proves nothing. `sealed` says whether the
    institution's seal will be on the file; the letter claims no more than that.
    """
    with translation.override("id"):
        data = {
            "draft": draft,
            "title": _title(circular),
            "foot": _foot(circular, draft=draft),
            "head": _head(circular),
            "form": FORMS[Form(circular.form)],
            "number": _number(circular),
            "subject": circular.subject.upper(),
            "recipients": circular.recipients,
            "sections": _sections(circular),
            "dated": _dated(circular),
            "signature": _signature(circular),
            "signed": _signed(circular, draft=draft),
            "copies": circular.copies,
            "proof": None if draft else _proof(circular, sealed=sealed),
            "log": logged.data() if logged else None,
        }
    signed_at = circular.signed_at if not draft else None
    carries = logged is not None
    return typeset("circulars/circular", data, at=signed_at or at.acted, carries=carries)


def _title(circular: Circular) -> str:
    form = PLAIN_FORMS[Form(circular.form)]
    return f"{form} {circular.number} tentang {circular.subject}".replace("  ", " ")


def _foot(circular: Circular, *, draft: bool) -> str:
    if draft:
        return "Konsep, belum ditandatangani dan belum berlaku"
    return f"{PLAIN_FORMS[Form(circular.form)]} {circular.number}".strip()


def _head(circular: Circular) -> dict[str, object]:
    """Name who speaks: the head of region for the top unit, else the government and the unit."""
    institution = circular.institution
    unit = circular.unit  # not the signatory's: a secretary over the whole city signs as Setda
    top = unit.parent_id is None
    if top:
        return institution.letterhead() | {"name": institution.head_title}
    return institution.letterhead(circular.signature_block.get("issuer") or unit.name)


def _number(circular: Circular) -> str:
    number = circular.number.upper() if _named(circular.number) else circular.number
    if number:
        return number if _named(number) else f"NOMOR {number}"
    return "" if circular.form == Form.INSTRUCTION else f"NOMOR {GAP}"


def _named(number: str) -> bool:
    """Tell whether the number says itself that it is one: "Nomor 35 Tahun 2024"."""
    return number.lower().startswith("nomor ")


def _sections(circular: Circular) -> list[dict[str, object]]:
    content = "Isi Edaran" if circular.form == Form.CIRCULAR else "Isi Instruksi"
    sections = [
        _section("Latar Belakang dan Maksud", paragraphs=_paragraphs(circular.opening)),
        _section("Ruang Lingkup", paragraphs=_scope(circular)),
        _section("Dasar", items=[_basis(basis) for basis in circular.bases]),
        _section(content, groups=_groups(list(circular.clauses.all()), circular)),
        _section("Tindak Lanjut", paragraphs=_follow_up(circular)),
        _section("Penutup", paragraphs=_ending(circular)),
    ]
    said = [s for s in sections if s["paragraphs"] or s["items"] or s["groups"]]
    for letter, section in zip("ABCDEF", said, strict=False):
        section["title"] = f"{letter}. {section['title']}"
    return said


def _section(
    title: str,
    *,
    paragraphs: Sequence[str] = (),
    items: Sequence[str] = (),
    groups: Sequence[dict[str, object]] = (),
) -> dict[str, object]:
    return {"title": title, "paragraphs": paragraphs, "items": items, "groups": groups}


def _paragraphs(text: str) -> list[str]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


def _scope(circular: Circular) -> list[str]:
    this = THIS[Form(circular.form)]
    lines = [f"{this} berlaku bagi {bound(circular)}."]
    known = {election.code: election.name for election in calendar.elections()}
    if circular.elections:
        names = [known.get(code, code) for code in circular.elections]
        lines.append(f"{this} menyangkut {_listed(names)}.")
    if circular.parent is not None:
        lines.append(f"{this} meneruskan {_title(circular.parent)}.")
    return [" ".join(lines)]


def bound(circular: Circular) -> str:
    """Say in Indonesian whom a circular binds: kinds of people, and units if not all."""
    whom = kind_names(circular.audience.get("kinds") or ()) or "semua pegawai"
    ids = [unit_id(path) for path in circular.audience.get("units") or ()]
    units = Unit.objects.of(circular.institution_id).filter(pk__in=ids)
    names = [unit.name for unit in units]
    return f"{whom} pada {_listed(names) if names else circular.institution.name}"


def kind_names(kinds: Iterable[str]) -> str:
    """Name kinds of people, ASN as one word where all of it is meant."""
    asked = {PersonKind(kind) for kind in kinds}
    names = ["ASN"] if asked >= ASN else []
    rest = asked - ASN if names else asked
    return _listed(names + [word for kind, word in KINDS.items() if kind in rest])


def _listed(names: Sequence[str]) -> str:
    if len(names) < 3:  # noqa: PLR2004  # two need no comma
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def _basis(basis: dict[str, Any]) -> str:
    day = basis.get("dated_on")
    written = spoken.short_day(date.fromisoformat(day)) if day else ""
    title = str(basis["title"])
    return f"{title}, tanggal {written}." if written and written not in title else f"{title}."


def _groups(clauses: list[Clause], circular: Circular) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    start = 1
    for kind, title in GROUPS.items():
        own = [_clause(c, circular) for c in clauses if c.kind == kind]
        if own:
            groups.append({"title": title, "clauses": own, "start": start})
            start += len(own)
    return groups


def _clause(clause: Clause, circular: Circular) -> dict[str, object]:
    marks = [f"Mengikat {kind_names(clause.kinds)}."] if clause.kinds else []
    marks += [PHASES[clause.phase]] if clause.phase in PHASES else []
    if clause.due_at:
        marks.append(f"Paling lambat {spoken.at(clause.due_at, circular.institution.zone)}.")
    return {"text": clause.text, "conditions": clause.conditions, "marks": marks}


def _follow_up(circular: Circular) -> list[str]:
    zone, this = circular.institution.zone, THIS[Form(circular.form)].lower()
    lines = []
    if circular.pass_on_by:
        until = spoken.at(circular.pass_on_by, zone)
        lines.append(
            f"Kepala unit kerja menyatakan terima dan meneruskan {this} paling lambat {until}."
        )
    if circular.read_by:
        until = spoken.at(circular.read_by, zone)
        lines.append(f"Setiap pegawai yang terikat menyatakan sudah membaca paling lambat {until}.")
    return lines


def _ending(circular: Circular) -> list[str]:
    lines = _paragraphs(circular.closing)
    if circular.supersedes is not None:
        lines.append(f"{_title(circular.supersedes)} dinyatakan tidak berlaku.")
    return lines


def _dated(circular: Circular) -> list[str]:
    lines = [f"Ditetapkan di {circular.place or circular.institution.place}"]
    day = spoken.short_day(circular.dated_on) if circular.dated_on else ""
    if circular.dating == Dating.UNKNOWN:
        return [*lines, "tanggal tidak diketahui"]
    if circular.dating == Dating.AT_LATEST:
        return [*lines, f"selambat-lambatnya tanggal {day}"]
    return [*lines, f"pada tanggal {day or GAP}"]


def _signature(circular: Circular) -> dict[str, object]:
    block = circular.signature_block
    title = circular.signatory.office.title.upper() if circular.signatory else GAP
    return {
        "lines": block.get("lines") or [f"{title},"],
        "name": block.get("name") or GAP,
        "identity": block.get("identity") or "",
    }


def _signed(circular: Circular, *, draft: bool) -> list[str]:
    if draft or circular.signed_at is None or circular.paper is None:
        return ["Belum ditandatangani."]
    when = spoken.at(circular.signed_at, circular.institution.zone)
    lines = [f"Ditandatangani dalam sistem Netral pada {when}."]
    if circular.paper.level is not None:
        lines.append(gettext(LEVEL_WORDS[Level(circular.paper.level)]) + ".")
    return lines


def _proof(circular: Circular, *, sealed: bool) -> dict[str, object] | None:
    paper = circular.paper
    if paper is None:
        return None
    url, name = verify_url(paper.code), circular.institution.name
    seal = (
        f"Berkas ini disegel secara elektronik dengan sertifikat milik {name} sendiri. "
        "Segel menjaga keutuhan dan asal berkas, bukan tanda tangan orangnya."
        if sealed
        else f"Berkas ini belum disegel oleh {name}."
    )
    return {
        "qr": for_typst(url),
        "url": url,
        "site": f"{settings.BASE_URL}/verifikasi/".split("//", 1)[-1],
        "code": grouped(paper.code),
        "words": [
            f"{seal} Tidak memakai sertifikat BSrE atau penyelenggara sertifikasi elektronik lain.",
            f"SHA-256 naskah: {circular.text_sha256}",
        ],
    }
