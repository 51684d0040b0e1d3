"""Typed readers of environment variables. Each refuses nonsense at start-up, by name."""

import os
from pathlib import Path


class BadSetting(ValueError):
    """An environment variable holds something it must not."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or what `NAME_FILE` points to, or `default`."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Read `1` or `0`; anything else is refused."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        msg = f"{name} must be 1 or 0, not {value!r}"
        raise BadSetting(msg)
    return value == "1"


def number(name: str, default: int) -> int:
    """Read a whole number, 0 or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        msg = f"{name} must be a whole number, not {value!r}"
        raise BadSetting(msg)
    return int(value)


def words(name: str, default: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, *, default: str | None = None, least: int = 32) -> str:
    """Read a secret; without a `default` it must be given and be long enough."""
    value = text(name)
    if not value and default is not None:
        return default
    if len(value) < least:
        msg = f"{name} must be set to at least {least} characters"
        raise BadSetting(msg)
    return value


def folder(name: str, default: Path) -> Path:
    """Read a folder's path and make sure it is there."""
    path = Path(text(name, str(default)))
    path.mkdir(parents=True, exist_ok=True)
    return path
