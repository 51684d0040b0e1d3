import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from pytest_django import Settings

from netral.access.core import Role
from netral.access.models import User
from netral.ledger.models import Entry
from netral.notices.models import Message
from tests.access.conftest import PASSWORD, nip

NIP = nip(7)
START = 1_780_000_000
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
Make = Callable[..., User]
Enter = Callable[..., Any]


def code(at: int, secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, at // 30)))


@pytest.fixture
def guarded(make: Make) -> User:
    user = make(NIP)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def test_an_app_is_set_up_with_a_code_that_is_then_used_up(
    make: Make, enter: Enter, client: Client
) -> None:
    user = make(NIP, email="orang@example.id")
    with time_machine.travel(START, tick=False):
        enter(NIP)
        asked = client.get("/akun/pengaman/aplikasi/")
        assert asked["Location"].startswith("/akun/ulangi/")
        client.post(asked["Location"], {"password": PASSWORD})
        page = client.get("/akun/pengaman/aplikasi/").content.decode()
        found = re.search(r'class="code-input">([A-Z2-7]{32})<', page)
        assert found
        assert "<svg" in page
        right = code(START, found[1])
        answer = client.post("/akun/pengaman/aplikasi/", {"code": right})
        assert answer["Location"] == "/akun/pengaman/cadangan/"
        kept = Authenticator.objects.get(user=user, type="totp")
        assert found[1] not in str(kept.data)
        client.post("/keluar/")
        assert enter(NIP)["Location"].startswith("/masuk/kode/")
        assert client.post("/masuk/kode/", {"code": right}).status_code == 200
        assert client.get("/akun/").status_code == 302
    assert Entry.objects.filter(act="totp.registered").count() == 1
    assert Message.objects.filter(template="access/means", channel="mail").count() == 1


def test_a_password_alone_opens_nothing_once_there_is_a_second_step(
    guarded: User, enter: Enter, client: Client
) -> None:
    assert enter(NIP)["Location"].startswith("/masuk/kode/")
    for path in ("/akun/", "/pesan/", "/akun/pengaman/", "/akun/sandi/"):
        assert client.get(path).status_code == 302


def test_a_code_signs_in_once_through_its_whole_tolerance(guarded: User, enter: Enter) -> None:
    with time_machine.travel(START, tick=False) as clock:
        early = code(START + 30)
        for answer in (200, 302, 302, 302):
            browser = Client()
            browser.post("/masuk/", {"login": NIP, "password": PASSWORD})
            browser.post("/masuk/kode/", {"code": early})
            assert browser.get("/akun/").status_code == answer
            clock.shift(29)


@pytest.mark.parametrize("sign", ["-", ".", "!", " ", "\N{NO-BREAK SPACE}"])
def test_a_code_that_was_used_is_used_however_it_is_written(
    guarded: User, enter: Enter, sign: str
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        right = code(START + 30)
        opened = []
        for written in (right, right[:3] + sign + right[3:], sign.join(right)):
            clock.shift(31)  # allauth has forgotten the code by now, and still accepts it
            browser = Client()
            browser.post("/masuk/", {"login": NIP, "password": PASSWORD})
            browser.post("/masuk/kode/", {"code": written})
            opened.append(browser.get("/akun/").status_code)
    assert opened == [200, 302, 302]


def test_codes_are_not_guessed(guarded: User, enter: Enter, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        enter(NIP)
        for guess in ("000000", "111111", "abc", "🦑", "9" * 20):
            client.post("/masuk/kode/", {"code": guess})
        client.post("/masuk/kode/", {"code": code(START)})
        assert client.get("/akun/").status_code == 302


def test_a_recovery_code_signs_in_once(guarded: User, enter: Enter, client: Client) -> None:
    codes = Authenticator.objects.get(user=guarded, type="recovery_codes").wrap().generate_codes()
    enter(NIP)
    client.post("/masuk/kode/", {"code": codes[3]})
    assert client.get("/akun/").status_code == 200
    client.post("/keluar/")
    enter(NIP)
    client.post("/masuk/kode/", {"code": codes[3]})
    assert client.get("/akun/").status_code == 302


def test_the_session_key_changes_at_the_second_step(
    guarded: User, enter: Enter, client: Client
) -> None:
    with time_machine.travel(START, tick=False):
        enter(NIP)
        before = client.cookies["sid"].value
        client.post("/masuk/kode/", {"code": code(START)})
        assert client.cookies["sid"].value != before


def test_means_are_changed_only_after_a_re_entry(
    guarded: User, enter: Enter, client: Client
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        enter(NIP)
        client.post("/masuk/kode/", {"code": code(START)})
        for path in (
            "/akun/pengaman/aplikasi/hapus/",
            "/akun/pengaman/kunci/tambah/",
            "/akun/pengaman/cadangan/",
            "/akun/pengaman/cadangan/baru/",
        ):
            assert client.get(path)["Location"].startswith("/akun/ulangi/"), path
            answer = client.post(path)
            assert answer.status_code == 405 or answer["Location"].startswith("/akun/ulangi/")
        client.post("/akun/ulangi/?next=/akun/", {"password": PASSWORD})
        assert client.get("/akun/pengaman/aplikasi/hapus/").status_code == 200
        clock.shift(300)
        assert client.get("/akun/pengaman/aplikasi/hapus/").status_code == 302
    assert Authenticator.objects.filter(user=guarded, type="totp").exists()


def test_re_entry_by_a_code_counts_and_uses_it_up(
    guarded: User, enter: Enter, client: Client
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        enter(NIP)
        client.post("/masuk/kode/", {"code": code(START)})
        clock.shift(60)
        again = code(START + 60)
        assert client.post("/akun/ulangi/kode/", {"code": again}).status_code == 302
        client.post("/akun/pengaman/cadangan/baru/")
        assert client.post("/akun/ulangi/kode/", {"code": again}).status_code == 200
    assert Entry.objects.filter(act="recovery.renewed").count() == 1


def test_removing_the_app_is_recorded(guarded: User, enter: Enter, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        enter(NIP)
        client.post("/masuk/kode/", {"code": code(START)})
        client.post("/akun/ulangi/", {"password": PASSWORD})
        client.post("/akun/pengaman/aplikasi/hapus/")
    assert not Authenticator.objects.filter(user=guarded).exists()
    assert Entry.objects.filter(act="totp.removed").count() == 1


def test_nobody_touches_the_passkeys_of_another(
    guarded: User, make: Make, enter: Enter, client: Client
) -> None:
    make(nip(8))
    enter(nip(8))
    client.post("/akun/ulangi/", {"password": PASSWORD})
    foreign = Authenticator.objects.filter(user=guarded).first()
    assert foreign is not None
    for path in ("hapus", "nama"):
        assert client.post(f"/akun/pengaman/kunci/{foreign.pk}/{path}/").status_code == 404


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        "null",
        "7",
        '{"id": 1}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
        '{"response": {"userHandle": "//8="}}',
        "x" * 9000,
    ],
)
def test_a_forged_passkey_is_refused(guarded: User, client: Client, credential: str) -> None:
    options = client.get("/masuk/kunci/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
    answer = client.post("/masuk/kunci/", {"credential": credential})
    assert answer.status_code in {200, 302}
    assert client.get("/akun/").status_code == 302


def test_staff_must_set_up_a_second_step_where_the_installation_demands_it(
    make: Make, enter: Enter, client: Client, settings: Settings
) -> None:
    settings.STAFF_MFA = True
    user = make(NIP, role=Role.ADMIN)
    enter(NIP)
    assert client.get("/akun/peran/")["Location"] == "/akun/pengaman/"
    assert "memerlukan langkah kedua" in client.get("/akun/pengaman/").content.decode()
    RecoveryCodes.activate(user)
    assert client.get("/akun/peran/").status_code == 302
    TOTP.activate(user, SECRET)
    assert client.get("/akun/peran/").status_code == 200
    settings.STAFF_MFA = False
    Authenticator.objects.all().delete()
    assert client.get("/akun/peran/").status_code == 200
