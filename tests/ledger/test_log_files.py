"""The public files, as anybody gets them over HTTP."""

from contextlib import closing

import pytest
from django.test import Client
from pytest_django import Settings

from netral.tenancy.models import Institution
from tests.ledger.scene import NOW, act, begun


@pytest.fixture
def log(house: Institution, settings: Settings) -> None:
    """A log of 300 entries."""
    act(house, 300)
    begun().turn(NOW)
    (settings.LOG / "tile" / "secret").write_text("x")
    (settings.LOG.parent / "secret").write_text("x")


@pytest.mark.parametrize(
    ("path", "kind", "lasts"),
    [
        ("checkpoint", "text/plain; charset=utf-8", "public, max-age=5"),
        ("vkey", "text/plain; charset=utf-8", "public, max-age=5"),
        ("policy", "text/plain; charset=utf-8", "public, max-age=5"),
        (f"history/{NOW:%Y-%m-%d}", "text/plain; charset=utf-8", "public, max-age=5"),
        ("tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/0/001.p/44", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/1/000.p/1", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/entries/000", "application/octet-stream", "public, max-age=31536000, immutable"),
    ],
)
def test_files_come_with_the_headers_that_the_specification_asks_for(
    log: None, client: Client, settings: Settings, path: str, kind: str, lasts: str
) -> None:
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 200
    assert answer.getvalue() == (settings.LOG / path).read_bytes()
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert sorted(answer.headers["Cache-Control"].split(", ")) == sorted(lasts.split(", "))
    assert "Set-Cookie" not in answer.headers
    with closing(client.head(f"/log/{path}")) as head:
        assert head.headers["Content-Length"] == answer.headers["Content-Length"]


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/", "tile/secret", "tile/0/002", "tile/0/0", "tile/0/000/", "tile/00/000",
        "tile/64/000", "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/x000",
        "../secret", "tile/../../secret", "tile/0/../../../secret", "%2e%2e/secret",
        "history/2026-11-22/../../checkpoint", "history", "history/2026-13-45", ".lock",
        "checkpoint/", "checkpoint%0a", "tile/0/٠٠٠", "/etc/passwd", "x" * 5000,
    ],
)  # fmt: skip
def test_nothing_else_can_be_had(log: None, client: Client, path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404


def test_files_are_only_read(log: None, client: Client) -> None:
    assert client.post("/log/checkpoint").status_code == 405
