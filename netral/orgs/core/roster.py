"""Lines of a roster: what is taken from each, and what it means for who is known already."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from netral.orgs.core import PersonKind, Service, terms
from netral.orgs.core.days import day
from netral.orgs.core.identity import NIK, check_nik, check_number, likely_kind, mask, tidy
from netral.orgs.core.layouts import SIASN, Field, Header
from netral.orgs.core.names import line as one_line
from netral.orgs.core.names import parted, person_name, titles_back, titles_front
from netral.orgs.core.oddities import Odd, Reason, Warn
from netral.orgs.core.places import Places

LONGEST_NAME: Final = 120
ROOM: Final = {
    "title_front": 40, "title_back": 60, "position": 160, "grade": 20, "note": 160,
}  # fmt: skip
LOCAL_KINDS: Final = frozenset({PersonKind.NON_ASN, PersonKind.BUMD})
EXACT: Final = frozenset({Field.NUMBER, Field.NIK, Field.BIRTH})  # read by rules of their own


class Cells(NamedTuple):
    """What a line holds: cells as they were read, and those that are text as one line each."""

    raw: Mapping[Field, object]
    text: Mapping[Field, str]


class Line(NamedTuple):
    """One person as the roster has them, normalised. A negative unit is one to be created."""

    at: int  # line in the sheet, as a spreadsheet counts
    kind: str
    identity: str
    nik: str
    name: str
    title_front: str
    title_back: str
    position: str
    grade: str
    email: str
    phone: str
    unit: int
    service: str
    note: str
    warnings: list[str]


class Refused(NamedTuple):
    """A line that cannot be taken; a NIK is never in here whole."""

    at: int
    reason: str
    facts: dict[str, Any]
    number: str
    name: str
    unit: str


@dataclass(slots=True)
class Desk:
    """What is needed to read lines: the day, the units, and how local numbers are made."""

    today: date
    places: Places
    local_number: Callable[[str], str]
    impossible: bool = False  # sequences that no real number has are admitted
    create_units: bool = False  # an unknown unit is noted for creation instead of refused
    new_units: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def unit(self, siasn_id: str, code: str, name: str) -> tuple[int, list[Warn]]:
        """Find the unit of a line, or note that it is to be created."""
        if not (siasn_id or code or name):
            raise Odd(Reason.UNIT_MISSING)
        found = self.places.find(siasn_id, code, name)
        if found is not None and not (found.part and self.create_units):
            return found.pk, [Warn.UNIT_PART] if found.part else []
        if self.create_units and name:
            key = (siasn_id, code, name)
            return self.new_units.setdefault(key, -1 - len(self.new_units)), []
        raise Odd(Reason.UNIT_UNKNOWN, unit=name or code or siasn_id)


def read(
    rows: Iterable[Sequence[object]], header: Header, desk: Desk, *, first: int
) -> Iterator[Line | Refused]:
    """Read the lines below the header; `first` is the line number of the first of `rows`."""
    columns = [(wanted, at) for wanted, at in header.columns.items() if at >= 0]
    for at, row in enumerate(rows, start=first):
        width = len(row)
        raw = {f: row[c] for f, c in columns if c < width and row[c] not in _EMPTY}
        if not raw:
            continue
        cells = Cells(raw, {f: one_line(cell) for f, cell in raw.items() if f not in EXACT})
        try:
            yield _line(at, cells, header, desk)
        except Odd as odd:
            yield _refused(at, cells, odd)


_EMPTY: Final = frozenset({"", None})


def _refused(at: int, cells: Cells, odd: Odd) -> Refused:
    try:
        number = tidy(cells.raw.get(Field.NUMBER))
    except Odd as lost:
        number = str(lost.facts["number"])
    text = cells.text
    unit = text.get(Field.UNIT_NAME) or text.get(Field.UNIT_CODE) or text.get(Field.UNIT_ID, "")
    return Refused(
        at,
        odd.reason.value,
        odd.facts,
        mask(number) if len(number) == NIK and number.isdigit() else number[:40],
        text.get(Field.NAME, "")[:LONGEST_NAME],
        unit[:160],
    )


def _line(at: int, cells: Cells, header: Header, desk: Desk) -> Line:
    text = cells.text.get
    of_kind = _kind(cells, header)
    number, nik, warnings = _numbers(cells.raw, of_kind, desk)
    front, name, back = _name(cells.text, header)
    unit, odd = desk.unit(
        text(Field.UNIT_ID, ""), text(Field.UNIT_CODE, ""), text(Field.UNIT_NAME, "")
    )
    warnings += odd
    standing = text(Field.STANDING, "")
    service = terms.service(standing)
    if service is None:
        service = Service.ACTIVE
        warnings.append(Warn.STANDING_UNKNOWN)
    grade = terms.grade(text(Field.GRADE, ""))
    if grade is None:
        grade = text(Field.GRADE, "")
        warnings.append(Warn.GRADE_UNKNOWN)
    email = _mail(text(Field.EMAIL_WORK, ""), text(Field.EMAIL, ""), warnings)
    phone = terms.phone(text(Field.PHONE, ""))
    if phone is None:
        phone = ""
        warnings.append(Warn.PHONE_DROPPED)
    note = "" if service is Service.ACTIVE else standing
    return Line(
        at, of_kind.value, number, nik, name,
        _cut("title_front", front, warnings),
        _cut("title_back", back, warnings),
        _cut("position", text(Field.POSITION, ""), warnings),
        _cut("grade", grade, warnings),
        email, phone, unit, service.value,
        _cut("note", note, warnings),
        sorted({w.value for w in warnings}),
    )  # fmt: skip


def _kind(cells: Cells, header: Header) -> PersonKind:
    of_employee, status = cells.text.get(Field.KIND, ""), cells.text.get(Field.STATUS, "")
    if header.layout is SIASN and not of_employee and not status:
        return likely_kind(tidy(cells.raw.get(Field.NUMBER)))
    return terms.kind(of_employee, status)


def _numbers(
    raw: Mapping[Field, object], of_kind: PersonKind, desk: Desk
) -> tuple[str, str, list[Warn]]:
    """Return the number a person is known by, the NIK if it can be right, and warnings."""
    number = tidy(raw.get(Field.NUMBER))
    warnings: list[Warn] = []
    local = of_kind in LOCAL_KINDS
    if local and len(number) == NIK and number.isdigit():
        number, nik = "", number  # a NIK in the column of numbers is a NIK all the same
    else:
        nik = _auxiliary_nik(raw, strict=local and not number)
    try:
        if nik:
            check_nik(nik, impossible=desk.impossible)
    except Odd:
        if local and not number:
            raise
        nik, warnings = "", [Warn.NIK_DROPPED]
    if local and not number and nik:
        number = desk.local_number(nik)
    warnings += check_number(number, of_kind, today=desk.today, impossible=desk.impossible)
    return number, nik, warnings + _birth(raw, number, local=local)


def _auxiliary_nik(raw: Mapping[Field, object], *, strict: bool) -> str:
    try:
        return tidy(raw.get(Field.NIK))
    except Odd:
        if strict:
            raise
        return "?"  # no NIK, so that it is dropped with a warning


def _birth(raw: Mapping[Field, object], number: str, *, local: bool) -> list[Warn]:
    if local or Field.BIRTH not in raw:
        return []
    born_on = day(raw[Field.BIRTH])
    if born_on is None:
        return [Warn.BIRTH_UNREAD]
    said = f"{born_on.year:04d}{born_on.month:02d}{born_on.day:02d}"
    return [] if number.startswith(said) else [Warn.BIRTH_DIFFERS]


def _name(text: Mapping[Field, str], header: Header) -> tuple[str, str, str]:
    front = titles_front(text.get(Field.TITLE_FRONT, ""))
    back = titles_back(text.get(Field.TITLE_BACK, ""))
    cell = text.get(Field.NAME, "")
    if front or back or header.layout is SIASN:
        name = person_name(cell)
    else:
        front, name, back = parted(cell)
    if not name:
        raise Odd(Reason.NAME_MISSING)
    if len(name) > LONGEST_NAME:
        raise Odd(Reason.NAME_TOO_LONG)
    return front, name, back


def _mail(work: str, private: str, warnings: list[Warn]) -> str:
    for text in (work, private):
        found = terms.mail(text)
        if found:
            return found
        if found is None:
            warnings.append(Warn.EMAIL_DROPPED)
    return ""


def _cut(what: str, text: str, warnings: list[Warn]) -> str:
    if len(text) <= ROOM[what]:
        return text
    warnings.append(Warn.CUT)
    return text[: ROOM[what]]
