"""Which record an entry stands for, what it is called, and on which page an auditor finds it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.urls import reverse

from netral.circulars.queries.public import TOLD
from netral.kernel.words import N_

Address = Callable[[Any], str]


def _circular(row: Any) -> str:
    route = "circulars:show" if row.stage in TOLD else "circulars:work"
    return reverse(route, args=[row.slug])


def _pledge(row: Any) -> str:
    return reverse("pacts:pledge", args=[row.campaign.slug, row.pk])


def _campaign(row: Any) -> str:
    """Return the board of a campaign; one that was never opened has none."""
    return reverse("pacts:board", args=[row.slug]) if row.opened_at else ""


def _report(row: Any) -> str:
    return reverse("pacts:report", args=[row.pk])


def _unit(row: Any) -> str:
    return reverse("insight:unit", args=[row.pk])


def _person(row: Any) -> str:
    return reverse("orgs:person", args=[row.pk])


def _slug(route: str) -> Address:
    return lambda row: reverse(route, args=[row.slug])


# By the name of the model: what it is called, and its page, if an auditor may open one.
RECORDS: Final[Mapping[str, tuple[str, Address | None]]] = {
    "access.Grant": (N_("Role held"), None),
    "access.ActivationCode": (N_("Activation code"), None),
    "access.Passkey": (N_("Passkey"), None),
    "signing.SealKey": (N_("Seal"), lambda _row: reverse("signing:seals")),
    "signing.Paper": (N_("Document"), lambda row: reverse("signing:paper", args=[row.code])),
    "notices.Preference": (N_("Choice of channels"), None),
    "orgs.Unit": (N_("Unit"), _unit),
    "orgs.Person": (N_("Person"), _person),
    "orgs.PersonEvent": (N_("Event in a person’s record"), lambda row: _person(row.person)),
    "orgs.Office": (N_("Office"), lambda row: _unit(row.unit)),
    "orgs.Holding": (N_("Term of office"), lambda row: _unit(row.office.unit)),
    "orgs.RosterImport": (N_("Import of the roster"), None),
    "rules.Ruleset": (N_("Version of the rules"), None),
    "rules.PackageKey": (N_("Key for rule packages"), None),
    "rules.PinnedKey": (N_("Key of another institution"), None),
    "circulars.NumberPattern": (N_("Number pattern"), None),
    "circulars.Circular": (N_("Circular"), _circular),
    "circulars.Initial": (N_("Initials"), lambda row: _circular(row.circular)),
    "circulars.CascadeItem": (N_("Receipt by a unit"), lambda row: _circular(row.circular)),
    "circulars.Reading": (N_("Reading of a circular"), lambda row: _circular(row.circular)),
    "circulars.ClauseMeaning": (
        N_("Meaning of a clause"),
        lambda row: _circular(row.clause.circular),
    ),
    "circulars.MeaningProposal": (
        N_("Proposed meaning of a clause"),
        lambda row: _circular(row.clause.circular),
    ),
    "advice.Publication": (N_("Published answer"), None),
    "permits.Permit": (N_("Permit"), _slug("permits:show")),
    "permits.PermitEvent": (
        N_("Step of a permit"),
        lambda row: reverse("permits:show", args=[row.permit.slug]),
    ),
    "outreach.CourseResult": (N_("Result of a quiz"), None),
    "outreach.Session": (N_("Session"), _slug("outreach:show")),
    "outreach.SessionFile": (
        N_("File of a session"),
        lambda row: reverse("outreach:show", args=[row.session.slug]),
    ),
    "outreach.Attendance": (
        N_("Attendance"),
        lambda row: reverse("outreach:show", args=[row.session.slug]),
    ),
    "pacts.Campaign": (N_("Pact campaign"), _campaign),
    "pacts.Pledge": (N_("Pledge"), _pledge),
    "pacts.PledgeEvent": (N_("Step of a pledge"), lambda row: _pledge(row.pledge)),
    "pacts.Signature": (N_("Signature"), lambda row: _pledge(row.pledge)),
    "pacts.PaperForm": (N_("Paper pact"), lambda row: _pledge(row.pledge)),
    "pacts.Report": (N_("Report of a campaign"), _report),
    "supervision.Check": (N_("Check"), _slug("supervision:check")),
    "supervision.Finding": (N_("Finding"), _slug("supervision:finding")),
    "supervision.FindingFile": (
        N_("File of a finding"),
        lambda row: reverse("supervision:finding", args=[row.finding.slug]),
    ),
    "supervision.NilReport": (N_("Nil report"), None),
    "supervision.SummonsReading": (N_("Reading of the law"), None),
    "duties.Obligation": (N_("Duty"), lambda row: reverse("duties:show", args=[row.pk])),
    "duties.ObligationEvent": (
        N_("Step of a duty"),
        lambda row: reverse("duties:show", args=[row.obligation_id]),
    ),
    "duties.PolicyChoice": (N_("Terms of a duty"), None),
    "duties.Feed": (N_("Calendar address"), None),
    "duties.Digest": (N_("Recap or assessment"), None),
    "duties.PublishedTable": (N_("Open figures"), lambda _row: reverse("insight:open")),
    "duties.ChainLook": (N_("Look at a chain of evidence"), None),
    "duties.VacancyTold": (N_("Told vacancy"), None),
}
# Rows of acts that are not shown, and of the ledger itself.
APART: Final = frozenset(
    {
        "ledger.Disclosure", "ledger.Waiting", "ledger.Place",
        "advice.Question", "advice.Turn", "advice.Answer",
        "supervision.Guidance", "supervision.Knowledge", "supervision.KnowledgeStep",
        "supervision.Referral", "supervision.ReferralEvent",
    }
)  # fmt: skip
