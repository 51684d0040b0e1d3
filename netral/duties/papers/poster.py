"""A poster for the wall of a unit: where to report, where to ask, where to verify."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from netral.duties.core.channels import Channel
from netral.kernel import spoken
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.orgs.models import Unit
from netral.tenancy.models import Institution


class Size(StrEnum):
    """Of the sheet."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it besides the addresses."""

    unit: Unit
    circulars: Sequence[str]  # numbers of those in force for the unit
    channels: Sequence[Channel]  # where to report, the one for everybody first
    size: Size


def poster(wanted: Poster, *, at: datetime) -> bytes:
    """Set a poster. It names no person; its addresses are public."""
    house = wanted.unit.institution
    first, *others = wanted.channels
    data = {
        "title": "Pegawai netral, pilihan bebas",
        "lines": ["Pegawai netral,", "pilihan bebas"],
        "size": wanted.size.value,
        "institution": {
            "name": house.name,
            "emblem": bytes(house.emblem) if house.emblem else None,
        },
        "unit": wanted.unit.name,
        "circulars": list(wanted.circulars),
        "calls": [
            _call(
                "Laporkan",
                f"Melihat pegawai memihak calon? Laporkan lewat {first.name} di sini.",
                first.url,
                "" if first.sure else "Alamat ini belum diverifikasi oleh instansi.",
            ),
            _call(
                "Tanyakan",
                "Ragu boleh atau tidak? Periksa aturannya sebelum bertindak.",
                settings.BASE_URL + reverse("answers:ask", kwargs={"slug": house.slug}),
                "Pegawai dapat bertanya secara rahasia kepada tim netralitas setelah masuk.",
            ),
            _call(
                "Periksa",
                "Menerima surat edaran, pakta, atau izin? Periksa keasliannya.",
                settings.BASE_URL + reverse("signing:verify"),
                "",
            ),
        ],
        "own": _own(house),
        "others": [_other(channel) for channel in others],
        "foot": _foot(house, at),
    }
    return typeset("duties/poster", data, at=at)


def _foot(house: Institution, at: datetime) -> str:
    lacks = "" if house.contacts else " Instansi ini belum mencantumkan kanal pelaporannya sendiri."
    return f"Dicetak {spoken.short_day(at.date())}.{lacks}"


def _own(house: Institution) -> str:
    """Return where the institution itself takes reports; invented ones say so."""
    if not house.contacts:
        return ""
    invented = " (rekaan untuk peragaan)" if house.demo_starts_at else ""
    shown = ", ".join(each.removeprefix("https://") for each in house.contacts)
    return f"Melapor langsung kepada {house.name}: {shown}{invented}"


def _call(word: str, text: str, url: str, note: str) -> dict[str, str]:
    bare = url.removeprefix("https://").removeprefix("http://").rstrip("/")
    return {
        "word": word,
        "text": text,
        "url": url,
        "shown": bare,
        "note": note,
        "qr": for_typst(url),
    }


def _other(channel: Channel) -> str:
    shown = channel.url.removeprefix("https://")
    doubt = "" if channel.sure else " (belum diverifikasi)"
    return f"{channel.name}: {shown}{doubt}. {channel.note}"
