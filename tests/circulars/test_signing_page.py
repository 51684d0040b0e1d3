"""The page of the signatory: what is entered wrongly is told there, and nothing is lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.actions import cascade, drafts, life
from netral.circulars.actions.numbers import set_pattern
from netral.circulars.core import Form, Stage
from netral.circulars.models import CascadeItem, Circular
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from tests.cast import PASSWORD, Member

Facts = Callable[..., drafts.Facts]


@pytest.fixture
def waiting(draft: Circular, at: Moment) -> Circular:
    """A circular that waits for the mayor."""
    return life.submit(circular=draft, by="user:1", at=at)


@pytest.fixture
def url(waiting: Circular) -> str:
    return reverse("circulars:sign", args=[waiting.slug])


@pytest.fixture
def mayor(client: Client, wali: Member) -> Client:
    client.force_login(wali.user)
    return client


@pytest.fixture
def huk(tree: dict[str, Unit], at: Moment) -> None:
    unit = tree["32.76"]
    set_pattern(unit=unit, pattern="270/{seq}-Huk", next_seq=343, year=2024, by="u", at=at)


def test_a_wrong_password_keeps_the_number_that_was_typed(
    mayor: Client, url: str, waiting: Circular
) -> None:
    answer = mayor.post(url, {"number": "270/9-Huk", "password": "salah"})
    assert answer.status_code == 422
    assert 'value="270/9-Huk"' in answer.content.decode()
    assert "salah" not in answer.content.decode().partition("<form")[2].partition("</form>")[0]
    waiting.refresh_from_db()
    assert waiting.stage == Stage.INITIALLED
    assert mayor.post(url, {"number": "270/9-Huk", "password": PASSWORD}).status_code == 302


def test_a_number_that_stands_already_is_told_beside_its_field(
    mayor: Client, url: str, waiting: Circular, facts: Facts, wali: Member, at: Moment
) -> None:
    other = drafts.draft(institution=waiting.institution, facts=facts(), by="user:1", at=at)
    life.submit(circular=other, by="user:1", at=at)
    life.sign(
        circular=other,
        user=wali.user,
        signing=life.Signing(level=1, method="password", number="270/9-Huk"),  # type: ignore[arg-type]
        at=at,
    )
    answer = mayor.post(url, {"number": "270/9-Huk", "password": PASSWORD})
    assert "number" in answer.context["form"].errors
    waiting.refresh_from_db()
    assert (waiting.stage, waiting.number) == (Stage.INITIALLED, "")


@pytest.mark.usefixtures("huk")
def test_the_units_next_number_is_offered_as_it_will_be(mayor: Client, url: str) -> None:
    page = mayor.get(url).content.decode()
    assert ">270/343-Huk</option>" in page
    assert "{seq}" not in page


@pytest.mark.usefixtures("huk")
def test_a_head_is_not_led_to_take_the_mayors_number(
    client: Client, published: Circular, hendra: Member, at: Moment
) -> None:
    item = CascadeItem.objects.select_related("unit__institution", "circular").get()
    derived = cascade.derive(item=item, user=hendra.user, at=at)
    life.submit(circular=derived, by="user:1", at=at)
    client.force_login(hendra.user)
    url = reverse("circulars:sign", args=[derived.slug])
    assert client.get(url).context["form"]["pattern"].value() is None
    answer = client.post(url, {"password": PASSWORD})
    assert "number" in answer.context["form"].errors


@pytest.mark.usefixtures("huk")
def test_an_instruction_may_stay_without_a_number(
    mayor: Client, facts: Facts, waiting: Circular, at: Moment
) -> None:
    said = drafts.draft(
        institution=waiting.institution, facts=facts(form=Form.INSTRUCTION), by="user:1", at=at
    )
    life.submit(circular=said, by="user:1", at=at)
    url = reverse("circulars:sign", args=[said.slug])
    assert mayor.get(url).context["form"]["pattern"].value() is None
    assert mayor.post(url, {"password": PASSWORD}).status_code == 302
    said.refresh_from_db()
    assert (said.stage, said.number) == (Stage.SIGNED, "")


@pytest.mark.usefixtures("huk")
def test_a_re_entry_counts_for_the_next_signature(
    mayor: Client, url: str, waiting: Circular, facts: Facts, at: Moment
) -> None:
    mayor.post(url, {"number": "1/A", "password": PASSWORD})
    more = drafts.draft(institution=waiting.institution, facts=facts(), by="user:1", at=at)
    life.submit(circular=more, by="user:1", at=at)
    again = reverse("circulars:sign", args=[more.slug])
    assert "password" not in mayor.get(again).content.decode().partition("<form")[2]
    assert mayor.post(again, {"number": "2/A"}).status_code == 302


def test_a_second_click_signs_nothing_twice(mayor: Client, url: str, waiting: Circular) -> None:
    posted = {"number": "270/9-Huk", "password": PASSWORD}
    assert mayor.post(url, posted).status_code == 302
    waiting.refresh_from_db()
    before = waiting.text_sha256
    assert mayor.post(url, posted).status_code == 409
    waiting.refresh_from_db()
    assert waiting.text_sha256 == before
