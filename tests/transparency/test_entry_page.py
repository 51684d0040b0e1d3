"""The page of one entry, as everybody sees it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from netral.ledger.core.proof import Proof
from netral.ledger.keys import log_signer
from netral.ledger.models import Entry, Place, Publication
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from netral.transparency.queries.entries import first_covering
from tests.cast import Member
from tests.circulars.scene import published
from tests.log import placed
from tests.transparency.conftest import OVERSIGHT, PRESS, UNIVERSITY, Keeping, first_entry, hash_of

pytestmark = pytest.mark.django_db
NOBODYS = "A" * 43


def page(client: Client, entry: Entry) -> str:
    answer = client.get(
        reverse("transparency:by_hash", args=[hash_of(entry)]), follow=True
    )  # to where it stands by now
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_entry_that_waits_has_a_page_with_its_promise(
    client: Client, depok: Institution
) -> None:
    said = page(client, first_entry())
    assert "Menunggu giliran" in said
    assert "Buku besar menjanjikannya paling lambat" in said


def test_the_hash_alone_leads_to_the_page(client: Client, depok: Institution) -> None:
    entry = first_entry()
    Place.objects.create(index=0, entry=entry)
    answer = client.get(reverse("transparency:by_hash", args=[hash_of(entry)]))
    assert answer.headers["Location"] == reverse("transparency:entry", args=["0", hash_of(entry)])


def test_an_address_from_before_the_place_was_known_leads_to_it(
    client: Client, depok: Institution
) -> None:
    entry = first_entry()
    Place.objects.create(index=7, entry=entry)
    answer = client.get(reverse("transparency:entry", args=["-", hash_of(entry)]))
    assert answer.headers["Location"] == reverse("transparency:entry", args=["7", hash_of(entry)])


@pytest.mark.parametrize("number", ["8", "x" * 30, "<b>"])
def test_an_address_with_another_number_is_pointed_out(
    client: Client, depok: Institution, number: str
) -> None:
    entry = first_entry()
    Place.objects.create(index=7, entry=entry)
    said = client.get(reverse("transparency:entry", args=[number, hash_of(entry)])).content.decode()
    assert "padahal catatan ini bernomor 7" in said
    assert "<b>," not in said


@pytest.mark.parametrize("strange", [NOBODYS, "A", "A" * 42, "ä" * 43, "A" * 44, "A" * 42 + "B"])
def test_an_unknown_hash_is_answered_in_plain_words(client: Client, strange: str) -> None:
    for address in (
        reverse("transparency:by_hash", args=[strange]),
        reverse("transparency:entry", args=["5", strange]),
        reverse("transparency:proof", args=[strange]),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Tidak ada dalam buku besar ini" in answer.content.decode()


def test_the_page_says_who_saw_it_first(client: Client, kept: Keeping) -> None:
    early = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    kept(OVERSIGHT, UNIVERSITY, at=early)
    kept(OVERSIGHT, UNIVERSITY, PRESS)
    said = page(client, first_entry())
    assert "22 November 2026 pukul 08.00 WIB" in said
    assert "bawaslu, " in said
    assert "pers, " not in said


def test_an_entry_that_nobody_saw_is_not_called_witnessed(client: Client, kept: Keeping) -> None:
    kept()
    said = page(client, first_entry())
    assert "Belum disaksikan" in said
    assert "Belum oleh siapa pun" in said


def test_too_few_witnesses_are_called_too_few(client: Client, kept: Keeping) -> None:
    kept(PRESS)
    assert "belum sebanyak yang disyaratkan" in page(client, first_entry())


def test_the_drawn_way_ends_at_the_published_root(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT)
    root = bytes(Publication.objects.get().root).hex()[:8]
    for entry in Entry.objects.order_by("pk"):
        said = page(client, entry)
        assert f">{root}<" in said
        assert f">{bytes(entry.leaf_hash).hex()[:8]}<" in said


def test_the_proof_can_be_downloaded_and_holds(client: Client, kept: Keeping) -> None:
    entry = first_entry()
    address = reverse("transparency:proof", args=[hash_of(entry)])
    assert client.get(address).headers["Content-Disposition"].endswith('"janji.txt"')
    kept(OVERSIGHT)
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].endswith('"bukti.tlog-proof"')
    signer = log_signer()
    assert signer is not None
    Proof.parse(answer.content).verify(bytes(entry.leaf_hash), signer.key)


def test_a_circular_is_named_and_leads_to_itself(
    client: Client, kept: Keeping, wali: Member, tree: dict[str, Unit]
) -> None:
    circular = published(tree["32.76"], wali, "800/1", subject="Netralitas")
    kept(OVERSIGHT)
    entry = Entry.objects.get(act="circular.published")
    said = page(client, entry)
    assert reverse("circulars:show", args=[circular.slug]) in said
    assert "800/1" in said
    assert circular.text_sha256 in said


def test_the_history_shows_what_stands_before_and_after(
    client: Client, kept: Keeping, wali: Member, tree: dict[str, Unit]
) -> None:
    published(tree["32.76"], wali, "800/1")
    kept()
    last = Entry.objects.get(act="circular.published")
    steps = Entry.objects.filter(ref=bytes(last.ref)).order_by("number")
    said = page(client, last)
    before = steps[len(steps) - 2]
    assert reverse("transparency:entry", args=[placed(before), hash_of(before)]) in said
    assert f"{len(steps)} dari {len(steps)} catatan" in said


def test_nothing_personal_stands_on_the_page(client: Client, kept: Keeping, ratna: Member) -> None:
    kept()
    for entry in Entry.objects.all():
        said = page(client, entry)
        for word in (ratna.person.name, ratna.person.identity, ratna.user.username, entry.act):
            assert word not in said


def test_a_leaf_that_was_altered_past_reading_does_not_break_its_page(
    client: Client, kept: Keeping, depok: Institution
) -> None:
    entry = Entry(
        institution=depok, kind="gone/9", act="x.y", ref=b"r" * 16, number=0, leaf=b"\xff[",
        leaf_hash=b"\1" * 32, logged_at=datetime.now(UTC),
    )  # fmt: skip
    entry.save()
    assert "Catatan berjenis tidak dikenal" in page(client, entry)


@pytest.mark.parametrize("sizes", [[], [1], [1, 1, 4, 4, 4, 9], list(range(3, 40, 2)), [7] * 20])
def test_the_first_state_that_holds_an_entry_is_found_among_many(
    db: None, sizes: list[int]
) -> None:
    for n, size in enumerate(sizes):
        Publication.objects.create(
            pk=3 + n * n, size=size, root=b"r" * 32, note="", witnessed=False,
            published_at=datetime.now(UTC),
        )  # fmt: skip
    rows = Publication.objects.order_by("pk")
    for index in range(45):
        expected = next((row for row in rows if row.size > index), None)
        assert first_covering(Publication.objects.all(), index) == expected
