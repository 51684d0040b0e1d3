"""Every page that exists is readable by all: in both languages and themes, on a small phone.

Whoever adds a route gets its page looked at here, as it opens and as it answers an empty form.
The pages of sign-in and its second steps are in `tests/access/test_access_browser.py`.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from netral.access.core import Role
from netral.access.models import User
from netral.signing.models import Paper
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import PASSWORD
from tests.web.test_every_url import OURS
from tests.web.test_two_tenants import OPEN, arguments, entered, taken
from tests.web.two_cities import City, open_city

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Public pages of a whole house: the address names the house.
HOUSES: Final = frozenset(
    {
        "web:house", "advice:published", "advice:published_one", "answers:ask", "answers:rules",
        "web:published", "rules:base", "rules:rule", "rules:versions", "rules:data",
        "rules:archive", "rules:sheet", "rules:package",
    }
)  # fmt: skip
# Where an address names another thing of the city than `arguments` knows.
SLUG: Final = (
    {
        "pacts:edit": "unopened",
        "pacts:opening": "unopened",
        "permits:letter": "granted",
        "permits:proof": "granted",
        "permits:fields": "granted",
        "permits:end": "granted",
        "permits:revoke": "granted",
        "permits:answer": "question",
        "advice:work": "answered",
        "advice:paper": "answered",
        "advice:proof": "answered",
        "advice:fields": "answered",
        "advice:propose": "answered",
        "advice:question": "answered",
        "advice:review": "proposed",
        "advice:withdraw": "spare",
        "outreach:minutes": "held",
    }
    | dict.fromkeys(OPEN - HOUSES, "circular")
    | {"insight:open_house": "house"}
)
# What an address alone does not open: the journeys and the doors have tests of their own.
ELSEWHERE: Final = frozenset(
    {
        "access:address", "access:reset", "answers:index", "circulars:send_back", "circulars:sign",
        "duties:chain_paper", "duties:feed", "insight:open_file", "ledger:file", "notices:sms",
        "notices:whatsapp",
        "orgs:emblem", "outreach:arrive", "outreach:claim", "pacts:ask", "pacts:receipt",
        "pacts:receipt_fields", "pacts:receipt_pdf", "pacts:receipt_proof", "rules:index",
        "rules:package", "signing:certificate",
        "transparency:by_hash", "transparency:verifier",
    }
)  # fmt: skip


def callers(city: City, language: str) -> list[Client]:
    """Return everybody who may call: a stranger first, then from the least power to the most."""
    users = [city.people[name].user for name in ("Pegawai", "Camat", "Wali")]
    roles = (
        Role.DRAFTER, Role.ADMIN, Role.OPERATOR, Role.ADVISER, Role.CASE_OFFICER, Role.AUDITOR,
        Role.SUPERADMIN,
    )  # fmt: skip
    users += [city.in_role(role) for role in roles]
    User.objects.update(language=language)
    stranger = Client()
    stranger.cookies["bahasa"] = language
    return [stranger, *(freshly(user, city) for user in users)]


def freshly(user: User, city: City) -> Client:
    """Sign in as somebody who has just entered the password once more."""
    client = entered(user, city)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def address(name: str, city: City) -> str:
    if name in SLUG:
        return reverse(name, kwargs={"slug": city.slugs[SLUG[name]]})
    if name in {"web:house", "signing:paper"}:
        code = Paper.objects.of(city.house).values_list("code", flat=True)[0]
        known = {"slug": city.house.slug, "code": code}
        return reverse(name, kwargs={key: known[key] for key in taken(name)})
    return reverse(name, kwargs=arguments(name, city))


def pages(where: str, who: list[Client]) -> Iterator[str]:
    """Return the page as it opens to the first who may, and as it answers an empty form.

    Raises:
        PermissionError: nobody may open it.

    """
    for client in who:
        answer = client.get(where)
        if answer.status_code in {200, 405}:
            break
    else:
        raise PermissionError(where)
    if answer.status_code == 405 or not answer.content.startswith(b"<!doctype html>"):
        return  # it takes only POST, or answers with a file or a fragment
    yield answer.content.decode()
    answer = client.post(where, {"nothing": ""})
    if answer.status_code in {200, 422}:
        yield answer.content.decode()


def serve(page: Page, where: str, html: str) -> None:
    """Let the browser find `html` at an address; styles and scripts come from the site."""
    page.unroute_all()
    page.route(f"**{where}", lambda route: route.fulfill(body=html, content_type="text/html"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_accessible_and_fits_a_small_phone(page: Page, language: str) -> None:
    city = open_city("32.76", "depok", "Cempaka")
    who = callers(city, language)
    for name in sorted(OURS.keys() - ELSEWHERE):
        where = address(name, city)
        for html in pages(where, who):
            serve(page, where, html)
            page.goto(where)
            assert page.locator("html").get_attribute("lang") == language, where
            assert_accessible(page)
            assert_fits(page)
            assert_touchable(page)
