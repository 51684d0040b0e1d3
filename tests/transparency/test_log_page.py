"""The public page of the log."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_before_the_first_state_the_page_says_so(client: Client) -> None:
    answer = client.get(reverse("transparency:log"))
    assert answer.status_code == 200
    assert "Belum ada yang diterbitkan" in answer.content.decode()
