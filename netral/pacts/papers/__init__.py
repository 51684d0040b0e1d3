"""Setting the papers of pacts. All they say comes from frozen rows, so the octets never vary."""

from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.moment import local_day
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.orgs.core import ASN, PERSON_WORDS, PersonKind
from netral.pacts.core import Text, masked
from netral.pacts.models import Campaign, Signature
from netral.signing.core import LEVEL_WORDS, Level, Logged
from netral.signing.queries import verify_url
from netral.tenancy.models import Institution

IDENTITY_NAMES: Final = {"pns": "NIP", "cpns": "NIP", "pppk": "NI PPPK", "pppk_part": "NI PPPK"}


def pact(signature: Signature, *, sealed: bool = True, logged: Logged | None = None) -> bytes:
    """Set the pact of one person on one page.

    `sealed` says whether the institution's seal will be on the file; the paper claims no more
    than that. Papers speak Indonesian whatever the reader speaks.
    """
    pledge, paper = signature.pledge, signature.paper
    campaign, institution = pledge.campaign, signature.institution
    text = Text.of(campaign.text)
    url = verify_url(paper.code)
    with translation.override("id"):
        data = {
            "title": text.title,
            "campaign": _about(campaign),
            "label": campaign.label,
            "institution": institution.letterhead(),
            "signer": _named(signature.signer),
            "rows": _rows(signature.signer),
            "opening": text.opening,
            "statements": text.statements,
            "closing": text.closing,
            "place": institution.place,
            "day": spoken.short_day(local_day(signature.signed_at, institution.zone)),
            "signed_at": spoken.at(signature.signed_at, institution.zone),
            "level": gettext(LEVEL_WORDS[Level(signature.level)]) + ".",
            "qr": for_typst(url),
            "url": url,
            "code": grouped(paper.code),
            "words": _words(signature, institution, sealed=sealed),
            "log": logged.data() if logged else None,
        }
    return typeset("pacts/pact", data, at=signature.signed_at, carries=logged is not None)


def _about(campaign: Campaign) -> str:
    circular = campaign.circular
    if circular is None or not circular.number:
        return campaign.name
    return f"{campaign.name}, menurut {circular.number}"


def _named(signer: dict[str, str]) -> dict[str, str]:
    """Name the signer; the identity number of an ASN is on every official letter, others hide."""
    kind = PersonKind(signer["kind"])
    number = signer["identity"] if kind in ASN else masked(signer["identity"])
    name = IDENTITY_NAMES.get(kind.value, "Nomor pegawai")
    return {"name": signer["name"], "identity": f"{name} {number}" if number else ""}


def _rows(signer: dict[str, str]) -> list[tuple[str, str]]:
    kind = PersonKind(signer["kind"])
    number = signer["identity"] if kind in ASN else masked(signer["identity"])
    rows = [
        ("Nama", signer["name"]),
        (IDENTITY_NAMES.get(kind.value, "Nomor pegawai"), number),
        ("Status", gettext(PERSON_WORDS[kind])),
        ("Pangkat/golongan", signer["grade"]),
        ("Jabatan", signer["position"]),
        ("Unit kerja", signer["unit"]),
    ]
    return [(name, value) for name, value in rows if value]


def _words(signature: Signature, institution: Institution, *, sealed: bool) -> list[str]:
    """Say what stands behind the paper, and nothing more."""
    seal = (
        f"Segel elektronik {institution.name} pada berkas ini menjaga keutuhan dan asal berkas; "
        "segel bukan tanda tangan orangnya dan tidak menaikkan tingkatnya."
        if sealed
        else f"Berkas ini belum disegel oleh {institution.name}."
    )
    version = signature.pledge.campaign.text_version
    return [
        "Tidak memakai sertifikat penyelenggara sertifikasi elektronik (PSrE). " + seal,
        f"SHA-256 teks pakta, versi {version}: {signature.text_sha256}",
    ]
