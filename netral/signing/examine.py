"""Looking into a stranger's PDF, in a process of its own that may not grow or linger.

A PDF can unpack to any size and loop for ever, and no parser promises otherwise. So the parser
runs as `python -m netral.signing.examine`, which caps its own memory and time, reads the file
from standard input behind one line of JSON with the trusted roots, and prints one JSON object.
This module knows no Django: it starts in half a second.
"""

import base64
import io
import json
import logging
import resource
import sys
from collections.abc import Iterator
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MEMORY: Final = 700 * 1024 * 1024
SECONDS: Final = 8  # of processor time
OBJECTS: Final = 20_000  # more than any letter has
SEALS: Final = 20
LARGEST: Final = 8_000_000  # octets of a file inside
NAMES: Final = 50  # files inside that are looked through
# Keys of dictionaries that run something, open something, or carry files of their own.
ACTIVE: Final = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/RichMedia", "/XFA"}
)


def main() -> None:
    """Answer one question and end."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    head = json.loads(sys.stdin.buffer.readline())
    roots = [x509.Certificate.load(base64.b64decode(der)) for der in head["roots"]]
    try:
        answer = look(sys.stdin.buffer.read(), roots, head.get("attachment", ""))
    except MemoryError:
        answer = {"problem": "too_big"}
    except Exception:  # noqa: BLE001  # whatever a hostile file breaks, it is not readable
        answer = {"problem": "unreadable"}
    sys.stdout.write(json.dumps(answer))


def look(pdf: bytes, roots: list[x509.Certificate], attachment: str = "") -> dict[str, Any]:
    """Describe a PDF: whether it is locked or runs anything, its pages, its seals.

    `attachment` names a file inside that is wanted; it comes along in base64.
    """
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    if reader.encrypted:
        return {"problem": "locked"}
    return {
        "problem": "",
        "pages": int(reader.root["/Pages"]["/Count"]),
        "active": _active(reader),
        "seals": [_seal(found, pdf, roots) for found in reader.embedded_signatures[:SEALS]],
        "attached": base64.b64encode(_attached(reader, attachment)).decode() if attachment else "",
    }


def _attached(reader: PdfFileReader, name: str) -> bytes:
    """Return the file of that name inside a PDF, nothing if there is none or it is too large."""
    if "/AF" not in reader.root:
        return b""
    files = reader.root["/AF"]
    for found in (files[place] for place in range(min(len(files), NAMES))):  # resolves references
        if str(found.get("/UF", found.get("/F", ""))) == name:
            octets = bytes(found["/EF"]["/F"].data)
            return octets if len(octets) <= LARGEST else b""
    return b""


def _active(reader: PdfFileReader) -> bool:
    """Search every object for something that runs; too many objects count as suspect."""
    return any(seen > OBJECTS or _runs(value) for seen, value in enumerate(_objects(reader)))


def _objects(reader: PdfFileReader) -> Iterator[Any]:
    for revision in range(reader.xrefs.total_revisions):
        for reference in reader.xrefs.explicit_refs_in_revision(revision):
            try:
                yield reader.get_object(reference)  # type: ignore[no-untyped-call]
            except PdfReadError:  # a dangling reference runs nothing
                continue
    yield reader.trailer.flatten()


def _runs(value: Any) -> bool:
    """Look through nested dictionaries and lists, not through references."""
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, generic.DictionaryObject):
            if ACTIVE & part.keys():
                return True
            todo += [part.raw_get(key) for key in part]
        elif isinstance(part, generic.ArrayObject):
            todo += [part.raw_get(place) for place in range(len(part))]
    return False


def _seal(found: EmbeddedPdfSignature, pdf: bytes, roots: list[x509.Certificate]) -> dict[str, Any]:
    """Put one signature to four questions: intact, whole file, by whom, when."""
    when = found.self_reported_timestamp
    # The chain counts on the day of the seal: a certificate that has run out since still proves.
    context = ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        moment=when,
        revocation_mode="soft-fail",
    )
    try:
        status = validate_pdf_signature(found, signer_validation_context=context)
    except Exception:  # noqa: BLE001  # a signature that cannot be read proves nothing
        return _nothing(found)
    first, _, after, rest = (int(number) for number in found.sig_object["/ByteRange"])
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    subject = found.signer_cert.subject.native
    return {
        "intact": bool(status.intact and status.valid),
        "trusted": bool(status.trusted),
        "whole": bool(whole and first == 0 and after + rest == len(pdf)),
        "name": str(subject.get("common_name", "")),
        "organisation": str(subject.get("organization_name", "")),
        "fingerprint": found.signer_cert.sha256.hex(),
        "signed_at": when.isoformat() if when else "",
        "contact": str(found.sig_object.get("/ContactInfo", "")),
    }


def _nothing(found: EmbeddedPdfSignature) -> dict[str, Any]:
    empty = dict.fromkeys(("name", "organisation", "fingerprint", "signed_at"), "")
    contact = str(found.sig_object.get("/ContactInfo", ""))
    return {"intact": False, "trusted": False, "whole": False, "contact": contact, **empty}


if __name__ == "__main__":
    main()
