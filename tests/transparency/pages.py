"""The pages of the log as tests ask for them."""

from collections.abc import Iterable, Iterator

from django.test import Client
from django.urls import reverse

from netral.ledger.models import Entry
from tests.transparency.conftest import hash_of

LIST = "/bukti/daftar/"


def page(client: Client, entry: Entry) -> str:
    """Return the page of an entry."""
    answer = client.get(reverse("transparency:by_hash", args=[hash_of(entry)]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def told(client: Client, address: str = LIST, **asked: str) -> str:
    """Return the list of entries, or its file."""
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def one_of_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the last entry of each act: pages differ by act."""
    return iter({entry.act: entry for entry in entries}.values())
