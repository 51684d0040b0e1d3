from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

from netral.access.actions import create_accounts, grant
from netral.access.core import NewAccount, Role
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.tenancy.models import Institution

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
AT = Moment.real(NOW)
PASSWORD = "kuda-lumping-di-alun-alun"  # noqa: S105


def nip(n: int) -> str:
    """Compose a number that belongs to nobody: its sequence is 000."""
    return f"{1960 + n // 12}{n % 12 + 1:02d}012015011000"


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


@pytest.fixture
def depok(db: None) -> Institution:
    return Institution.objects.create(
        code="32.76",
        slug="depok",
        name="Pemerintah Kota Depok",
        place="Depok",
        kind="city",
        head_title="Wali Kota Depok",
        zone="Asia/Jakarta",
    )


@pytest.fixture
def malang(db: None) -> Institution:
    return Institution.objects.create(
        code="35.73",
        slug="malang",
        name="Pemerintah Kota Malang",
        place="Malang",
        kind="city",
        head_title="Wali Kota Malang",
        zone="Asia/Jakarta",
    )


@pytest.fixture
def make(depok: Institution) -> Callable[..., User]:
    """Make a person with an account, a password and perhaps a role."""

    def make_one(
        number: str,
        *,
        role: Role | None = Role.EMPLOYEE,
        path: str = "",
        institution: Institution = depok,
        password: str | None = PASSWORD,
        email: str = "",
    ) -> User:
        rows = [NewAccount(number=number, name=f"Orang {number[-4:]}", email=email)]
        user = create_accounts(rows, institution=institution, by="system", at=AT)[0]
        if password:
            user.set_password(password)
            user.save()
        if role:
            grant(
                user=user,
                role=role,
                institution=institution,
                unit_path=path,
                source="test",
                starts_at=NOW - timedelta(days=9),
                by="system",
                at=AT,
            )
        return user

    return make_one


@pytest.fixture
def ask() -> Callable[[User], HttpRequest]:
    """Make a request as `user`, with a session of its own."""

    def request(user: Any) -> HttpRequest:
        made = RequestFactory().post("/pakta/")
        made.user = user
        made.session = SessionStore()
        return made

    return request


@pytest.fixture
def enter(client: Client) -> Callable[..., Any]:
    """Sign in through the form."""

    def through(login: str, password: str = PASSWORD, *, path: str = "") -> Any:
        url = f"/masuk/?next={path}" if path else "/masuk/"
        form = {"login": login, "password": password} | ({"next": path} if path else {})
        return client.post(url, form)

    return through
