"""Facts of a self-assessment, read from what every other part of the house holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Final

from django.urls import reverse

from netral.circulars.core.meaning import Duty
from netral.circulars.queries.meanings import meant
from netral.circulars.queries.progress import Progress, progress
from netral.duties.assessing import requirements
from netral.duties.core.assessment import Assessment, Deed, Fact, Gap, Need, assess
from netral.duties.queries.boards import board
from netral.duties.queries.deeds import shown
from netral.kernel.evidence import Evidence, Proof
from netral.kernel.moment import Moment, local_day, midnight
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.pacts.queries import running, unit_board

PROOFS: Final[Mapping[Need, frozenset[Proof]]] = {
    Need.SESSIONS: frozenset({Proof.SESSION}),
    Need.EDUCATION: frozenset({Proof.COURSE}),
    Need.GUIDANCE: frozenset({Proof.GUIDANCE}),
    Need.SUPERVISION: frozenset({Proof.SELF_CHECK, Proof.FIELD_CHECK}),
    Need.NIL_REPORTS: frozenset({Proof.NIL_REPORT, Proof.REFERRAL}),
}
PLACES: Final = {  # pages that do it
    Need.SESSIONS: "/sosialisasi/", Need.EDUCATION: "/sosialisasi/",
    Need.GUIDANCE: "/pengawasan/", Need.SUPERVISION: "/pengawasan/",
    Need.NIL_REPORTS: "/pengawasan/",
}  # fmt: skip


def assessment(unit: Unit, at: Moment) -> Assessment:
    """Assess a unit with all below it; a unit without a head of its own is not asked for deeds."""
    facts = _Facts(unit, at)
    return assess(requirements(), {need: read() for need, read in facts.readers.items()})


@dataclass
class _Facts:
    """What is there, need by need; each part is asked once."""

    unit: Unit
    at: Moment

    @property
    def readers(self) -> dict[Need, Callable[[], Fact]]:
        """Return how each need is read."""
        return {
            Need.CIRCULAR: self._circular,
            Need.CHANNEL: self._channel,
            Need.PASSED_ON: self._passed_on,
            Need.READ: self._read,
            Need.PACTS: self._pacts,
            Need.IN_TIME: self._in_time,
            **{need: partial(self._deeds, need) for need in PROOFS},
        }

    @cached_property
    def _today(self) -> date:
        return self.at.local().date()

    @cached_property
    def _circulars(self) -> list[Progress]:
        return progress(self.unit, self.at.acted)

    @cached_property
    def _heads(self) -> dict[int, Unit]:
        """Return the units below that have a head, for deeds are those of heads."""
        audience = {"units": [self.unit.path]}
        found = orgs.headed_units(self.unit.institution, audience, self._today)
        return {each.pk: each for each in orgs.in_order(found)}

    @cached_property
    def _shown(self) -> Mapping[int, Sequence[Evidence]]:
        """Return all deeds that may count, and those of twice the time, which have expired."""
        longest = max(each.days for each in requirements())
        zone = self.unit.institution.zone
        since = midnight(self._today - timedelta(days=2 * longest), zone)
        until = self.at.acted + timedelta(microseconds=1)
        return shown(self.unit.institution, since, until, list(self._heads))

    def _circular(self) -> Fact:
        return Fact(part=bool(self._circulars), whole=1, url=reverse("circulars:index"))

    def _channel(self) -> Fact:
        known = [local for _, local in meant(self.unit.institution, self.at.acted)]
        current = [each for each in known if each.ends is None or self._today <= each.ends]
        told = any(
            Duty.CHANNEL in each.said
            or any(clause.meaning and Duty.CHANNEL in clause.meaning.duties
                   for clause in each.clauses)
            for each in current
        )  # fmt: skip
        return Fact(part=told, whole=bool(current), url=reverse("circulars:index"))

    def _passed_on(self) -> Fact:
        newest = self._circulars[:1]
        return Fact(
            part=sum(each.acknowledged for each in newest),
            whole=sum(each.desks for each in newest),
            url=newest[0].cascade_url if newest else "",
        )

    def _read(self) -> Fact:
        newest = self._circulars[:1]
        return Fact(
            part=sum(each.read for each in newest),
            whole=sum(each.audience for each in newest),
            url=newest[0].cascade_url if newest else "",
        )

    def _pacts(self) -> Fact:
        """Count the newest campaign; who is on leave or excused is not waited for, nor counted."""
        for campaign in running(self.unit.institution)[:1]:
            found = unit_board(campaign, self.unit, self.at).figures
            url = reverse("pacts:unit", args=[campaign.slug, self.unit.pk])
            return Fact(part=found.signed, whole=found.signed + found.waiting, url=url)
        return Fact(part=0, whole=0)

    def _in_time(self) -> Fact:
        found = board(self.unit.institution, self.unit).figures
        url = f"/papan/terlambat/?unit={self.unit.pk}"
        return Fact(part=found.owed - found.late, whole=found.owed, url=url)

    def _deeds(self, need: Need) -> Fact:
        days = next(each.days for each in requirements() if each.need is need)
        deeds, gaps = [], []
        for pk, unit in self._heads.items():
            last = self._last(pk, need)
            until = last[0] + timedelta(days=days) if last else None
            if last and until and until >= self._today:
                evidence = last[1]
                deeds.append(Deed(title=evidence.title, unit=unit.name, on=last[0], until=until,
                                  url=evidence.url))  # fmt: skip
            else:
                url = reverse("duties:unit", args=[pk])
                gaps.append(Gap(unit=unit.name, url=url, expired=until))
        # Beside nil reports, the day and the missing title of a referral would tell of it.
        shown = [] if need is Need.NIL_REPORTS else deeds
        return Fact(part=len(deeds), whole=len(self._heads), deeds=shown, gaps=gaps,
                    url=PLACES[need])  # fmt: skip

    def _last(self, unit: int, need: Need) -> tuple[date, Evidence] | None:
        """Return the newest deed with its day; one that reports on a time speaks of its end."""
        zone = self.unit.institution.zone
        known = [
            (each.covers[1] if each.covers else local_day(each.at, zone), each)
            for each in self._shown.get(unit, ())
            if each.proof in PROOFS[need]
        ]
        return max(known, key=lambda found: (found[0], found[1].at), default=None)
