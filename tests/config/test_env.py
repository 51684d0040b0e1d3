"""Settings from the environment: nonsense is refused by name."""

import re
from pathlib import Path

import pytest

from config import env

NAME = "NETRAL_TRIAL"


def test_text_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.text(NAME) == ""
    assert env.text(NAME, "there") == "there"
    monkeypatch.setenv(NAME, "here")
    assert env.text(NAME, "there") == "here"


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("s" * 40 + "\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(kept))
    assert env.secret(NAME) == "s" * 40


@pytest.mark.parametrize(("value", "read"), [("1", True), ("0", False)])
def test_a_flag_is_one_or_nought(
    monkeypatch: pytest.MonkeyPatch, value: str, *, read: bool
) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME) is read


def test_a_flag_has_a_default() -> None:
    assert env.flag(NAME) is False
    assert env.flag(NAME, default=True) is True


@pytest.mark.parametrize("value", ["yes", "true", "2", "", " 1"])
def test_another_flag_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(env.BadSetting, match=f"^{NAME} must be 1 or 0, not '{value}'$"):
        env.flag(NAME)


def test_a_number_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.number(NAME, 25) == 25
    monkeypatch.setenv(NAME, "3")
    assert env.number(NAME, 25) == 3


@pytest.mark.parametrize("value", ["3.5", "-3", "--3", "³", "", "tiga"])
def test_a_number_is_whole_and_not_below_zero(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    said = f"{NAME} must be a whole number, not {value!r}"
    with pytest.raises(env.BadSetting, match=f"^{re.escape(said)}$"):
        env.number(NAME, 25)


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " a.go.id, ,b.go.id,")
    assert env.words(NAME, "") == ["a.go.id", "b.go.id"]


def test_a_secret_is_long_or_given_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(env.BadSetting, match=f"^{NAME} must be set to at least 32 characters$"):
        env.secret(NAME)
    assert env.secret(NAME, default="toy") == "toy"
    monkeypatch.setenv(NAME, "x" * 31)
    with pytest.raises(env.BadSetting, match="at least 32"):
        env.secret(NAME, default="toy")
    monkeypatch.setenv(NAME, "x" * 32)
    assert env.secret(NAME) == "x" * 32


def test_a_folder_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, str(tmp_path / "a" / "b"))
    assert env.folder(NAME, Path("/nowhere")).is_dir()
