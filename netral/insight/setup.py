"""What an institution still lacks before it can work: facts in the data, never a state of its own.

Only who builds the institution sees it. When nothing is missing there is nothing to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netral.access.core import Duty
from netral.circulars.queries.beginnings import has_pattern, has_published
from netral.orgs.queries.founding import Founding, founding
from netral.pacts.queries import running
from netral.signing.queries import can_seal

if TYPE_CHECKING:
    from netral.access.queries import Seat

BUILDING = (Duty.KEEP_UNITS, Duty.IMPORT_ROSTER, Duty.OWN_CAMPAIGN)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up: what it is, what is missing (empty: nothing), and where to do it."""

    title: str
    missing: str
    url: str  # empty: no page does it
    act: str = ""  # the words of the button that leads there


@dataclass(frozen=True, slots=True)
class Setup:
    """All steps in the order in which they are best taken."""

    steps: list[Step]

    @property
    def missing(self) -> list[Step]:
        """Return what is still to be done."""
        return [step for step in self.steps if step.missing]

    @property
    def next(self) -> Step:
        """Return what to do now: the first that a page can do."""
        return next((step for step in self.missing if step.url), self.missing[0])

    @property
    def there(self) -> list[Step]:
        """Return what needs nothing more."""
        return [step for step in self.steps if not step.missing]

    @property
    def done(self) -> int:
        """Return how many steps need nothing more."""
        return len(self.there)


def setup(seat: Seat) -> Setup | None:
    """Return what the seated builder still has to do; None for others, and when all is there."""
    if not all(seat.may(duty) for duty in BUILDING):
        return None
    built = founding(seat.institution, seat.at.local().date())
    made = Setup([*_house(seat), *_tree(built), *_offices(built), *_work(seat)])
    return made if made.missing else None


def _house(seat: Seat) -> list[Step]:
    sealed = can_seal(seat.institution.pk, seat.at.logged)
    return [
        Step(
            _("Seal"),
            "" if sealed else _("No valid seal. Whoever keeps the server makes a new one."),
            "",
        ),
        Step(
            _("Emblem"),
            "" if seat.institution.emblem else _("Until then letters carry a plain shield."),
            reverse("orgs:institution"),
            _("Upload the emblem"),
        ),
    ]


def _tree(built: Founding) -> list[Step]:
    return [
        Step(
            _("Units"),
            "" if built.units else _("Only the top unit exists. Add the agencies and districts."),
            reverse("orgs:add_unit", args=(built.top.pk,)),
            _("Add a unit"),
        ),
        Step(
            _("Roster"),
            "" if built.people else _("Nobody is on the roster. Import it from SIASN."),
            reverse("orgs:imports"),
            _("Import the roster"),
        ),
    ]


def _offices(built: Founding) -> list[Step]:
    headless = built.headless[0] if built.headless else built.top
    n = len(built.headless)
    return [
        Step(
            _("Signing officer"),
            ""
            if built.has_signatory
            else _("Nobody can sign today. Add the head to the top unit, then the office."),
            reverse("orgs:unit", args=(built.top.pk,)),
            _("Open the top unit"),
        ),
        Step(
            _("Heads of unit"),
            _headless(n, headless.name) if n or not built.units else "",
            reverse("orgs:unit", args=(headless.pk,)),
            _("Appoint a head"),
        ),
        Step(
            _("Accounts"),
            _without(built.without_account) if built.without_account or not built.people else "",
            reverse("orgs:slips", args=(built.top.pk,)),
            _("Print activation slips"),
        ),
    ]


def _headless(n: int, first: str) -> str:
    if not n:
        return _("They receive circulars. Units come first.")
    words = ngettext(
        "%(n)d unit has no head today, and no circular reaches it: %(first)s.",
        "%(n)d units have no head today, and no circular reaches them. The first: %(first)s.",
        n,
    )
    return words % {"n": n, "first": first}


def _without(n: int) -> str:
    if not n:
        return _("People sign in with a slip. The roster comes first.")
    words = ngettext("%(n)d person has no account yet.", "%(n)d people have no account yet.", n)
    return words % {"n": n}


def _work(seat: Seat) -> list[Step]:
    house = seat.institution
    return [
        Step(
            _("Number pattern"),
            "" if has_pattern(house) else _("Without it every number is typed by hand."),
            reverse("circulars:numbers"),
            _("Write the pattern"),
        ),
        Step(
            _("First circular"),
            "" if has_published(house) else _("None has been published."),
            reverse("circulars:desk"),
            _("Open the circular desk"),
        ),
        Step(
            _("First integrity pact"),
            "" if running(house) else _("Nobody has been asked to sign."),
            reverse("pacts:index"),
            _("Open the pacts"),
        ),
    ]
