"""What a parcel of lines would do, judged against the people and units of this moment."""

from typing import Any, Final

from netral.kernel.moment import Moment
from netral.orgs.core.parcel import Missing, Parcel, Report
from netral.orgs.core.roster import Line, Refused
from netral.orgs.core.verdicts import Findings, judge
from netral.orgs.models import RosterImport
from netral.orgs.queries.rosters import known_people, successors, unit_names, vault
from netral.tenancy.models import Institution

State = RosterImport.State
SAMPLE: Final = 50  # names of units shown


def keep(roster: RosterImport, parcel: Parcel, at: Moment) -> None:
    """Judge a parcel and keep what was found, unless another worker was faster."""
    institution = Institution.objects.get(pk=roster.institution_id)
    found = findings(institution, parcel, at)
    names = unit_names(institution)
    missing = [Missing(k.pk, k.identity, k.name, names.get(k.unit, "")) for k in found.missing]
    RosterImport.objects.filter(pk=roster.pk, state__in=(State.READING, State.APPLYING)).update(
        state=State.CHECKED,
        found=_summary(found, parcel),
        staged=parcel.sealed(vault()),
        report=Report(found.refused, missing).packed(),
        roster_version=institution.roster_version,
        finished_at=at.logged,
        done=100,
    )


def findings(institution: Institution, parcel: Parcel, at: Moment) -> Findings:
    """Judge the lines; a unit closed since they were read leads to its successor."""
    moved, keys = successors(institution), vault()
    lines: list[tuple[Line, str]] = []
    refused = list(parcel.refused)
    for line in parcel.lines:
        unit = moved.get(line.unit, line.unit)
        if unit == 0:
            facts = {"unit": "–"}
            refused.append(Refused(line.at, "unit_unknown", facts, line.identity, line.name, "–"))
            continue
        here = line if unit == line.unit else line._replace(unit=unit)
        lines.append((here, keys.mark(line.nik)))
    return judge(lines, refused, known_people(institution), today=at.local().date())


def _summary(found: Findings, parcel: Parcel) -> dict[str, Any]:
    return {
        "counts": {verdict.value: count for verdict, count in found.counts.items()},
        "lines": found.lines,
        "missing": len(found.missing),
        "new_units": len(parcel.new_units),
        "new_unit_names": sorted(name for _, _, name in parcel.new_units)[:SAMPLE],
        "warned": sum(1 for change in found.changes if change.line.warnings),
    }
