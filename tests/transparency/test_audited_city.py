"""A whole city as its auditor sees it: every act that is shown, and none of those that are not."""

import re

import pytest
from django.test import Client

from netral.access.core import Role
from netral.ledger.models import Entry
from netral.transparency.acts import ACTS, HIDDEN
from tests.transparency.conftest import hash_of
from tests.transparency.pages import one_of_each, page, told
from tests.web.two_cities import REASON, City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(client: Client, cempaka: City) -> City:
    client.force_login(cempaka.in_role(Role.AUDITOR))
    return cempaka


def test_another_institutions_auditor_sees_the_public_part_alone(
    client: Client, cempaka: City, kenanga: City
) -> None:
    client.force_login(cempaka.in_role(Role.AUDITOR))
    for entry in one_of_each(Entry.objects.of(kenanga.house)):
        shown = page(client, entry)
        assert "Untuk auditor" not in shown
    listed = told(client)
    assert kenanga.word not in listed
    assert hash_of(Entry.objects.of(kenanga.house).latest("pk")) not in listed


def test_suspicions_guidance_and_questions_are_in_no_list(client: Client, city: City) -> None:
    hidden = Entry.objects.of(city.house).filter(act__in=HIDDEN)
    assert {each.act.partition(".")[0] for each in hidden} >= {"knowledge", "referral", "advice"}
    listed = told(client, "/bukti/daftar.csv")
    for entry in hidden:
        assert hash_of(entry) not in listed
        assert "Untuk auditor" not in page(client, entry)
    shown = Entry.objects.of(city.house).filter(act__in=ACTS)
    assert all(hash_of(entry) in listed for entry in shown)


def test_the_reason_of_a_refusal_is_not_for_auditors(client: Client, city: City) -> None:
    entry = Entry.objects.of(city.house).get(act="pact.refused")
    shown = page(client, entry)
    assert "Tidak ditampilkan kepada auditor" in shown
    assert REASON not in shown


def test_every_record_leads_to_a_page_that_the_auditor_may_open(client: Client, city: City) -> None:
    opened: set[str] = set()
    for entry in one_of_each(Entry.objects.of(city.house).filter(act__in=ACTS)):
        shown = page(client, entry)
        part = shown.partition('id="audited"')[2].partition("</section>")[0]
        opened |= set(re.findall(r'href="([^"]+)"', part))
    refused = {url for url in sorted(opened) if client.get(url).status_code != 200}
    assert refused == set()
    assert len(opened) > 15
