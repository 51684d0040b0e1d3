"""The draft of a summons. Nothing seals it: whoever summons signs by hand and sends the letter."""

from dataclasses import dataclass
from datetime import date, datetime

from netral.kernel import spoken
from netral.kernel.typeset import typeset
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on a summons."""

    institution: Institution
    unit: str
    name: str
    identity: str
    position: str
    works_at: str
    letter_on: date
    meets_on: date
    where: str  # hour and place
    again: bool  # the second call
    head: str
    title: str  # of the head's office
    doubt: str  # why the seven working days are to be checked


def summons(sheet: Sheet, at: datetime) -> bytes:
    """Set the draft on A4. It says no more of the matter than that there is one."""
    house = sheet.institution
    data = {
        "title": f"Surat Panggilan {'II' if sheet.again else 'I'}",
        "institution": house.letterhead(sheet.unit),
        "rows": [
            (word, value)
            for word, value in (
                ("Nama", sheet.name),
                ("NIP/nomor induk", sheet.identity),
                ("Jabatan", sheet.position),
                ("Unit kerja", sheet.works_at),
            )
            if value
        ],
        "meeting": [
            ("Hari, tanggal", spoken.day(sheet.meets_on)),
            ("Pukul dan tempat", sheet.where),
            ("Menghadap", f"{sheet.head}, {sheet.title}"),
        ],
        "again": sheet.again,
        "place": house.place,
        "day": spoken.short_day(sheet.letter_on),
        "head": sheet.head,
        "office": sheet.title,
        "doubt": sheet.doubt,
    }
    return typeset("supervision/summons", data, at=at)
