"""What the frame of a page offers to whom: routes and the duties that open them."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. Without duties it is for everybody, else for who holds one of them."""

    word: str
    route: str
    duties: frozenset[Duty] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to show."""

    text: str
    url: str
    current: bool


ANY: Final = frozenset(Duty)
DESK: Final = frozenset(
    {
        Duty.DRAFT_CIRCULAR,
        Duty.INITIAL_CIRCULAR,
        Duty.SIGN_CIRCULAR,
        Duty.PASS_ON_CIRCULAR,
    }
)
PACTS: Final = frozenset({Duty.OWN_CAMPAIGN, Duty.TAKE_PAPER, Duty.SEE_BOARD})
PERMITS: Final = frozenset({Duty.BE_BOUND, Duty.DECIDE_PERMIT, Duty.SEE_PERMITS})
SUPERVISION: Final = frozenset(
    {
        Duty.BE_BOUND,
        Duty.SUPERVISE_UNIT,
        Duty.GUIDE_STAFF,
        Duty.ANSWER_FOR_UNIT,
        Duty.TAKE_REFERRAL,
        Duty.TAKE_INSPECTION,
    }
)
SESSIONS: Final = frozenset({Duty.BE_BOUND, Duty.HOLD_SESSION})
MAIN: Final = (
    Entry(N_("My tasks"), "insight:mine", ANY),
    Entry(N_("May I?"), "answers:index"),
    Entry(N_("Circulars"), "circulars:index"),
    Entry(N_("Circular desk"), "circulars:desk", DESK),
    Entry(N_("Duties"), "duties:index", frozenset({Duty.SEE_BOARD})),
    Entry(N_("Pacts"), "pacts:index", PACTS),
    Entry(N_("Permits"), "permits:index", PERMITS),
    Entry(N_("Socialisation"), "outreach:index", SESSIONS),
    Entry(N_("Supervision"), "supervision:index", SUPERVISION),
    Entry(N_("Ask the team"), "advice:mine", frozenset({Duty.BE_BOUND})),
    Entry(N_("Advice desk"), "advice:desk", frozenset({Duty.ANSWER_ADVICE})),
    Entry(N_("Board"), "insight:board", frozenset({Duty.SEE_BOARD})),
    Entry(N_("National board"), "insight:national", frozenset({Duty.RUN_INSTALLATION})),
)
KEEPING: Final = (
    Entry(N_("Units"), "orgs:units", frozenset({Duty.KEEP_UNITS})),
    Entry(N_("People"), "orgs:people", frozenset({Duty.SEE_PEOPLE})),
    Entry(N_("Institution"), "orgs:institution", frozenset({Duty.KEEP_UNITS})),
    Entry(N_("Import"), "orgs:imports", frozenset({Duty.IMPORT_ROSTER})),
    Entry(N_("Roles"), "access:roles", frozenset({Duty.GIVE_ROLES})),
    Entry(N_("Rules"), "rules:desk", frozenset({Duty.KEEP_RULES})),
    Entry(N_("Deliveries"), "web:deliveries", frozenset({Duty.KEEP_UNITS})),
    Entry(N_("How the service is"), "web:health", frozenset({Duty.RUN_INSTALLATION})),
)
CHAINS: Final = frozenset(
    {Duty.BE_BOUND, Duty.ANSWER_FOR_UNIT, Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION}
)
OWN: Final = (
    Entry(N_("My account"), "access:account", ANY),
    Entry(
        N_("Calendar and poster"),
        "duties:tools",
        frozenset({Duty.ANSWER_FOR_UNIT, Duty.HOLD_SESSION}),
    ),
    Entry(N_("Chain of evidence"), "duties:chain_choose", CHAINS),
    Entry(N_("Verify a document"), "signing:verify", ANY),
    Entry(N_("The public log"), "transparency:log", ANY),
    Entry(N_("Entries of the log"), "transparency:entries", frozenset({Duty.AUDIT})),
)
STRANGERS: Final = (
    Entry(N_("May I?"), "answers:index"),
    Entry(N_("Circulars"), "circulars:index"),
    Entry(N_("Verify a document"), "signing:verify"),
)


def links(entries: tuple[Entry, ...], seat: Seat | None, path: str) -> list[Link]:
    """Return the entries open to `seat`; the one that `path` lies deepest under is current."""
    shown = [(entry, reverse(entry.route)) for entry in entries if _open(entry, seat)]
    here = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return [Link(gettext(entry.word), url, current=url == here) for entry, url in shown]


def _open(entry: Entry, seat: Seat | None) -> bool:
    if not entry.duties:
        return True
    return seat is not None and any(seat.paths(duty) for duty in entry.duties)
