"""The page that checks receipts, as this installation hands it out."""

from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from netral.ledger.queries.state import policy_text
from tests.transparency.conftest import OVERSIGHT, UNIVERSITY, Keeping, first_entry, hash_of

pytestmark = pytest.mark.django_db


def handed_out(client: Client) -> str:
    answer = client.get(reverse("transparency:verifier"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    found = answer.headers["Content-Disposition"]
    assert found == 'attachment; filename="netral-periksa.html"'
    return answer.content.decode()


def test_the_page_carries_the_policy_of_this_log(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT, UNIVERSITY)
    html = handed_out(client)
    carried = html.partition('<pre id="carried" hidden>')[2].partition("</pre>")[0]
    assert unescape(carried) == policy_text()
    assert "# promise " in carried
    assert "quorum luar" in carried


def test_a_policy_that_cannot_be_opened_is_left_out(
    client: Client, kept: Keeping, settings: Settings
) -> None:
    settings.LOG_POLICY = "/nonexistent/policy"
    assert '<pre id="carried" hidden></pre>' in handed_out(client)


def test_hostile_words_of_a_policy_stay_words(
    client: Client, kept: Keeping, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "evil").write_text("# </pre><script>alert(1)</script>\nquorum none\n")
    settings.LOG_POLICY = str(tmp_path / "evil")
    assert "<script>alert" not in handed_out(client)


def test_the_log_page_leads_to_it(client: Client, kept: Keeping) -> None:
    html = client.get(reverse("transparency:log")).content.decode()
    assert f'href="{reverse("transparency:verifier")}"' in html


@pytest.mark.browser
@pytest.mark.slow
def test_it_proves_a_receipt_of_this_log_without_the_site(
    client: Client, kept: Keeping, browser: Browser, tmp_path: Path
) -> None:
    kept(OVERSIGHT, UNIVERSITY)
    address = reverse("transparency:proof", args=[hash_of(first_entry())])
    receipt = client.get(address).content
    file = tmp_path / "netral-periksa.html"
    file.write_text(handed_out(client), encoding="utf-8")
    page = browser.new_context(offline=True, locale="id-ID").new_page()
    page.goto(file.as_uri())
    given = {"name": "bukti.tlog-proof", "mimeType": "text/plain", "buffer": receipt}
    page.locator("#file").set_input_files(given)  # type: ignore[arg-type]
    expect(page.locator(".result")).to_have_attribute("data-outcome", "proven")
    expect(page.locator("#whom")).to_contain_text("2 dari 3")
    page.context.close()
