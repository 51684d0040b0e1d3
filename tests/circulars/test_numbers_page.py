"""The page on numbers: who sets which pattern, and what it says of a wrong one."""

from collections.abc import Callable

import pytest
from django.test import Client

from netral.circulars.actions.numbers import set_pattern
from netral.circulars.models import NumberPattern
from netral.orgs.models import Unit
from tests.cast import AT, BY, Member

ADDRESS = "/edaran/meja/nomor/"
SignIn = Callable[..., None]


def fill(unit: Unit, **more: object) -> dict[str, object]:
    return {"unit": unit.pk, "pattern": "270/{seq}-Huk", "next_seq": 343, "year": 2024} | more


def test_a_drafter_sets_a_pattern_and_sees_the_next_number(
    client: Client, tree: dict[str, Unit], laras: Member, sign_in: SignIn
) -> None:
    sign_in(client, laras.user)
    told = client.post(ADDRESS, fill(tree["hukum"]), follow=True).content.decode()
    assert "Nomor berikutnya: 270/343-Huk." in told
    row = NumberPattern.objects.get()
    assert (row.unit, row.pattern, row.next_seq, row.year) == (
        tree["hukum"], "270/{seq}-Huk", 343, 2024,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"pattern": "270/Huk"}, "Tulis {seq} tepat satu kali"),
        ({"pattern": "{seq}/{code}"}, "Di antara kurung kurawal hanya dikenal"),
        ({"pattern": "{seq}" + "x" * 70}, "60"),
        ({"pattern": ""}, "error-summary"),
        ({"next_seq": 0}, "error-summary"),
        ({"year": 1945}, "error-summary"),
    ],
)
def test_a_wrong_pattern_is_refused_with_words(
    client: Client,
    tree: dict[str, Unit],
    laras: Member,
    sign_in: SignIn,
    more: dict[str, object],
    complaint: str,
) -> None:
    sign_in(client, laras.user)
    answer = client.post(ADDRESS, fill(tree["hukum"], **more))
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert not NumberPattern.objects.exists()


def test_a_head_sets_the_patterns_of_the_own_unit_only(
    client: Client, tree: dict[str, Unit], hendra: Member, sign_in: SignIn
) -> None:
    set_pattern(unit=tree["hukum"], pattern="270/{seq}-Huk", next_seq=1, year=2024, by=BY, at=AT)
    sign_in(client, hendra.user)
    assert "270/{seq}-Huk" not in client.get(ADDRESS).content.decode().split("<form")[0]
    assert client.post(ADDRESS, fill(tree["hukum"])).status_code == 422
    assert client.post(ADDRESS, fill(tree["32.76.06"])).status_code == 302


def test_an_employee_finds_nothing_here(client: Client, ratna: Member, sign_in: SignIn) -> None:
    sign_in(client, ratna.user)
    assert client.get(ADDRESS).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 302
