"""The check list of a unit for today: what the rules of the day and its circulars ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext

from netral.circulars.core import CLAUSE_WORDS, ClauseKind, Stage
from netral.circulars.core.meaning import DURING
from netral.circulars.models import Circular, Clause
from netral.circulars.queries.gaps import said
from netral.circulars.queries.meanings import acts_of, meaning_of, numbered, stored_meaning
from netral.circulars.queries.readings import rule_url
from netral.circulars.queries.rules import engine_of
from netral.kernel.moment import Moment
from netral.orgs.core import PersonKind, unit_id
from netral.orgs.models import Unit
from netral.orgs.queries import known_as
from netral.rules import queries as rules
from netral.rules.core import VERIFIED, Outcome
from netral.rules.core.base import ACT, CAMPAIGN, STAGE, SUBJECT, Rule, Words
from netral.rules.core.engine import Answer, BadFacts, BeforeAnyRule, Engine
from netral.supervision.core import CheckKind
from netral.supervision.core.checklists import (
    TEXT,
    Asked,
    Cited,
    Phase,
    Point,
    chosen,
    topic_of,
)
from netral.supervision.core.topics import TOPIC_WORDS, Topic
from netral.supervision.queries.phases import phase_today
from netral.supervision.reader.checklists import checklists


@dataclass(frozen=True, slots=True)
class CheckList:
    """What is asked at a unit today."""

    kind: CheckKind
    phase: Phase
    points: tuple[Point, ...]
    rules_version: str

    @property
    def mark(self) -> str:
        """Return what names this very list: another list has another mark."""
        asked = "\n".join(f"{point.code}:{point.text}" for point in self.points)
        return sha256(asked.encode()).hexdigest()[:12]

    def by_topic(self) -> list[tuple[str, list[Point]]]:
        """Return the points under the words of their topics, in the order of topics."""
        groups = ((topic, [p for p in self.points if p.topic is topic]) for topic in Topic)
        return [(TOPIC_WORDS[topic], points) for topic, points in groups if points]


def list_for(unit: Unit, kind: CheckKind, at: Moment) -> CheckList:
    """Return the list for a unit on a day of its own; `unit` comes with its institution."""
    return _Lister(unit, kind, at).compose()


class _Lister:
    """Holds what one list is composed from."""

    def __init__(self, unit: Unit, kind: CheckKind, at: Moment) -> None:
        self._unit, self._kind, self._at = unit, kind, at
        self._today = at.local().date()
        self._law = rules.in_force(unit.institution, at.acted)
        self._engine: Engine = engine_of(unit.institution, at.acted)
        self._phase, self._facts = phase_today(unit.institution, at)
        self._known = {rule.code for rule in self._law.base.rules}

    def compose(self) -> CheckList:
        """Put the points of the data file before those of the circulars."""
        asked = chosen(checklists().points, self._kind, self._phase, lambda a: bool(self._rules(a)))
        own = [Point(each.code, each.topic, self._words(each), self._cites(each)) for each in asked]
        theirs = self._clauses() if self._kind is CheckKind.SELF else []
        return CheckList(self._kind, self._phase, (*own, *theirs), self._law.version)

    def _words(self, asked: Asked) -> str:
        return said(Words(asked.indonesian, asked.english))

    def _answer(self, act: str, facts: Mapping[str, str]) -> Answer | None:
        given = {ACT: act, SUBJECT: PersonKind.PNS.value, **self._facts, **facts}
        try:
            found = self._engine.answer(given, self._today)
        except (BadFacts, BeforeAnyRule):
            return None
        return None if found.outcome is Outcome.UNREGULATED else found

    def _rules(self, asked: Asked) -> list[Rule]:
        """Return the rules that speak of the point's acts today, each once."""
        answers = (self._answer(act, asked.facts) for act in asked.acts)
        codes = [code for found in answers if found for code in (*found.rules, *found.possible)]
        return [self._engine.rule(code) for code in dict.fromkeys(codes)]

    def _cites(self, asked: Asked) -> tuple[Cited, ...]:
        """Return the rules of the law; the circular's own clauses stand as points of their own."""
        return tuple(self._cited(r) for r in self._rules(asked) if r.code in self._known)

    def _cited(self, rule: Rule) -> Cited:
        names = {each.code: said(each.name) for each in self._law.base.instruments}
        cite = rule.cites[0]
        return Cited(
            code=rule.code,
            title=said(rule.title),
            source=f"{names[cite.instrument]}, {cite.at}".strip(", "),
            url=rule_url(self._unit.institution, rule.code),
            doubtful=rule.confidence not in VERIFIED or rule.contested,
        )

    def _clauses(self) -> list[Point]:
        """Return the bans of circulars that reach the unit, as far as they hold today."""
        points = []
        for circular in reaching(self._unit, self._at):
            for number, clause in numbered(circular):
                # What restates another clause stands there under the circular that it comes from.
                own = clause.kind == ClauseKind.PROHIBITION and clause.restates_id is None
                acts = acts_of(clause, self._law.base) if own else ()
                if acts and self._holds(clause):
                    points.append(self._clause_point(circular, number, clause, acts))
        return points

    def _holds(self, clause: Clause) -> bool:
        """Tell whether the clause is about today's campaign and stage."""
        row = stored_meaning(clause)
        stages = meaning_of(row).stages if row else ()
        in_stage = not stages or self._facts.get(STAGE, "") in stages
        during = DURING.get(clause.phase)
        return in_stage and (during is None or self._facts.get(CAMPAIGN, "") in during)

    def _clause_point(
        self, circular: Circular, number: int, clause: Clause, acts: Iterable[str]
    ) -> Point:
        name = f"{circular.number or circular.subject}, {number}"
        cite = Cited(
            code=f"clause:{clause.pk}",
            title=gettext(CLAUSE_WORDS[ClauseKind(clause.kind)]),
            source=name,
            url=reverse("circulars:show", kwargs={"slug": circular.slug}),
        )
        topic = topic_of(acts, checklists().topics)
        return Point(f"clause.{clause.pk}", topic, _cut(clause.text), (cite,))


def reaching(unit: Unit, at: Moment) -> list[Circular]:
    """Return the circulars in force for a unit: the institution's own, and derived ones above it.

    What names a unit in an audience is its id, also where it has moved or was merged since.
    """
    inside = known_as(unit)
    rows = Circular.objects.of(unit.institution_id).filter(
        stage=Stage.PUBLISHED, published_at__lte=at.acted
    )
    found = []
    for each in rows.select_related("unit").order_by("published_at", "pk"):
        units = each.audience.get("units") or ()
        addressed = not units or any(unit_id(path) in inside for path in units)
        if addressed and (each.parent_id is None or each.unit_id in inside):
            found.append(each)
    return found


def _cut(text: str) -> str:
    return text if len(text) <= TEXT else f"{text[: TEXT - 1].rstrip()}…"
