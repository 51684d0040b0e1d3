"""The settings that promises rest on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from netral.access.hashers import Argon2
from tools.catalog.book import ROOT
from tools.check import PRODUCTION

PRAGMAS = """
import django; django.setup()
from django.db import connection
names = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"]
print(*[connection.cursor().execute(f"PRAGMA {name}").fetchone()[0] for name in names])
"""


def installed(program: str, **environment: str) -> str:
    """Return the last line that `program` says in an installation with this environment."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("NETRAL_", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=plain | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip().rpartition("\n")[2]


def real(expression: str, data: Path) -> str:
    """Return what a proper installation makes of `expression`."""
    program = f"from config import settings; print({expression})"
    return installed(program, **PRODUCTION, NETRAL_DATA=str(data))


def test_sqlite_keeps_what_it_promised(tmp_path: Path) -> None:
    said = installed(PRAGMAS, **PRODUCTION, NETRAL_DATA=str(tmp_path))
    assert said == "wal 2 1 20000"  # 2 is FULL: a receipt survives a power cut


def test_a_writer_takes_its_turn_at_once(tmp_path: Path) -> None:
    options = real("settings.DATABASES['default']['OPTIONS']['transaction_mode']", tmp_path)
    assert options == "IMMEDIATE"
    assert real("settings.DATABASES['default'].get('ATOMIC_REQUESTS')", tmp_path) == "None"


def test_passwords_are_hashed_with_19_mib_two_passes_one_lane() -> None:
    spelt = Argon2().encode("correct horse", "saltsaltsalt")
    assert spelt.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2().verify("correct horse", spelt)


def test_an_installation_hashes_with_it(tmp_path: Path) -> None:
    assert real("settings.PASSWORD_HASHERS[0]", tmp_path) == "netral.access.hashers.Argon2"


@pytest.mark.parametrize("name", ["SECRET_KEY", "NIK_KEY", "SEAL_PASSPHRASE", "PROMISE_KEY"])
def test_an_installation_without_a_secret_does_not_start(tmp_path: Path, name: str) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != f"NETRAL_{name}"}
    said = installed("from config import settings", **given, NETRAL_DATA=str(tmp_path))
    assert said == f"config.env.BadSetting: NETRAL_{name} must be set to at least 32 characters"


def test_an_installation_is_strict_by_default(tmp_path: Path) -> None:
    names = ("DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME")
    asked = ", ".join(f"settings.{name}" for name in names)
    assert real(asked, tmp_path) == "False False True __Host-sid"


def test_scripts_and_styles_come_from_here_alone() -> None:
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    said = " ".join(word for words in rules.values() for word in words)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == rules["style-src"] == ["'self'"]
    assert "unsafe" not in said
    assert "//" not in said


def test_the_cache_is_shared_by_all_workers() -> None:
    assert str(settings.CACHES["default"]["BACKEND"]).endswith("DatabaseCache")
