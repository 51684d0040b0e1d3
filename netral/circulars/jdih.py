"""What JDIH, the network of legal documentation, wants to know about a circular.

The list of metadata is data: nobody has read yet which sixteen are mandatory.
"""

import csv
import io
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from netral.circulars.core import Dating, Form, Stage
from netral.circulars.models import Circular
from netral.kernel.cells import harmless
from netral.kernel.moment import local_day

FILE: Final = Path(__file__).parent / "data" / "jdih.toml"
FORMS: Final = {Form.CIRCULAR: ("Surat Edaran", "SE"), Form.INSTRUCTION: ("Instruksi", "INS")}
STATUS: Final = {
    Stage.PUBLISHED: "Berlaku",
    Stage.SUPERSEDED: "Tidak berlaku, digantikan",
    Stage.REVOKED: "Tidak berlaku, dicabut",
}


@dataclass(frozen=True, slots=True)
class Datum:
    """One metadatum of a circular: what it is called, what it says, whether it must be there."""

    field: str
    label: str
    value: str
    mandatory: str
    source: str


@cache
def _listed() -> tuple[dict[str, str], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["metadata"])


def metadata(circular: Circular, *, url: str) -> list[Datum]:
    """Return the metadata of a published circular, whose public page is at `url`."""
    values = _values(circular, url)
    return [
        Datum(
            field=each["field"],
            label=each["label"],
            value=each.get("value") or values[each["field"]],
            mandatory=each["mandatory"],
            source=each["source"],
        )
        for each in _listed()
    ]


def as_csv(data: list[Datum]) -> str:
    """Write the metadata as a table of one row; no cell begins like a formula."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([datum.label for datum in data])
    table.writerow([harmless(datum.value) for datum in data])
    return out.getvalue()


def _values(circular: Circular, url: str) -> dict[str, str]:
    form, abbreviation = FORMS[Form(circular.form)]
    institution = circular.institution
    issuer = institution.head_title if circular.unit.parent_id is None else circular.unit.name
    number = f" Nomor {circular.number}" if circular.number else ""
    if circular.number.lower().startswith("nomor "):
        number = f" {circular.number}"
    return {
        "title": f"{form} {issuer}{number} tentang {circular.subject}",
        "heading": f"Indonesia. {institution.name.removeprefix('Pemerintah ')}",
        "number": circular.number or "tanpa nomor",
        "form": form,
        "abbreviation": abbreviation,
        "place": circular.place or institution.place,
        "dates": _dates(circular),
        "origin": url,
        "subject": circular.subject,
        "status": _status(circular),
        "location": institution.name,
        "attachments": "Tidak ada",
        "initiator": circular.unit.name,
    }


def _dates(circular: Circular) -> str:
    day = circular.dated_on.isoformat() if circular.dated_on else ""
    signed = {Dating.EXACT: day, Dating.AT_LATEST: f"selambat-lambatnya {day}"}
    told = circular.published_at
    published = local_day(told, circular.institution.zone).isoformat() if told else "belum"
    return f"{signed.get(Dating(circular.dating)) or 'tidak diketahui'}; {published}"


def _status(circular: Circular) -> str:
    words = STATUS.get(Stage(circular.stage), "Belum berlaku")
    successor = circular.successors.exclude(published_at=None).first()
    return f"{words} oleh {successor.number}" if successor else words
