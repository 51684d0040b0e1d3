"""Typed readers of environment variables. Each refuses nonsense at start-up, by name."""

import os
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit


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


def choice(name: str, known: tuple[str, ...]) -> str:
    """Read one of the `known` words; the first is the default."""
    value = text(name, known[0])
    if value not in known:
        msg = f"{name} must be one of {', '.join(known)}, not {value!r}"
        raise BadSetting(msg)
    return value


def folder(name: str, default: Path) -> Path:
    """Read a folder's path and make sure it is there."""
    path = Path(text(name, str(default)))
    path.mkdir(parents=True, exist_ok=True)
    return path


def service(name: str, default: str = "") -> str:
    """Read the address of somebody else's service: with TLS, unless it is on this machine."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if value and not (parts.scheme == "https" or (parts.scheme == "http" and near)):
        msg = f"{name} must begin with https://"
        raise BadSetting(msg)
    return value


def hours(name: str, default: str) -> tuple[time, time]:
    """Read two times of a day, as `20:00-07:00`; the same twice means no time at all."""
    value = text(name, default)
    begins, _, ends = value.partition("-")
    try:
        return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError:
        msg = f"{name} must be like 20:00-07:00, not {value!r}"
        raise BadSetting(msg) from None


def some(name: str, default: str, known: frozenset[str]) -> list[str]:
    """Read a list of which only some words make sense."""
    chosen = words(name, default)
    if strange := sorted(set(chosen) - known):
        msg = f"{name} knows {', '.join(sorted(known))}, not {', '.join(strange)}"
        raise BadSetting(msg)
    return chosen
