"""Limits and used-up codes hold across server processes: two of them, on one database."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db import connection
from django.utils import timezone

from netral.access.actions import make_codes
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.tenancy.models import Institution
from tests.access.conftest import PASSWORD, nip

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NIP = nip(7)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
TOKEN = "a" * 32  # a cookie and a field that agree pass for a form of ours
Make = Callable[..., User]
Answer = tuple[int, str, str]


def _database() -> str:
    """Return the address of the test's own database, which the servers are to share."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    host = quote(told["HOST"], safe="")  # perhaps the folder of a socket
    port = f":{told['PORT']}" if told["PORT"] else ""
    user = f"{told['USER']}:{told['PASSWORD']}".rstrip(":")
    return f"postgresql://{user}@{host}{port}/{told['NAME']}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def servers(db: None, tmp_path: Path) -> Iterator[list[int]]:
    ports = [_free_port(), _free_port()]
    env = os.environ | {"DATABASE_URL": _database(), "NETRAL_DATA": str(tmp_path)}
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
        "config.wsgi:application",
    ]  # fmt: skip
    running = [
        subprocess.Popen([*command, "--port", str(port)], env=env, cwd=settings.ROOT)
        for port in ports
    ]
    for port in ports:
        _wait(port)
    yield ports
    for process in running:
        process.terminate()
    for process in running:
        process.wait(20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            post(port, "/masuk/", {})
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


def post(port: int, path: str, form: dict[str, str] | None, sid: str = "") -> Answer:
    """Post as a browser would, or get where there is no form; return status, session, page."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = urlencode({**(form or {}), "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrf={TOKEN}; sid={sid}",
    }
    line.request("GET" if form is None else "POST", path, body, headers)
    answer = line.getresponse()
    page = answer.read().decode()
    cookies = [v for k, v in answer.getheaders() if k.lower() == "set-cookie"]
    kept = [c.split(";")[0].removeprefix("sid=") for c in cookies if c.startswith("sid=")]
    line.close()
    return answer.status, (kept or [sid])[0], page


def at_once(n: int, ask: Callable[[int], Answer]) -> list[Answer]:
    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(ask, range(n)))


def test_guesses_at_two_servers_share_one_limit(servers: list[int], make: Make) -> None:
    make(NIP)
    form = {"login": NIP, "password": "salah sekali"}
    answers = at_once(12, lambda n: post(servers[n % 2], "/masuk/", form))
    looked_at = sum("tidak cocok" in page for _, _, page in answers)
    refused = sum("Terlalu banyak" in page for _, _, page in answers)
    assert looked_at <= 5
    assert looked_at + refused == 12
    for port in servers:
        status, _, page = post(port, "/masuk/", form | {"password": PASSWORD})
        assert (status, "Terlalu banyak" in page) == (200, True)


def test_a_slip_is_guessed_at_five_times_in_all_and_used_once(
    servers: list[int], make: Make, depok: Institution
) -> None:
    user, other = make(NIP, password=None), make(nip(8), password=None)
    at = Moment.real(timezone.now())
    codes = make_codes([user, other], institution=depok, by="system", at=at)

    def guess(n: int) -> Answer:
        form = {"number": NIP, "code": f"2222 2222 222{n % 8 + 2}", "password": PASSWORD}
        return post(servers[n % 2], "/akun/aktivasi/", form)

    statuses = Counter(status for status, _, _ in at_once(12, guess))
    assert statuses[200] <= 5
    assert statuses[200] + statuses[429] == 12

    form = {"number": nip(8), "code": codes[other.pk], "password": PASSWORD}
    opened = at_once(4, lambda n: post(servers[n % 2], "/akun/aktivasi/", form))
    assert Counter(status for status, _, _ in opened)[302] == 1


def test_a_one_time_code_opens_one_of_two_servers(servers: list[int], make: Make) -> None:
    user = make(NIP)
    TOTP.activate(user, SECRET)
    credentials = {"login": NIP, "password": PASSWORD}
    sessions = [post(servers[n % 2], "/masuk/", credentials)[1] for n in range(4)]
    assert len(set(sessions)) == 4
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))

    def step(n: int) -> Answer:
        return post(servers[n % 2], "/masuk/kode/", {"code": code}, sessions[n])

    assert Counter(status for status, _, _ in at_once(4, step))[302] == 1


def test_codes_of_documents_are_not_searched_for(servers: list[int]) -> None:
    def seek(n: int) -> Answer:
        return post(servers[n % 2], f"/verifikasi/2345678923456{n:04d}/", None)

    statuses = Counter(status for status, _, _ in at_once(26, seek))
    assert statuses[404] <= 20
    assert statuses[404] + statuses[429] == 26
