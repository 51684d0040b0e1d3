"""Setting frozen views from what was frozen, so that the octets never vary."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils import translation

from netral.duties.models import Digest
from netral.duties.papers.assessment import assessment
from netral.duties.papers.recap import recap
from netral.kernel.codes import grouped
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.signing.core import Logged, seal_says
from netral.signing.queries import verify_url

SETS: Final[Mapping[str, Callable[[Digest], dict[str, Any]]]] = {
    "recap": recap,
    "assessment": assessment,
}


def compose(digest: Digest, *, sealed: bool = True, logged: Logged | None = None) -> bytes:
    """Set a frozen view on A4. Papers speak Indonesian whatever the reader speaks.

    `sealed` says whether the institution's seal will be on the file; the paper claims no more.
    """
    house, url = digest.institution, verify_url(digest.paper.code)
    with translation.override("id"):
        data = {
            **SETS[digest.kind](digest),
            "institution": house.letterhead(digest.unit.name if digest.unit.parent_id else ""),
            "page": "Halaman",
            "qr": for_typst(url),
            "url": url,
            "code": grouped(digest.paper.code),
            "words": _words(house.name, sealed=sealed),
            "log": logged.data() if logged else None,
        }
    return typeset(f"duties/{digest.kind}", data, at=digest.made_at, carries=logged is not None)


def _words(house: str, *, sealed: bool) -> list[str]:
    return [
        seal_says(house, sealed=sealed),
        "Dokumen ini menyebut unit kerja dan jabatan, tidak menyebut nama orang.",
    ]
