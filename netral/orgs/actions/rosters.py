"""Applying a roster: one transaction and one entry, all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.actions.hurry import undisturbed
from netral.orgs.actions.institutions import held, touch
from netral.orgs.actions.intake import Progress, silent
from netral.orgs.actions.judging import findings, keep
from netral.orgs.actions.seats import rehome, unseat
from netral.orgs.actions.writing import Pen
from netral.orgs.core import SERVING, Service
from netral.orgs.core.parcel import Parcel
from netral.orgs.core.verdicts import Change, Findings, Known, Verdict
from netral.orgs.errors import RosterMoved, RosterTaken
from netral.orgs.models import Person, RosterImport, Unit
from netral.orgs.queries import root
from netral.orgs.queries.rosters import unit_names, vault
from netral.tenancy.models import Institution

State = RosterImport.State


def queue_roster(*, roster: RosterImport, end_missing: bool, by: str) -> None:
    """Mark a checked roster to be applied by the worker; a second click is refused."""
    waiting = RosterImport.objects.filter(pk=roster.pk, state=State.CHECKED)
    options = {**roster.options, "end_missing": end_missing, "applied_by": by}
    if not waiting.update(state=State.APPLYING, options=options, done=0, problem={}):
        raise RosterTaken(name=roster.name)


def apply_roster(
    *, roster: RosterImport, by: str, at: Moment, progress: Progress = silent
) -> RosterImport:
    """Apply a checked roster: one transaction, one entry; all of it or nothing.

    Raises:
        RosterTaken: it has been applied already, by whoever was faster.
        RosterMoved: people or units changed since; the new result waits to be looked at.
    """
    try:
        with undisturbed():
            return _apply(roster, by, at, progress)
    except RosterMoved:
        _check_again(roster, at)
        raise


def _check_again(roster: RosterImport, at: Moment) -> None:
    fresh = RosterImport.objects.select_related("institution").get(pk=roster.pk)
    if fresh.staged is None:
        return
    RosterImport.objects.filter(pk=fresh.pk, state=State.CHECKED).update(state=State.APPLYING)
    keep(fresh, Parcel.opened(bytes(fresh.staged), vault()), at)
    problem = {"code": RosterMoved.code, "facts": {"name": fresh.name}}
    RosterImport.objects.filter(pk=fresh.pk).update(problem=problem)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an apply will write, worked out before the transaction begins."""

    parcel: Parcel
    found: Findings
    end: list[Known]

    @property
    def empty(self) -> bool:
        """Tell whether nothing would change."""
        return not (self.found.changes or self.end)


def _plan(roster: RosterImport, at: Moment) -> Plan:
    if roster.staged is None:
        raise RosterTaken(name=roster.name)
    parcel = Parcel.opened(bytes(roster.staged), vault())
    found = findings(roster.institution, parcel, at)
    return Plan(parcel, found, found.missing if roster.options.get("end_missing") else [])


def _apply(roster: RosterImport, by: str, at: Moment, progress: Progress) -> RosterImport:
    fresh = RosterImport.objects.select_related("institution").get(pk=roster.pk)
    plan = _plan(fresh, at)
    progress(40)
    with transaction.atomic():
        institution = held(fresh.institution_id)
        taken = RosterImport.objects.select_for_update().filter(
            pk=fresh.pk, state__in=(State.CHECKED, State.APPLYING)
        )
        if not taken.exists():
            raise RosterTaken(name=fresh.name)
        if institution.roster_version != fresh.roster_version:
            raise RosterMoved(name=fresh.name)
        entry = _entry(fresh, plan, by, at)
        _write(institution, fresh, plan, Pen(institution, entry, at, vault()))
        _follow(plan, entry, by, at)
        if not plan.empty:
            touch(institution)
        taken.update(state=State.APPLIED, entry=entry, staged=None, finished_at=at.logged, done=100)
    progress(100)
    fresh.refresh_from_db()
    return fresh


def _entry(roster: RosterImport, plan: Plan, by: str, at: Moment) -> Entry:
    counts = {verdict.value: n for verdict, n in plan.found.counts.items() if n}
    detail = {
        "file": roster.sha256,
        "layout": roster.layout,
        "counts": counts,
        "ended": len(plan.end),
        "units": len(plan.parcel.new_units),
    }
    return record(
        Act(
            act="roster.imported",
            actor=by,
            subject=f"import:{roster.pk}",
            fields={"detail": detail},
        ),
        institution=roster.institution,
        at=at,
    )


def _write(institution: Institution, roster: RosterImport, plan: Plan, pen: Pen) -> None:
    changes = plan.found.changes
    if plan.parcel.new_units:
        below = roster.options.get("create_below")
        parent = Unit.objects.of(institution).get(pk=below) if below else root(institution)
        made = pen.make_units(plan.parcel.new_units, parent)
        changes = [_placed(change, made) for change in changes]
    pen.add([c for c in changes if c.known is None])
    known = [c for c in changes if c.known is not None]
    if known:
        pen.change(known, unit_names(institution))
    if plan.end:
        pen.end(plan.end)


def _placed(change: Change, made: Mapping[int, int]) -> Change:
    """Put the id of a unit just made in the place of the parcel's negative one."""
    pk = made.get(change.line.unit)
    if pk is None:
        return change
    after = {**change.after, "unit": pk} if "unit" in change.after else change.after
    return change._replace(line=change.line._replace(unit=pk), after=after)


def _follow(plan: Plan, entry: Entry, by: str, at: Moment) -> None:
    """Let roles follow the people: to their new unit, or out."""
    stay: list[int] = []
    leave = [known.pk for known in plan.end]
    for change in plan.found.changes:
        if change.known is None:
            continue
        if Service(change.line.service) not in SERVING:
            leave.append(change.known.pk)
        elif "unit" in change.after or change.verdict is Verdict.RETURNED:
            stay.append(change.known.pk)
    unseat(_people(leave), entry=entry, at=at)
    rehome([p for p in _people(stay) if p.account_id], entry=entry, by=by, at=at)


def _people(pks: list[int]) -> list[Person]:
    found: list[Person] = []
    for part in parts(pks):
        found += Person.objects.filter(pk__in=part).select_related("unit", "institution")
    return found
