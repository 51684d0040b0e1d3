"""From the signature over the promise to the proof, in a real browser, with a real sequencer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.ledger.queries.state import policy_text
from netral.ledger.sequencing.loop import Loop
from netral.pacts.models import Campaign, Signature
from netral.tenancy.models import Institution
from netral_verify import note, policy, receipt
from tests.browser.axe import assert_accessible, assert_fits
from tests.cast import PASSWORD, Member, opened_pact
from tests.ledger.witness import Witness, running

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


@pytest.fixture
def campaign(depok: Institution, ratna: Member, at: Moment) -> Campaign:
    return opened_pact(depok, at)


def test_a_promise_turns_into_a_proof_that_shows_only_what_was_chosen(
    page: Page, sign_in: SignIn, campaign: Campaign, ratna: Member, settings: Settings,
    tmp_path: Path,
) -> None:  # fmt: skip
    # The sequencer stands still; signing goes on.
    sign_in(page, ratna.user)
    page.goto(f"/pakta/{campaign.slug}/")
    page.get_by_role("checkbox").check()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Tanda tangani pakta").click()
    log = page.locator("#log")
    expect(log).to_contain_text("Menunggu giliran masuk buku besar terbuka")
    assert_accessible(page)
    assert_fits(page)
    with page.expect_download() as promised:
        log.get_by_role("link", name="Unduh janji").click()
    promise = note.Note.parse(promised.value.path().read_bytes())
    assert promise.text.startswith("netral/promise/v1\n")

    # It begins, with a witness; the open page shows the proof by itself.
    witness = Witness()
    with running(witness):
        (tmp_path / "policy").write_text(f"{witness.line}quorum {witness.cosigner.key.name}\n")
        settings.LOG_POLICY = str(tmp_path / "policy")
        assert Loop().once()
    expect(log).to_contain_text("disaksikan 1 dari 1")
    assert log.get_attribute("hx-trigger") is None
    assert_accessible(page)
    assert_fits(page)

    # She shows the day to somebody, and not her number.
    page.get_by_role("link", name="Pilih yang ditunjukkan").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Waktu perbuatan").check()
    with page.expect_download() as proven:
        page.get_by_role("button", name="Unduh bukti").click()
    assert proven.value.suggested_filename == f"pakta-{campaign.slug}.tlog-proof"
    found = receipt.Receipt.parse(proven.value.path().read_bytes())
    proof = receipt.verify(found, policy.Policy.parse(policy_text().encode()))
    signature = Signature.objects.select_related("entry").get()
    assert found.leaf.hash == bytes(signature.entry.leaf_hash)
    assert len(proof.seen) == 1
    assert list(found.disclosed()) == ["acted_at"]
    assert ratna.person.identity.encode() not in bytes(found)

    # Without JavaScript the page says the same.
    assert (
        "disaksikan 1 dari 1" in page.context.request.get(f"/pakta/{campaign.slug}/bukti/").text()
    )
