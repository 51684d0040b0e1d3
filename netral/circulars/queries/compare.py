"""What the circulars of several institutions name, side by side; public facts only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext

from netral.calendar import queries as calendar
from netral.circulars.core import Stage
from netral.circulars.core.gap import Gap, Mark, Theme, gap
from netral.circulars.core.meaning import DUTY_WORDS
from netral.circulars.core.text import CAPACITY_MARKS
from netral.circulars.models import Circular
from netral.circulars.queries.gaps import people, said
from netral.circulars.queries.meanings import confidence_of, meant
from netral.circulars.queries.readings import rule_url
from netral.circulars.reader import themes
from netral.kernel.words import N_
from netral.orgs.core import ASN, PersonKind
from netral.rules import queries as rules
from netral.rules.core import Confidence
from netral.rules.core.base import RuleBase
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

MOST: Final = 6  # columns that a page can hold
GROUPS: Final = (
    ("SKB22-KE-", N_("Ethics, joint decree of 2022")),
    ("SKB22-DI-", N_("Discipline, joint decree of 2022")),
    ("PP94-N", N_("PP 94/2021, article 5 letter n")),
    ("PERM-", N_("What is permitted")),
)
BOUND: Final = (PersonKind.NON_ASN, PersonKind.BUMD)


@dataclass(frozen=True, slots=True)
class Named:
    """A clause that names something, and where it stands."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One form, permission or feature, and what each circular says of it."""

    code: str
    title: str
    url: str
    cells: list[list[Named]]

    @property
    def nowhere(self) -> bool:
        """Tell whether no circular says anything of it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """An institution, the rules that it goes by, and its circulars in force."""

    house: Institution
    base: RuleBase
    today: date
    circulars: list[Circular]
    gap: Gap
    press: bool
    addresses: dict[str, str]  # of circulars, by the code that their rules begin with


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole page."""

    columns: list[Column]
    groups: list[Group]
    silent: list[Theme]  # of which no circular says anything

    @property
    def press(self) -> bool:
        """Tell whether any column tells only what the press reported."""
        return any(column.press for column in self.columns)


def houses(slugs: Sequence[str] = (), region: str = "") -> list[Institution]:
    """Return the institutions with circulars in force: those asked for, or of a province."""
    known = Circular.objects.filter(stage=Stage.PUBLISHED, parent=None, published_at__isnull=False)
    rows = Institution.objects.defer("emblem").filter(pk__in=known.values("institution"))
    if slugs:
        rows = rows.filter(slug__in=slugs)
    if region:
        rows = rows.filter(code__startswith=region)
    return list(rows.order_by("code"))


def comparison(chosen: Iterable[Institution], now: datetime) -> Comparison:
    """Compare institutions, each on its own day."""
    columns = [_column(house, now) for house in chosen]
    silences = [
        {silence.theme for silence in column.gap.silent if silence.whole} for column in columns
    ]
    silent = [t for t in themes() if silences and all(t in each for each in silences)]
    groups = [*_forms(columns), _features(columns)] if columns else []
    return Comparison(columns, groups, silent)


def _column(house: Institution, now: datetime) -> Column:
    at = moment(house, now)
    law, today = rules.in_force(house, at.acted), at.local().date()
    pairs = [
        (circular, local)
        for circular, local in meant(house, at.acted)
        if local.ends is None or today <= local.ends
    ]
    circulars = [circular for circular, _ in pairs]
    prefetch_related_objects(circulars, "signatory__office")
    return Column(
        house=house,
        base=law.base,
        today=today,
        circulars=circulars,
        gap=gap(law.engine, tuple(local for _, local in pairs), themes()),
        press=any(confidence_of(circular) is Confidence.PRESS for circular in circulars),
        addresses={local.code: reverse("circulars:show", args=[c.slug]) for c, local in pairs},
    )


def _forms(columns: Sequence[Column]) -> list[Group]:
    """Return the rows of forms and permissions, by the base of the first institution."""
    house, base = columns[0].house, columns[0].base
    return [
        Group(
            gettext(title),
            [
                Row(
                    code=rule.code,
                    title=said(rule.title),
                    url=rule_url(house, rule.code),
                    cells=[_marked(each, each.gap.restated.get(rule.code, ())) for each in columns],
                )
                for rule in sorted(base.rules, key=lambda rule: rule.code)
                if rule.code.startswith(prefix)
                and "." not in rule.code  # not its extensions to other people
                and any(rule.valid(each.today) for each in columns)
            ],
        )
        for prefix, title in GROUPS
    ]


def _features(columns: Sequence[Column]) -> Group:
    """Return who is bound and what is asked beside the forms (law.md §7.6)."""
    bound = [_feature(people([kind]), [_binds(each, {kind}) for each in columns]) for kind in BOUND]
    asn = _feature(gettext("All civil servants (ASN)"), [_binds(each, ASN) for each in columns])
    duties = [
        _feature(gettext(word), [_marked(c, c.gap.duties.get(duty, ())) for c in columns])
        for duty, word in DUTY_WORDS.items()
    ]
    return Group(
        gettext("Whom it binds and what it asks"), [*_heads(columns), asn, *bound, *duties]
    )


def _heads(columns: Sequence[Column]) -> list[Row]:
    """Return what stands at the head of the letters: number, signer, elections."""
    elections = {each.code: each.name for each in calendar.elections()}
    return [
        _feature(gettext("Number"), [[_number(c) for c in each.circulars] for each in columns]),
        _feature(
            gettext("Signed by"),
            [[Named(_signer(c), "") for c in each.circulars if c.signatory] for each in columns],
        ),
        _feature(
            gettext("Elections"),
            [
                [
                    Named(elections[e], "")
                    for c in each.circulars
                    for e in c.elections
                    if e in elections
                ]
                for each in columns
            ],
        ),
    ]


def _number(circular: Circular) -> Named:
    address = reverse("circulars:show", args=[circular.slug])
    return Named(circular.number or gettext("without number"), address)


def _signer(circular: Circular) -> str:
    """Name the office and its capacity; the person is on the circular's own page."""
    holding = circular.signatory
    return f"{CAPACITY_MARKS.get(holding.capacity, '')}{holding.office.title}" if holding else ""


def _feature(title: str, cells: list[list[Named]]) -> Row:
    return Row("", title, "", cells)


def _binds(column: Column, kinds: Iterable[str]) -> list[Named]:
    named = [set(c.audience.get("kinds") or ()) for c in column.circulars]
    wanted = {str(kind) for kind in kinds}
    # A circular that names no kinds binds everybody on the roster.
    return [Named(gettext("bound"), "")] if any(not n or wanted <= n for n in named) else []


def _marked(column: Column, marks: Iterable[Mark]) -> list[Named]:
    return [_named(column.addresses[code], number) for code, number in marks]


def _named(address: str, number: int) -> Named:
    if number == 0:
        return Named(gettext("in the running text"), address)
    return Named(gettext("clause %(n)s") % {"n": number}, f"{address}#butir-{number}")
