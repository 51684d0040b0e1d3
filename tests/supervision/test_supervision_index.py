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


def test_a_head_finds_the_page_and_is_told_to_guide(
    client: Client, hendra: Member, sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, hendra.user)
    page = client.get("/pengawasan/").content.decode()
    assert "Pengawasan" in page
    assert "Bina pegawai Anda" in page


def test_nobody_without_staff_is_told_to_guide_them(
    client: Client, ratna: Member, sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, ratna.user)
    page = client.get("/pengawasan/").content.decode()
    assert "Bina pegawai Anda" not in page
    assert "baca yang ditulis untuk Anda" in page
