import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core import signing
from django.test import Client, TestCase
from django.utils import timezone
from django_tasks import default_task_backend
from pytest_django import Settings

from netral.access import means
from netral.access.actions import make_codes
from netral.access.models import User
from netral.access.tasks import send_resets
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.notices.models import Message
from netral.notices.queries import words
from netral.tenancy.models import Institution
from tests.access.conftest import PASSWORD, nip

NIP = nip(7)
NEW = "empat kata tanpa kaitan"
Make = Callable[..., User]
Enter = Callable[..., Any]


@pytest.fixture
def slip(make: Make, depok: Institution) -> str:
    """The code on the slip of somebody who has no password yet."""
    user = make(NIP, password=None)
    at = Moment.real(timezone.now())
    return make_codes([user], institution=depok, by="system", at=at)[user.pk]


@pytest.fixture
def mails(settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


def fill(client: Client, number: str, code: str, password: str = NEW) -> Any:
    return client.post("/akun/aktivasi/", {"number": number, "code": code, "password": password})


def test_a_slip_opens_the_account_and_signs_in(slip: str, client: Client) -> None:
    answer = fill(client, f"{NIP[:8]} {NIP[8:]}", slip.lower())
    assert answer["Location"] == "/saya/"
    assert client.get("/akun/").status_code == 200
    assert fill(Client(), NIP, slip).status_code == 200


def test_activation_does_not_step_around_the_second_step(slip: str, client: Client) -> None:
    TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert fill(client, NIP, slip)["Location"].startswith("/masuk/kode/")
    assert client.get("/akun/").status_code == 302


def test_a_weak_password_is_said_at_its_field_and_the_slip_stays_good(
    slip: str, client: Client
) -> None:
    answer = fill(client, NIP, slip, "1234")
    assert "password" in answer.context["form"].errors
    assert fill(client, NIP, slip)["Location"] == "/saya/"


@pytest.mark.parametrize(
    ("number", "code"),
    [(nip(99), "22222222222"), (NIP, "2222 2222 2222"), (NIP, "' or 1=1"), ("🦑", "🦑")],
)
def test_refusals_never_say_which_part_was_wrong(
    slip: str, client: Client, number: str, code: str
) -> None:
    answer = fill(client, number, code)
    (said,) = answer.context["form"].non_field_errors()
    assert said.startswith("Nomor dan kode ini tidak cocok.")


def test_slips_are_not_guessed(slip: str, client: Client) -> None:
    for _ in range(5):
        fill(client, NIP, "2222 2222 2222")
    answer = fill(client, NIP, slip)
    assert answer.status_code == 429
    assert "15 menit" in answer.content.decode()
    assert not User.objects.get().has_usable_password()


def ask(client: Client, login: str) -> Any:
    """Ask for a new password, and let the worker do its part."""
    default_task_backend.clear()  # type: ignore[attr-defined]
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/masuk/lupa/", {"login": login})
    for waiting in default_task_backend.results:  # type: ignore[attr-defined]
        send_resets.call(*waiting.args)
    return answer


def link(client: Client, login: str) -> str:
    ask(client, login)
    message = Message.objects.filter(template="access/reset").latest("pk")
    found = re.search(r"/akun/sandi-baru/\S+", words(message, "id").body)
    assert found
    return found[0]


@pytest.mark.parametrize("login", [NIP, "ORANG@example.id"])
def test_a_mailed_link_sets_a_new_password_once(
    make: Make, client: Client, mails: None, login: str
) -> None:
    user = make(NIP, email="orang@example.id")
    inside = Client()
    inside.post("/masuk/", {"login": NIP, "password": PASSWORD})
    path = link(client, login)
    assert client.get(path).status_code == 200
    assert client.post(path, {"password": NEW})["Location"] == "/masuk/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get("/akun/").status_code == 302
    assert inside.get("/akun/").status_code == 302
    assert client.post(path, {"password": "lain lagi dan lagi"}).status_code == 403
    assert Entry.objects.filter(act="password.reset").count() == 1


def test_a_weak_new_password_leaves_the_link_good(make: Make, client: Client, mails: None) -> None:
    make(NIP, email="orang@example.id")
    path = link(client, NIP)
    answer = client.post(path, {"password": NIP[:13]})
    assert "password" in answer.context["form"].errors
    assert client.post(path, {"password": NEW}).status_code == 302


def test_whoever_is_signed_in_needs_no_activation(make: Make, enter: Enter, client: Client) -> None:
    make(NIP)
    enter(NIP)
    assert client.get("/akun/aktivasi/")["Location"] == "/saya/"


def test_a_link_grows_old_and_ends_with_a_sign_in(make: Make, client: Client, mails: None) -> None:
    make(NIP, email="orang@example.id")
    path = link(client, NIP)
    with time_machine.travel(time.time() + 3660):
        assert client.get(path).status_code == 403
    assert client.get(path).status_code == 200
    client.post("/masuk/", {"login": NIP, "password": PASSWORD})
    assert Client().get(path).status_code == 403


@pytest.mark.parametrize("login", [nip(99), nip(8), nip(9), "lain@example.id", NIP, "🦑", "' or 1"])
def test_nobody_learns_who_has_an_account(
    make: Make, client: Client, mails: None, login: str
) -> None:
    make(NIP, email="orang@example.id")
    make(nip(8))
    make(nip(9), password=None, email="baru@example.id")
    assert ask(client, login)["Location"] == "/akun/lupa/terkirim/"
    (task,) = default_task_backend.results  # type: ignore[attr-defined]  # for nobody, too
    assert login not in repr(task.args)
    assert Message.objects.count() == (1 if login == NIP else 0)


def test_links_are_not_sent_by_the_dozen(make: Make, client: Client, mails: None) -> None:
    make(NIP, email="orang@example.id")
    answers = [ask(client, NIP).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_a_link_is_sent_no_oftener_for_another_spelling(
    make: Make, client: Client, mails: None
) -> None:
    make(NIP, email="orang@example.id")
    spelled = (NIP, f" {NIP[:8]} {NIP[8:]}", f"{NIP[:4]}.{NIP[4:]}", f"{NIP[:5]}-{NIP[5:]}")
    assert [ask(client, each).status_code for each in spelled] == [302, 302, 302, 429]


@pytest.mark.parametrize(
    "path", ["MQ/abc-def/", "%F0%9F%A6%91/x/", "LTE/x/", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/x/"]
)
def test_a_forged_link_opens_nothing(make: Make, client: Client, path: str) -> None:
    make(NIP)
    assert client.get(f"/akun/sandi-baru/{path}").status_code == 403


def test_without_mail_the_page_sends_nobody_to_wait_for_one(client: Client, db: None) -> None:
    page = client.get("/masuk/lupa/").content.decode()
    assert "tidak mengirim surel" in page
    assert "<form class" not in page.split("<main")[1]


def test_an_address_counts_once_its_link_is_opened(
    make: Make, enter: Enter, client: Client, mails: None
) -> None:
    user = make(NIP, email="lama@example.id")
    enter(NIP)
    client.post("/akun/ulangi/", {"password": PASSWORD})
    client.post("/akun/surel/", {"address": "Baru@Example.id"})
    user.refresh_from_db()
    assert user.email == "lama@example.id"
    (message,) = Message.objects.filter(template="access/address")
    assert (message.channel, message.address) == ("mail", "baru@example.id")
    assert client.get(message.url).status_code == 200
    user.refresh_from_db()
    assert user.email == "lama@example.id"
    client.post(message.url)
    user.refresh_from_db()
    assert user.email == "baru@example.id"
    assert client.post(message.url).status_code == 403
    assert Entry.objects.filter(act="address.changed").count() == 1
    told = Message.objects.get(template="access/means", channel="mail")
    assert told.address == "lama@example.id"
    assert "Alamat surel akun Anda telah diganti." in words(told, "id").body


def test_an_open_session_alone_changes_no_address(
    make: Make, enter: Enter, client: Client, mails: None
) -> None:
    make(NIP, email="lama@example.id")
    enter(NIP)
    for answer in (client.get("/akun/surel/"), client.post("/akun/surel/", {"address": "b@c.id"})):
        assert answer["Location"] == "/akun/ulangi/?next=/akun/surel/"
    assert not Message.objects.exists()


def test_an_address_is_not_confirmed_by_another_account(
    make: Make, enter: Enter, client: Client, mails: None
) -> None:
    mine = make(NIP)
    make(nip(8))
    token = signing.dumps([mine.pk, "", "curi@example.id"], salt=means.EMAIL_SALT)
    enter(nip(8))
    assert client.post(f"/akun/surel/{token}/").status_code == 403
    assert client.post(f"/akun/surel/{token}x/").status_code == 403
    assert not User.objects.exclude(email="").exists()
