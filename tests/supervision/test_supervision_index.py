"""The first page leads everybody to what they may do, and nobody further."""

from collections.abc import Callable

import pytest
from django.test import Client

from netral.access.models import User
from tests.cast import Member

pytestmark = pytest.mark.django_db


def test_whoever_has_no_part_in_it_finds_nothing(
    client: Client, tamu: User, sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, tamu)
    assert client.get("/pengawasan/").status_code == 404


def test_a_head_finds_the_page(
    client: Client, hendra: Member, sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, hendra.user)
    assert "Pengawasan" in client.get("/pengawasan/").content.decode()
