"""What the rules in force, the institution's own circulars among them, say of a wish."""

from typing import Final

from netral.calendar.core.elections import Election, Office
from netral.circulars.queries.rules import engine_of
from netral.kernel.moment import Moment
from netral.orgs.models import Person
from netral.permits.core import Kind, Wish
from netral.permits.core.checks import Ruling
from netral.rules.core import Outcome
from netral.rules.core.base import ACT, NO, SUBJECT, YES
from netral.rules.core.engine import Answer, BadFacts, BeforeAnyRule, Engine
from netral.rules.queries import derived_facts

ACTS: Final = {Kind.ADHOC: "adhoc.anggota", Kind.CLTN: "pasangan.dampingi"}
# The question is what may be done once the permit is there and its conditions are kept.
GIVEN: Final = {Kind.ADHOC: {"permit": YES}, Kind.CLTN: {"cltn": YES, "support": NO}}
RULINGS: Final = {
    Outcome.PERMITTED: Ruling.MAY,
    Outcome.CONDITIONAL: Ruling.MAY,
    Outcome.PROHIBITED: Ruling.MAY_NOT,
    Outcome.UNREGULATED: Ruling.UNNAMED,
}


def ruling(person: Person, wish: Wish, election: Election | None, at: Moment) -> tuple[Ruling, str]:
    """Return what the rules say of the first day once the permit is given, and the sources."""
    engine = engine_of(person.institution, at.acted)
    facts = {SUBJECT: str(person.kind), ACT: ACTS[wish.kind]} | GIVEN[wish.kind]
    if election is not None:
        office = Office(wish.office) if wish.office else None
        region = person.institution.code
        facts |= derived_facts(region, election.code, wish.starts_on, office)
    try:
        found = engine.answer(facts, wish.starts_on)
    except (BadFacts, BeforeAnyRule):
        return Ruling.UNCLEAR, ""
    return RULINGS.get(found.outcome, Ruling.UNCLEAR), _sources(engine, found)


def _sources(engine: Engine, found: Answer) -> str:
    """Name what the deciding rules rest on, each source once."""
    names = {each.code: each.name.indonesian for each in engine.base.instruments}
    cites = [engine.rule(code).cites[0] for code in found.rules]
    return "; ".join(dict.fromkeys(f"{names[c.instrument]}, {c.at}".strip(", ") for c in cites))
