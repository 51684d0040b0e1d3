"""What belongs to others is not there: other institutions, other units, other people's acts."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from netral.access.core import ROLES, Duty, Role
from netral.access.models import User
from netral.answers.queries.package import package
from netral.kernel.errors import Refusal
from netral.ledger.core.leaf import b64u
from netral.ledger.models import Entry
from netral.pacts.actions.signing import sign
from netral.pacts.models import PaperForm, Pledge, Signature
from netral.rules.queries import shipped
from netral.signing.core import Level
from tests.cast import AT
from tests.web.test_every_url import ALL, BY_DUTY
from tests.web.two_cities import REASON, City

pytestmark = pytest.mark.django_db

# Which thing an address means by `pk` and `slug`, by the name of the route.
PK: Final = {
    "orgs": "unit", "insight": "unit", "circulars": "unit", "pacts": "pledge",
    "access:end_role": "grant", "notices:read": "message", "pacts:report": "report",
    "rules": "ruleset", "rules:unpin": "pin",
    "supervision": "unit", "supervision:write": "person",
    "duties:recap": "recap", "duties:make_recap": "unit", "duties:assessment_unit": "unit",
    "duties:freeze_assessment": "unit", "duties:assessment_pdf": "frozen",
    "duties": "obligation", "duties:unit": "unit", "duties:office": "office",
    "outreach": "file", "outreach:people": "unit", "outreach:result": "result",
    "duties:chain_person": "person", "duties:chain": "person", "duties:poster": "unit",
    "circulars:acknowledge": "item", "circulars:derive": "item", "orgs:end_term": "term",
    "orgs:office": "office", "orgs:hand_over": "office", "orgs:close_office": "office",
} | {
    f"orgs:{name}": "person"
    for name in ("person", "correct_person", "transfer", "leave", "gone", "back", "slip")
} | {
    f"orgs:{name}": "roster"
    for name in ("roster", "progress", "apply_roster", "drop_roster", "refused", "missing")
} | {
    f"pacts:{name}": "unit" for name in ("unit", "people", "remind", "make_report", "sheet")
}  # fmt: skip
SLUG: Final = {
    "circulars": "draft", "pacts": "campaign", "permits": "permit", "advice": "asked",
    "advice:published": "house", "advice:published_one": "house", "advice:retract": "house",
    "answers": "house", "web:published": "house", "insight": "house",
    "rules": "house", "outreach": "session",
    "supervision": "known", "supervision:knowledge_summons": "summoned",
    "supervision:check": "check", "supervision:guidance": "guidance",
} | dict.fromkeys(
    ("circulars:read", "circulars:cascade", "circulars:cascade_unit", "circulars:meaning"),
    "circular",
) | dict.fromkeys(
    (
        "supervision:finding", "supervision:close_finding", "supervision:prove_finding",
        "supervision:finding_file",
    ),
    "finding",
) | {
    f"supervision:referral{name}": "referral"
    for name in ("", "_take", "_note", "_name", "_close")
}  # fmt: skip
# Circulars in force are for everybody; what is signed in only is one's own account.
OPEN: Final = frozenset(
    {
        "circulars:show", "circulars:data", "circulars:pdf", "circulars:jdih", "circulars:proof",
        "web:house",
        "advice:published", "advice:published_one",
        "answers:ask", "answers:rules", "web:published",
        "rules:base", "rules:rule", "rules:versions", "rules:data", "rules:archive",
        "rules:sheet",
        "rules:package",
        "insight:open_house", "insight:open_file",
    }
)  # fmt: skip


# Whoever runs the installation compares institutions there: their names, and nothing below.
ABOVE: Final = frozenset({"insight:national", "insight:national_file"})


def taken(name: str) -> set[str]:
    """Return what the address of a route takes."""
    pattern = ALL[name].pattern
    return {*pattern.converters, *pattern.regex.groupindex}


NAMED: Final = [
    name
    for name in sorted(ALL)
    if {"pk", "slug"} & taken(name) and name not in OPEN and not name.startswith("mfa_")
]


# Every role walks every address; on PostgreSQL, where a query means the same, only the two that
# hold the most duties, and with them nearly every page.
WIDEST: Final = frozenset({Role.ADMIN, Role.HEAD})
SWEEP: Final = [
    pytest.param(role, marks=() if role in WIDEST else pytest.mark.only_sqlite) for role in Role
]


def arguments(name: str, city: City, own: City | None = None) -> dict[str, Any]:
    """Return what the address of a route takes: from `city`, the slug from `own` if given."""
    space = name.partition(":")[0]
    slugs = (own or city).slugs
    known: dict[str, Any] = {
        "pk": city.ids.get(PK.get(name, PK.get(space, ""))),
        "slug": slugs.get(SLUG.get(name, SLUG.get(space, ""))),
        "item": slugs["public"],
        "kind": "csv",
        "digest": package(city.house, AT.acted).digest if "digest" in taken(name) else "",
        "name": "rules-ethics.toml",
        "code": "SKB22-KE-04",
        "version": shipped().version,
        "path": "panggilan",  # the step of a head
        "clause": city.ids["clause"],
        "token": "x" * 32,  # of a calendar: told once, kept by nobody
        "serial": 0,  # of a sealed chain: none was made, for nobody's city has a seal here
        "order": 1,  # of a clause: every circular has a first one
        "leaf": b64u(bytes(Entry.objects.of(city.house).earliest("pk").leaf_hash)),
        "index": "-",  # of an entry: no sequencer runs here
    }
    return {key: known[key] for key in taken(name)}


def asked(client: Client, address: str) -> Iterator[Any]:
    """Ask for an address in both ways; what answers HEAD is what answers GET."""
    for method in (client.get, client.post):
        answer = method(address)
        if answer.status_code != 405:
            yield answer


def entered(user: User, city: City) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session  # whoever runs the installation may sit in either city
    session["institution"] = city.house.pk
    session.save()
    return client


def marks() -> tuple[int, int, int]:
    return Entry.objects.count(), Signature.objects.count(), PaperForm.objects.count()


def test_every_route_with_a_name_in_it_is_walked(cempaka: City) -> None:
    for name in NAMED:
        assert reverse(name, kwargs=arguments(name, cempaka))


@pytest.mark.parametrize("role", SWEEP)
def test_nothing_of_another_city_is_there(role: Role, cempaka: City, kenanga: City) -> None:
    client = entered(cempaka.in_role(role), cempaka)
    before = marks()
    for name in NAMED:
        ways = [arguments(name, kenanga), arguments(name, kenanga, own=cempaka)]
        if "pk" not in ways[0]:
            ways.pop()
        for given in ways:
            for answer in asked(client, reverse(name, kwargs=given)):
                assert (name, answer.status_code) == (name, 404)
                assert kenanga.word not in answer.content.decode()
    assert marks() == before
    for name in BY_DUTY:
        answer = client.get(reverse(name, kwargs=arguments(name, cempaka)))
        assert answer.status_code < 500, name
        told = answer.content.decode(errors="replace")
        if name in ABOVE:
            told = told.replace(kenanga.house.name, "")
        assert kenanga.word not in told, name


def test_every_form_of_whoever_is_signed_in_needs_its_token(cempaka: City) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cempaka.in_role(Role.ADMIN))
    before = marks()
    for name in {*BY_DUTY, *NAMED, "web:language", "access:language", "notices:read_all"}:
        address = reverse(name, kwargs=arguments(name, cempaka))
        assert (name, client.post(address, {"language": "en"}).status_code in {403, 405}) == (
            name,
            True,
        )
    assert marks() == before


@pytest.mark.parametrize("role", [Role.HEAD, Role.OPERATOR, Role.EMPLOYEE])
def test_nothing_of_another_unit_is_there(role: Role, cempaka: City) -> None:
    client = entered(cempaka.in_role(role, cempaka.other), cempaka)
    before = marks()
    for name in NAMED:
        if "pk" not in arguments(name, cempaka) and SLUG.get(name, "draft") != "draft":
            continue
        if name.startswith("pacts:") and "pk" not in arguments(name, cempaka):
            continue  # the campaign is the whole city's
        for answer in asked(client, reverse(name, kwargs=arguments(name, cempaka))):
            assert (name, answer.status_code) == (name, 404)
    assert marks() == before


def test_an_auditor_changes_nothing(cempaka: City) -> None:
    client = entered(cempaka.in_role(Role.AUDITOR), cempaka)
    before = marks()
    for name in BY_DUTY:
        answer = client.post(reverse(name, kwargs=arguments(name, cempaka)), {"reason": "x"})
        assert (name, answer.status_code in {404, 405}) == (name, True)
    assert marks() == before


# ---- Nobody signs for another


@pytest.mark.parametrize("role", Role)
def test_nobody_signs_for_another(role: Role, cempaka: City) -> None:
    user = cempaka.in_role(role)
    rows = Pledge.objects.select_related("person", "unit", "wave", "campaign__institution")
    pledge = rows.get(pk=cempaka.ids["pledge"])
    text = pledge.campaign.text_sha256
    for by in (f"user:{user.pk}", "system", "user:0", "user:None"):
        with pytest.raises(Refusal):
            sign(
                pledge=pledge, level=Level.REENTRY, method="password", text_sha256=text, by=by,
                at=AT,
            )  # fmt: skip
    posted = {"read": "on", "password": "x", "text_sha256": text, "pledge": pledge.pk}
    entered(user, cempaka).post(reverse("pacts:campaign", args=[cempaka.slugs["campaign"]]), posted)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_the_reason_of_a_refusal_is_for_the_owner_of_the_campaign(
    role: Role, cempaka: City
) -> None:
    client = entered(cempaka.in_role(role), cempaka)
    campaign, unit = cempaka.slugs["campaign"], cempaka.ids["unit"]
    shown = client.get(reverse("pacts:pledge", args=[campaign, cempaka.ids["refused"]]))
    assert (REASON in shown.content.decode()) is (Duty.OWN_CAMPAIGN in ROLES[role])
    for name in ("pacts:people", "pacts:unit", "pacts:sheet", "insight:unit"):
        args = [unit] if name.startswith("insight") else [campaign, unit]
        assert REASON.encode() not in client.get(reverse(name, args=args)).content
