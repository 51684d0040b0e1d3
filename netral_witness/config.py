"""What a witness is told: a TOML file.

name = "witness.example/w1"
listen = "127.0.0.1:8070"
key = "witness.key"                # beside this file, unless the path is absolute
database = "witness.sqlite3"
publish = "public"                 # folder for `pull`: what it cosigned, as files to serve

[[log]]
vkey = "city.example/log+1f2e3d4c+AbCd..."
origin = "city.example/log"        # only if it differs from the name of the key
url = "https://city.example/log"   # only for `pull`
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from netral_verify import Wrong, require
from netral_verify.note import LOG, Key, check_name

NAMES: Final = {"name", "listen", "key", "database", "publish", "log"}
OF_LOG: Final = {"vkey", "origin", "url"}
PORTS: Final = range(65536)


@dataclass(frozen=True, slots=True)
class Log:
    """A log to be witnessed: its keys (two while it changes them), and where its files are."""

    origin: str
    keys: tuple[Key, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """A witness: whom it signs as, where it listens and keeps, which logs it knows by origin."""

    name: str
    host: str
    port: int
    key: Path
    database: Path
    publish: Path | None
    logs: Mapping[str, Log]

    @classmethod
    def load(cls, path: Path) -> "Config":
        """Read the file at `path`.

        Raises:
            Wrong: it does not say what it must, or something unknown.
            OSError: it cannot be read.
        """
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except ValueError as wrong:
            msg = "{path} is not TOML: {why}"
            raise Wrong(msg, path=path, why=wrong) from wrong
        for name in said:
            require(name in NAMES, "{path} has an unknown line: {name}", path=path, name=name)
        beside = path.absolute().parent
        publish = _text(said, "publish", path) if "publish" in said else ""
        host, port = _listen(_text(said, "listen", path))
        return cls(
            name=check_name(_text(said, "name", path)),
            host=host,
            port=port,
            key=beside / _text(said, "key", path),
            database=beside / _text(said, "database", path),
            publish=beside / publish if publish else None,
            logs=_logs(said.get("log"), path),
        )


def _text(said: Mapping[str, Any], name: str, path: Path) -> str:
    value = said.get(name)
    fit = isinstance(value, str) and value
    require(fit, '{path} lacks a line: {name} = "..."', path=path, name=name)
    return str(value)


def _listen(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    fit = host and port.isascii() and port.isdigit() and int(port) in PORTS
    require(fit, "listen must be HOST:PORT, not {text}", text=text)
    return host.strip("[]"), int(port)


def _logs(said: object, path: Path) -> dict[str, Log]:
    fit = isinstance(said, list) and said and all(isinstance(each, dict) for each in said)
    require(fit, "{path} names no log: [[log]] and vkey", path=path)
    found: dict[str, Log] = {}
    for each in said:  # type: ignore[attr-defined]
        for name in each:
            require(name in OF_LOG, "{path} has an unknown line: {name}", path=path, name=name)
        key = Key.parse(_text(each, "vkey", path))
        require(key.algorithm == LOG, "the key of {name} is not for this", name=key.name)
        origin = str(each.get("origin", key.name))
        before = found.get(origin, Log(origin, ()))
        url = str(each.get("url", before.url)).rstrip("/")
        found[origin] = Log(origin, (*before.keys, key), url)
    return found
