"""The one file from which a browser answers: rules, vocabulary, law and calendar of a place."""

import gzip
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

import brotli  # type: ignore[import-untyped]  # comes with whitenoise
from django.core.cache import cache

from netral.answers.queries.seasons import Season, seasons
from netral.circulars.queries.rules import engine_of
from netral.rules.core import space
from netral.rules.core.engine import Engine
from netral.rules.core.record import base_record, plain
from netral.tenancy.models import Institution

LEFT_OUT: Final = ("predecessors", "format")  # history that no answer tells
KEPT: Final = 64  # files at hand; a version of an institution each
SHORT: Final = 32  # hexadecimal digits of the digest in the address


@dataclass(frozen=True, slots=True)
class Package:
    """A file, ready in every encoding that browsers ask for. `digest` covers all of it."""

    digest: str
    plain: bytes
    gzip: bytes
    brotli: bytes

    def encoded(self, encoding: str) -> bytes:
        """Return it as a browser accepts it: "br", "gzip" or as it is."""
        return {"br": self.brotli, "gzip": self.gzip}.get(encoding, self.plain)


def package(institution: Institution, at: datetime) -> Package:
    """Return the file of an institution by the rules known at `at`."""
    engine = engine_of(institution, at)
    return _file(engine, seasons(institution), institution.slug, institution.name)


@lru_cache(maxsize=KEPT)
def _file(engine: Engine, known: tuple[Season, ...], slug: str, name: str) -> Package:
    record = {
        "format": "netral.answers/1",
        "institution": {"slug": slug, "name": name},
        "sha256": engine.sha256,
        "table": table_digest(engine),
        "base": _base(engine),
        "seasons": [plain(asdict(season)) for season in known],
    }
    octets = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return Package(
        digest=hashlib.sha256(octets).hexdigest()[:SHORT],
        plain=octets,
        gzip=gzip.compress(octets, 9, mtime=0),
        brotli=brotli.compress(octets),
    )


def table_digest(engine: Engine) -> str:
    """Return the digest of the whole answer table; it is computed once in an installation."""
    key = f"answers:table:{engine.sha256}"
    known: str | None = cache.get(key)
    if known is None:
        # An engine that has walked the whole space is heavy: the one that answers stays light.
        known = space.digest(Engine(engine.base))
        cache.set(key, known, timeout=None)
    return known


def _base(engine: Engine) -> dict[str, object]:
    record = base_record(engine.base)
    return {name: value for name, value in record.items() if name not in LEFT_OUT}
