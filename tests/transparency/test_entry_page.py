"""The page of one entry, as everybody sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from netral.ledger.core.leaf import b64u
from netral.ledger.models import Entry, Place
from netral.tenancy.models import Institution

pytestmark = pytest.mark.django_db
NOBODYS = "A" * 43


@pytest.fixture
def entry(depok: Institution) -> Entry:
    """The entry of the institution's own beginning."""
    found = Entry.objects.of(depok).order_by("pk").first()
    assert found is not None
    return found


def hash_of(entry: Entry) -> str:
    return b64u(bytes(entry.leaf_hash))


def test_an_entry_that_waits_has_a_page_without_a_number(client: Client, entry: Entry) -> None:
    answer = client.get(reverse("transparency:entry", args=["-", hash_of(entry)]))
    assert "menunggu giliran" in answer.content.decode()


def test_the_hash_alone_leads_to_the_page(client: Client, entry: Entry) -> None:
    Place.objects.create(index=0, entry=entry)
    answer = client.get(reverse("transparency:by_hash", args=[hash_of(entry)]))
    assert answer.headers["Location"] == reverse("transparency:entry", args=["0", hash_of(entry)])


def test_an_address_from_before_the_place_was_known_leads_to_it(
    client: Client, entry: Entry
) -> None:
    Place.objects.create(index=7, entry=entry)
    answer = client.get(reverse("transparency:entry", args=["-", hash_of(entry)]))
    assert answer.headers["Location"] == reverse("transparency:entry", args=["7", hash_of(entry)])


@pytest.mark.parametrize("strange", [NOBODYS, "A", "A" * 42, "ä" * 43, "A" * 44, "A" * 42 + "B"])
def test_an_unknown_hash_is_answered_in_plain_words(client: Client, strange: str) -> None:
    for address in (
        reverse("transparency:by_hash", args=[strange]),
        reverse("transparency:entry", args=["5", strange]),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Tidak ada dalam buku besar ini" in answer.content.decode()
