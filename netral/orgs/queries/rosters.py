"""What an import compares with, and what the administrator reads of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.kernel.cells import harmless
from netral.kernel.errors import Refusal
from netral.orgs.core.oddities import REASON_WORDS, Reason
from netral.orgs.core.parcel import Report
from netral.orgs.core.places import Place, Places
from netral.orgs.core.roster import Refused
from netral.orgs.core.vault import Vault
from netral.orgs.core.verdicts import VERDICT_WORDS, Known, Verdict
from netral.orgs.errors import RosterLost, RosterMoved
from netral.orgs.models import Person, RosterImport, Unit
from netral.orgs.queries import require_whole
from netral.orgs.reader.errors import BadFile
from netral.orgs.reader.files import MEGA, Limits
from netral.tenancy.models import Institution


def vault() -> Vault:
    """Return the keys under which NIKs are kept here."""
    return Vault(settings.NIK_KEY)


def limits() -> Limits:
    """Return how much of a file this installation takes."""
    return Limits(octets=settings.ROSTER_MAX_MB * MEGA, rows=settings.ROSTER_MAX_ROWS)


def known_people(institution: Institution) -> dict[str, Known]:
    """Return everyone on the roster by number, whether they serve or not."""
    rows = Person.objects.of(institution).values_list(
        "pk", "kind", "identity", "nik_hash", "name", "title_front", "title_back", "position",
        "grade", "email", "phone", "unit_id", "service", "service_note", "warnings", "leave_until",
    )  # fmt: skip
    return {row[2]: Known._make(row) for row in rows.iterator(chunk_size=5_000)}


def places(institution: Institution) -> Places:
    """Return the open units, ready to be found."""
    units = Unit.objects.of(institution).filter(valid_to=None)
    return Places(Place(u.pk, u.parent_id, u.code, u.siasn_id, u.name, u.short_name) for u in units)


def successors(institution: Institution) -> dict[int, int]:
    """Return where each closed unit went, by ids; a unit closed for good leads to 0."""
    closed = Unit.objects.of(institution).exclude(valid_to=None)
    steps = dict(closed.values_list("pk", "successor_id"))

    def end(pk: int) -> int:
        while pk in steps:
            pk = steps[pk] or 0
        return pk

    return {pk: end(pk) for pk in steps}


def unit_names(institution: Institution) -> dict[int, str]:
    """Return the name of every unit, by id."""
    return dict(Unit.objects.of(institution).values_list("pk", "name"))


def roster_for(seat: Seat, pk: int) -> RosterImport:
    """Return one import, for who may import over the whole institution."""
    require_whole(seat, Duty.IMPORT_ROSTER)
    found: RosterImport | None = (
        RosterImport.objects.of(seat.institution).defer("staged", "report").filter(pk=pk).first()
    )
    if found is None:
        raise NotYours
    return found


def rosters(institution: Institution) -> Sequence[RosterImport]:
    """Return the imports of an institution, newest first."""
    return list(RosterImport.objects.of(institution).defer("staged", "report")[:50])


def report(roster: RosterImport) -> Report:
    """Return the refused lines and missing people of an import."""
    packed = RosterImport.objects.values_list("report", flat=True).get(pk=roster.pk)
    return Report.unpacked(bytes(packed) if packed else None)


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the result: what happens to how many."""

    verdict: str
    words: str
    count: int


def tallies(roster: RosterImport) -> list[Tally]:
    """Return the counts of a dry run in the order in which they are read."""
    counts = roster.found.get("counts", {})
    return [
        Tally(v.value, gettext(VERDICT_WORDS[v]), counts[v.value])
        for v in Verdict
        if v.value in counts
    ]


def reason(refused: Refused) -> str:
    """Say why a line was refused."""
    return gettext(REASON_WORDS[Reason(refused.reason)]).format(**refused.facts)


def refused_rows(found: Report) -> Iterator[list[str]]:
    """Give the refused lines as rows of a table with a header, safe to open in a spreadsheet."""
    yield [gettext("Line"), gettext("Number"), gettext("Name"), gettext("Unit"), gettext("Reason")]
    for r in found.refused:
        yield [harmless(cell) for cell in (r.at, r.number, r.name, r.unit, reason(r))]


_KINDS: list[type[Refusal]] = [*BadFile.__subclasses__(), RosterLost, RosterMoved]
_PROBLEMS = {kind.code: kind for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an import did not come through, and what to do."""

    text: str
    remedy: str


def problem(roster: RosterImport) -> Problem | None:
    """Say what went wrong with an import, if anything did."""
    kind = _PROBLEMS.get(roster.problem.get("code", ""))
    if kind is None:
        return None
    facts = dict(roster.problem["facts"])
    if what := facts.get("what"):  # stored as it stands in the catalogue
        facts["what"] = gettext(what)
    return Problem(*kind(**facts).words(gettext))
