"""What an import writes: people, their histories, units that were missing from the tree."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.models import Entry
from netral.orgs.actions.bulk import merge
from netral.orgs.core import PLAIN, Service
from netral.orgs.core.identity import mask
from netral.orgs.core.roster import Line
from netral.orgs.core.terms import unit_kind
from netral.orgs.core.vault import Vault
from netral.orgs.core.verdicts import Change, Known, Verdict
from netral.orgs.models import Person, PersonEvent, Unit
from netral.tenancy.actions import load
from netral.tenancy.models import Institution

PEOPLE: Final = Person._meta.db_table
EVENTS: Final = PersonEvent._meta.db_table

# What an event is called in the person's history.
WHAT: Final[Mapping[Verdict, str]] = {
    Verdict.NEW: "joined",
    Verdict.CHANGED: "corrected",
    Verdict.TRANSFERRED: "moved",
    Verdict.ON_LEAVE: "leave",
    Verdict.RETIRED: "retired",
    Verdict.DECEASED: "deceased",
    Verdict.ENDED: "ended",
    Verdict.MOVED_AWAY: "moved_away",
    Verdict.RETURNED: "returned",
}
UPDATED: Final = (*PLAIN, "unit_id", "service", "service_note", "warnings", "leave_until")
NIK: Final = ("nik_cipher", "nik_hash", "nik_mask")
INSERTED: Final = ("institution_id", "identity", *UPDATED, *NIK, "entry_id")
ABSENT: Final = "Tidak ada di roster"  # a note in the data, in the language of the office


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the rows of one import under its entry."""

    institution: Institution
    entry: Entry
    at: Moment
    vault: Vault

    def make_units(self, wanted: Sequence[tuple[str, str, str]], below: Unit) -> dict[int, int]:
        """Open units under `below`; return their ids by the negative ids of the parcel."""
        made = {}
        for n, (siasn_id, code, name) in enumerate(wanted, start=1):
            unit = Unit.objects.create(
                institution=self.institution,
                parent=below,
                code=(code or siasn_id or _code(name))[:60],
                siasn_id=siasn_id[:60],
                name=name[:160],
                kind=unit_kind(name),
                valid_from=self.at.local().date(),
                entry=self.entry,
            )
            Unit.objects.filter(pk=unit.pk).update(path=f"{below.path}{unit.pk}/")
            made[-n] = unit.pk
        return made

    def add(self, changes: Iterable[Change]) -> None:
        """Insert people who were not known, and that they joined."""
        load(PEOPLE, INSERTED, (self._new(c.line, c.nik_hash) for c in changes))
        as_json = "::jsonb" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {EVENTS} (institution_id, person_id, what, before, after, at, entry_id)"  # noqa: S608, E501
                f" SELECT institution_id, id, 'joined', '{{}}'{as_json},"
                f" ('{{\"unit\": ' || unit_id || '}}'){as_json}, %s, entry_id"
                f" FROM {PEOPLE} WHERE institution_id = %s AND entry_id = %s",
                [self._instant(), self.institution.pk, self.entry.pk],
            )

    def change(self, changes: Sequence[Change], names: Mapping[int, str]) -> None:
        """Update people who are known, and note what changed from what."""
        merge(PEOPLE, UPDATED, NIK, (tuple(self._changed(c)) for c in changes))
        self._events((c.known, WHAT[c.verdict], *_told(c, names)) for c in changes)

    def end(self, missing: Sequence[Known]) -> None:
        """End the service of people whom the roster no longer lists."""
        for part in parts([known.pk for known in missing]):
            Person.objects.filter(pk__in=part).update(
                service=Service.ENDED, service_note=ABSENT, leave_until=None
            )
        after = {"service": Service.ENDED.value, "note": ABSENT}
        self._events((known, "ended", {"service": known.service}, after) for known in missing)

    def _events(
        self, events: Iterable[tuple[Known | None, str, Mapping[str, Any], Mapping[str, Any]]]
    ) -> None:
        columns = ("institution_id", "person_id", "what", "before", "after", "at", "entry_id")
        at = self._instant()
        rows = (
            (self.institution.pk, k.pk, what, _json(before), _json(after), at, self.entry.pk)
            for k, what, before, after in events
            if k is not None
        )
        load(EVENTS, columns, rows)

    def _new(self, line: Line, nik_hash: str) -> Sequence[Any]:
        plain = (getattr(line, name) for name in PLAIN)
        cipher = self.vault.seal(line.nik.encode()) if line.nik else None
        return (
            self.institution.pk, line.identity, *plain, line.unit, line.service, line.note,
            _json(line.warnings), None, cipher, nik_hash, mask(line.nik), self.entry.pk,
        )  # fmt: skip

    def _changed(self, change: Change) -> Iterator[Any]:
        known, line, after = change.known, change.line, change.after
        if known is None:
            return
        yield known.pk
        for name in (*PLAIN, "unit", "service", "note"):
            yield after.get(name, getattr(known, name))
        yield _json(line.warnings)
        stays = line.service == known.service == Service.LEAVE
        yield self._day(known) if stays else None
        if "nik" in after:
            yield from (self.vault.seal(line.nik.encode()), change.nik_hash, mask(line.nik))
        else:
            yield from (None, None, None)

    def _day(self, known: Known) -> Any:
        return connection.ops.adapt_datefield_value(known.leave_until)

    def _instant(self) -> Any:
        return connection.ops.adapt_datetimefield_value(self.at.acted)


def _told(change: Change, names: Mapping[int, str]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what the history tells: the fields that changed, units with their names."""
    before, after = dict(change.before), dict(change.after)
    for side in (before, after):
        if "unit" in side:
            side["unit_name"] = names.get(side["unit"], "")
    return before, after


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _code(name: str) -> str:
    """Make a code for a unit that has none, the same at every import."""
    return "U-" + hashlib.sha256(name.upper().encode()).hexdigest()[:10]
