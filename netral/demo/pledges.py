"""A pact campaign half-way: who has signed, opened, refused, is away, by the morning."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from netral.circulars.models import Circular
from netral.demo.houses import House, actor
from netral.demo.scans import drawn_page
from netral.demo.staff import ADMIN_OFFICE, OPERATOR
from netral.demo.town import ROOT
from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.orgs.actions.people import transfer
from netral.orgs.actions.service import Leaving, leave
from netral.orgs.core import Service
from netral.pacts.actions.campaigns import CampaignFacts, draft_campaign, open_campaign
from netral.pacts.actions.counter import clean, confirm_paper, take_paper
from netral.pacts.actions.pledges import exempt, open_pledge, put_on_leave, refuse
from netral.pacts.actions.roster import reconcile
from netral.pacts.actions.signing import Intent, sign_all
from netral.pacts.core import WAITING
from netral.pacts.models import Campaign, Pledge
from netral.pacts.queries import template
from netral.signing.core import Level

BATCH: Final = 1_000
UNEVEN: Final = 0.15  # how far units differ from each other (standard deviation)
LEAST: Final = 0.5  # of the usual share: no unit is quite without
HEADS: Final = 1.5  # heads sign likelier than the others
CODES: Final = 0.07  # sign with a one-time code instead of the password
SIGNED_MOVERS: Final = 3
OTHER_MOVERS: Final = 2
RETIRING: Final = 2
ORDER: Final = "Surat perintah (rekaan untuk peragaan)"
REASONS: Final = (
    "Saya ingin membaca dahulu surat edarannya sampai selesai.",
    "Saya meminta penjelasan tentang butir media sosial.",
    "Saya keberatan dengan kalimat sanksi dan akan menyampaikannya secara tertulis.",
    "Saya menunggu penjelasan atasan langsung.",
)
LEAVES: Final = ("Cuti tahunan", "Cuti sakit", "Cuti melahirkan", "Cuti besar")
EXEMPTIONS: Final = (
    "Tugas belajar di luar negeri",
    "Diperbantukan pada instansi pusat",
)
LETTER: Final = "Surat BKPSDM (rekaan untuk peragaan)"


class Asking:
    """Plays one campaign from its opening to the demonstration's morning."""

    def __init__(self, house: House, circular: Circular | None) -> None:
        self._house = house
        self._rng = Random(f"netral:{house.city.slug}:pacts")  # noqa: S311
        self._state = house.city.state
        self._admin = house.office(ROOT, ADMIN_OFFICE)
        self._shares: dict[int, float] = {}
        self.campaign = self._open(circular)
        self._signed: list[Pledge] = []
        self._left = self._waiting()  # pledges that nothing has happened to, in random order

    def _open(self, circular: Circular | None) -> Campaign:
        facts, house = self._house.city.campaign, self._house
        by, at = actor(self._admin), house.at(facts.heads_open_at)
        campaign = draft_campaign(
            institution=house.institution,
            facts=CampaignFacts(
                name=facts.name,
                text=template().text,
                audience={"kinds": [kind.value for kind in facts.kinds], "units": []},
                opens_at=facts.heads_open_at,
                everyone_at=facts.opens_at,
                deadline=facts.deadline,
                circular=circular if facts.of_circular else None,
                label=facts.label,
            ),
            by=by,
            at=at,
        )
        open_campaign(campaign=campaign, by=by, at=at)
        return campaign

    def _waiting(self) -> list[Pledge]:
        rows = Pledge.objects.of(self._house.institution).filter(
            campaign=self.campaign, state__in=WAITING
        )
        rows = rows.select_related("person__unit", "unit", "wave").order_by("pk")
        found = [pledge for pledge in rows if pledge.person_id not in self._house.waiting]
        for pledge in found:  # one campaign and one institution in memory, not thousands
            pledge.campaign, pledge.institution = self.campaign, self._house.institution
        self._rng.shuffle(found)
        return found

    def sign(self) -> int:
        """Let each unit's share of people sign, in batches, in the order of their times."""
        signers = [pledge for pledge in self._left if self._signs(pledge)]
        taken = {pledge.pk for pledge in signers}
        officers = self._house.officers
        rest = (pledge for pledge in self._left if pledge.pk not in taken)
        # Officers come last: what happens to a few happens to people who hold no office.
        self._left = sorted(rest, key=lambda pledge: pledge.person_id in officers)
        self._signed = signers
        intents = self._intents(signers)
        for batch in parts(intents, BATCH):
            at = self._house.at(batch[-1].signed_at)
            sign_all(campaign=self.campaign, intents=batch, at=at)
        return len(intents)

    def _signs(self, pledge: Pledge) -> bool:
        if pledge.person_id in self._house.leaders:
            return True
        share = self._share(pledge)
        if pledge.wave.opens_at < self._house.city.campaign.opens_at:
            share *= HEADS
        return self._rng.random() < share

    def _share(self, pledge: Pledge) -> float:
        """Return the share of a unit's people who have signed: late units less, all uneven."""
        if pledge.unit_id not in self._shares:
            house, path = self._house, pledge.unit.path
            late = [s for c, s in self._state.late.items() if path.startswith(house.units[c].path)]
            usual = late[0] if late else self._state.signed
            share = self._rng.gauss(usual, UNEVEN)
            self._shares[pledge.unit_id] = min(1.0, max(usual * LEAST, share))
        return self._shares[pledge.unit_id]

    def _intents(self, signers: Sequence[Pledge]) -> list[Intent]:
        made = []
        by_wave: dict[datetime, list[Pledge]] = {}
        for pledge in signers:
            by_wave.setdefault(pledge.wave.opens_at, []).append(pledge)
        for opens_at, pledges in by_wave.items():
            times = self._house.hours(opens_at, count=len(pledges), rng=self._rng)
            made += [self._intent(pledge, t) for pledge, t in zip(pledges, times, strict=True)]
        return sorted(made, key=lambda intent: intent.signed_at)

    def _intent(self, pledge: Pledge, signed_at: datetime) -> Intent:
        return Intent(
            pledge=pledge,
            actor=actor(pledge.person),
            level=Level.REENTRY,
            method="totp" if self._rng.random() < CODES else "password",
            text_sha256=self.campaign.text_sha256,
            signed_at=signed_at,
        )

    def happen(self) -> None:
        """Let a few open without signing, refuse, be away, be or be exempt."""
        state, by = self._state, actor(self._admin)
        for pledge, at in self._some(self._few(state.refused)):
            refuse(pledge=pledge, reason=self._rng.choice(REASONS), by=actor(pledge.person), at=at)
        for pledge, at in self._some(self._few(state.on_leave)):
            put_on_leave(pledge=pledge, reason=self._rng.choice(LEAVES), by=by, at=at)
        for pledge, at in self._some(self._few(state.exempt)):
            reason = self._rng.choice(EXEMPTIONS)
            exempt(pledge=pledge, reason=reason, basis=LETTER, by=by, at=at)
        for pledge, at in self._some(round(len(self._left) * state.opened)):
            open_pledge(pledge=pledge, by=actor(pledge.person), at=at)

    def on_paper(self) -> None:
        """Let a few without a phone sign at the counter, before two officers."""
        taker = actor(self._house.office("BKPSDM", OPERATOR))
        for pledge, at in self._some(self._few(self._state.paper)):
            scan = clean(drawn_page(self.campaign.name, pledge.person.full_name))
            form = take_paper(pledge=pledge, scan=scan, signed_at=at.acted, by=taker, at=at)
            confirm_paper(form=form, by=actor(self._admin), at=at)

    def transfer_some(self) -> None:
        """Let the roster move meanwhile: some are transferred, signed or not, and some retire."""
        city, by = self._house.city, actor(self._admin)
        yesterday = city.starts_at - timedelta(hours=17)
        units = list(self._house.units.values())
        movers = [*self._signed[:SIGNED_MOVERS], *self._left[:OTHER_MOVERS]]
        for pledge in movers:
            elsewhere = [u for u in units if u.kind == pledge.unit.kind and u.pk != pledge.unit_id]
            if elsewhere and pledge.person_id not in self._house.officers:
                to = self._rng.choice(elsewhere)
                at = self._house.at(yesterday)
                transfer(person=pledge.person, unit=to, by=by, at=at, basis=ORDER)
        for pledge in self._left[OTHER_MOVERS : OTHER_MOVERS + RETIRING]:
            if pledge.person_id not in self._house.officers:
                gone = Leaving(service=Service.RETIRED, note="Batas usia pensiun")
                leave(person=pledge.person, leaving=gone, by=by, at=self._house.at(yesterday))
        reconcile(campaign=self.campaign, at=self._house.at(yesterday))

    def _few(self, count: int) -> int:
        """Shrink a number of people as the city is shrunk for a test, but not to nobody."""
        scale = len(self._house.people) / self._house.city.people
        return max(1, round(count * min(1.0, scale)))

    def _some(self, count: int) -> list[tuple[Pledge, Moment]]:
        """Take some of those left, each with a moment since the campaign opened for everyone."""
        taken, self._left = self._left[:count], self._left[count:]
        start = self._house.city.campaign.opens_at
        times = self._house.hours(start, count=len(taken), rng=self._rng)
        return [(pledge, self._house.at(t)) for pledge, t in zip(taken, times, strict=True)]
