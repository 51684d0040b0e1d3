"""One city's circular through its life, on the dates that were reported."""

from datetime import datetime, time, timedelta
from typing import Final

from netral.access.models import User
from netral.circulars.actions.drafts import Facts, draft
from netral.circulars.actions.life import Signing, initial, sign
from netral.circulars.actions.meanings import set_meaning
from netral.circulars.actions.numbers import set_pattern
from netral.circulars.actions.publishing import publish
from netral.circulars.core.text import ClauseText
from netral.circulars.models import Circular, NumberPattern
from netral.demo.facts import ClauseFacts
from netral.demo.houses import House, account, actor
from netral.demo.staff import DRAFTER
from netral.demo.town import ROOT, SECRETARIAT
from netral.orgs.models import Office
from netral.orgs.queries import holder
from netral.signing.core import Level

# Only the days of signing and publishing were reported; the rest is put on the working day before.
DRAFTED: Final = time(9, 20)
READ: Final = time(11, 5)  # the drafter says which rules each clause restates
INITIALLED: Final = (time(13, 40), time(15, 10))  # by the legal bureau, by the secretary
FRIDAY: Final = 4


def issue_circular(house: House) -> Circular:
    """Draft, initial, sign and publish the city's circular."""
    facts = house.city.circular
    office = _signing_office(house)
    initials = [_head_office(house, "HUKUM")]
    if facts.signatory != "secretary":
        initials.append(_head_office(house, SECRETARIAT))
    circular = draft(
        institution=house.institution,
        facts=_facts(house, office, initials),
        by=actor(house.office(ROOT, DRAFTER)),
        at=house.at(_eve(facts.signed_at, DRAFTED)),
    )
    for clause, told in zip(circular.clauses.order_by("order"), facts.clauses, strict=True):
        set_meaning(
            clause=clause,
            meaning=told.meaning,
            by=actor(house.office(ROOT, DRAFTER)),
            at=house.at(_eve(facts.signed_at, READ)),
        )
    for desk, clock in zip(initials, INITIALLED, strict=False):
        when = _eve(facts.signed_at, clock)
        circular = initial(
            circular=circular, office=desk, user=_user(desk, when), at=house.at(when)
        )
    signer = _user(office, facts.signed_at)
    signing = Signing(level=Level.REENTRY, method="password", pattern=_pattern(house))
    circular = sign(circular=circular, user=signer, signing=signing, at=house.at(facts.signed_at))
    by = f"user:{signer.pk}"
    return publish(circular=circular, by=by, at=house.at(facts.published_at))


def _eve(signed_at: datetime, clock: time) -> datetime:
    """Return a time of day on the last working day before the signature."""
    day = signed_at - timedelta(days=1)
    while day.weekday() > FRIDAY:
        day -= timedelta(days=1)
    return datetime.combine(day.date(), clock, signed_at.tzinfo)


def _facts(house: House, office: Office, initials: list[Office]) -> Facts:
    facts = house.city.circular
    return Facts(
        unit=house.units[facts.issued_by],
        form=facts.form,
        subject=facts.subject,
        opening=facts.opening,
        closing=facts.closing,
        dated_on=facts.dated_on,
        dating=facts.dating,
        signatory=holder(office, facts.signed_at.date()),
        relay=facts.relay,
        on_behalf_of=facts.on_behalf_of,
        audience={"kinds": [kind.value for kind in facts.kinds], "units": []},
        elections=facts.elections,
        bases=facts.bases,
        recipients=facts.recipients,
        sources=facts.sources,
        clauses=[_clause(clause) for clause in facts.clauses],
        initials=initials,
    )


def _clause(facts: ClauseFacts) -> ClauseText:
    return ClauseText(
        kind=facts.kind,
        text=facts.text,
        conditions=facts.conditions,
        kinds=facts.kinds,
        phase=facts.phase,
    )


def _pattern(house: House) -> NumberPattern | None:
    """Make the pattern that gives the reported number; an instruction has none."""
    facts = house.city.circular
    if not facts.pattern:
        return None
    return set_pattern(
        unit=house.units[facts.issued_by],
        pattern=facts.pattern,
        year=facts.dated_on.year,
        next_seq=facts.sequence,
        by=actor(house.office(ROOT, DRAFTER)),
        at=house.at(_eve(facts.signed_at, DRAFTED)),
    )


def _signing_office(house: House) -> Office:
    place = house.city.place
    mayor = house.city.circular.signatory == "mayor"
    title = f"Wali Kota {place}" if mayor else f"Sekretaris Daerah Kota {place}"
    found: Office = house.units[ROOT].offices.get(title=title)
    return found


def _head_office(house: House, unit: str) -> Office:
    found: Office = house.units[unit].offices.get(is_head=True)
    return found


def _user(office: Office, when: datetime) -> User:
    """Return the account of whoever acts in the office on the day."""
    term = holder(office, when.date())
    if term is None:
        msg = f"nobody acts as {office.title} on {when:%Y-%m-%d}"
        raise LookupError(msg)
    return account(term.person)
