"""Bodies that no page takes: they are refused by the size that they announce."""

import pytest
from django.test import Client
from django.urls import reverse

from netral.tenancy.models import Institution
from tests.films import FORM, send_film

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", ["account_login", "signing:verify", "access:activation"])
@pytest.mark.parametrize("kind", [FORM, "application/x-www-form-urlencoded", "video/mp4"])
def test_a_stranger_cannot_fill_the_disk_with_a_film(
    route: str, kind: str, depok: Institution
) -> None:
    answer = send_film(Client(enforce_csrf_checks=True), reverse(route), kind)
    assert answer.status_code == 413
    assert "lebih besar dari 65 MB" in answer.content.decode()


def test_a_size_that_is_no_number_breaks_nothing(client: Client, depok: Institution) -> None:
    for told in ("", "x", "-1", "1e12", "9" * 5000):
        answer = client.post(reverse("account_login"), CONTENT_LENGTH=told)
        assert answer.status_code in {200, 400, 413}
