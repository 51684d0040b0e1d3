"""The page on which one chooses how messages reach one."""

import pytest
from django.test import Client
from pytest_django import Settings

from netral.access.core import Role
from netral.access.models import User
from netral.ledger.models import Entry
from netral.notices.models import Preference
from netral.orgs.models import Person
from tests.web.two_cities import City

PAGE = "/akun/saluran/"


@pytest.fixture
def me(client: Client, cempaka: City, settings: Settings) -> User:
    settings.EMAIL_HOST, settings.WHATSAPP_NUMBER_ID, settings.SMS_URL = (
        "127.0.0.1",
        "1",
        "http://x",
    )
    settings.CHANNELS = ["mail", "whatsapp", "sms"]
    user = cempaka.in_role(Role.EMPLOYEE)
    Person.objects.filter(account=user).update(email="siti@contoh.example", phone="0812-0000-4821")
    client.force_login(user)
    return user


def chosen(user: User) -> list[str]:
    return list(Preference.objects.get(recipient=f"user:{user.pk}").channels)


def test_the_own_addresses_are_shown_masked_and_offered(me: User, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "WhatsApp, 0812•••821" in page
    assert "Surel, s•••@contoh.example" in page
    assert "4821" not in page
    assert "siti@" not in page
    assert 'href="/akun/saluran/"' in client.get("/akun/").content.decode()


def test_a_choice_is_kept_and_shown_again(me: User, client: Client) -> None:
    answer = client.post(PAGE, {"first": "whatsapp", "second": "mail", "third": "none"})
    assert answer["Location"] == PAGE
    assert chosen(me) == ["whatsapp", "mail"]
    form = client.get(PAGE).context["form"]
    assert [form[name].value() for name in form.fields] == ["whatsapp", "mail", "none"]


def test_a_place_left_empty_is_passed_over(me: User, client: Client) -> None:
    client.post(PAGE, {"first": "none", "second": "none", "third": "sms"})
    assert chosen(me) == ["sms"]


def test_nothing_outside_may_be_chosen(me: User, client: Client) -> None:
    client.post(PAGE, {"first": "none", "second": "none", "third": "none"})
    assert chosen(me) == []
    assert client.get(PAGE).context["form"]["first"].value() == "none"


def test_the_same_channel_twice_is_refused_at_its_field_and_nothing_lost(
    me: User, client: Client
) -> None:
    answer = client.post(PAGE, {"first": "whatsapp", "second": "whatsapp", "third": "sms"})
    form = answer.context["form"]
    words = "WhatsApp sudah dipilih di atas. Pilih saluran lain, atau tidak ada."
    assert form.errors == {"second": [words]}
    assert 'id="id_second_error"' in answer.content.decode()
    assert [form[name].value() for name in form.fields] == ["whatsapp", "whatsapp", "sms"]
    assert not Preference.objects.exists()
    assert not Entry.objects.filter(act="channels.chosen").exists()


@pytest.mark.parametrize("wrong", ["app", "fax", "🦑", "mail\x00"])
def test_only_what_is_offered_can_be_chosen(me: User, client: Client, wrong: str) -> None:
    answer = client.post(PAGE, {"first": wrong})
    assert "first" in answer.context["form"].errors
    assert not Preference.objects.exists()


def test_without_a_number_no_telephone_is_offered_and_none_is_turned_off(
    me: User, client: Client
) -> None:
    Person.objects.filter(account=me).update(phone="021-7720 1234")
    page = client.get(PAGE)
    assert list(page.context["form"].fields) == ["first"]
    assert "Data kepegawaian tidak memuat nomor ponsel Anda" in page.content.decode()
    assert client.post(PAGE, {"first": "whatsapp"}).context["form"].errors
    client.post(PAGE, {"first": "none"})
    assert chosen(me) == ["whatsapp", "sms"]


def test_without_any_address_there_is_nothing_to_choose(me: User, client: Client) -> None:
    Person.objects.filter(account=me).update(phone="", email="")
    page = client.get(PAGE).content.decode()
    assert "Tanpa alamat, tidak ada yang dapat dikirim kepada Anda" in page
    assert "Simpan saluran" not in page
    assert client.post(PAGE, {"first": "mail"}).status_code == 200
    assert not Preference.objects.exists()


def test_where_nothing_is_installed_the_page_says_so(
    me: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_HOST = settings.WHATSAPP_NUMBER_ID = settings.SMS_URL = ""
    page = client.get(PAGE).content.decode()
    assert "Tidak ada yang perlu dipilih" in page
    assert "Simpan saluran" not in page


def test_who_holds_no_role_has_no_channels(me: User, client: Client) -> None:
    me.grants.all().delete()
    assert client.get(PAGE).status_code == 404
