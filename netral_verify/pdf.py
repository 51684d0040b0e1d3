"""Receipts inside a PDF, found without reading the PDF as such.

Attached files are streams, packed with Flate or plain, and a receipt begins with a line of its own.
So each stream is unpacked as far as its first octets, and read on only where that line stands.
What is encrypted, or packed in other ways, is not found.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from netral_verify.promise import FORMAT as PROMISE
from netral_verify.receipt import FORMAT as RECEIPT
from netral_verify.receipt import LONGEST

HEADS: Final = tuple(f"{head}\n".encode() for head in (RECEIPT, PROMISE))
LOOK: Final = max(map(len, HEADS))
STREAM: Final = re.compile(rb"\bstream\r?\n")
END: Final = re.compile(rb"\r?\n?endstream\b")
MOST: Final = 100_000  # streams that are looked into
FOUND: Final = 16  # receipts that one file may carry


def is_pdf(octets: bytes) -> bool:
    """Tell a PDF by its first line."""
    return octets.startswith(b"%PDF-")


def attached(pdf: bytes) -> list[bytes]:
    """Return the receipts that a PDF carries, the last one first; promises if it has no receipt."""
    found: list[bytes] = []
    for octets in _streams(pdf):
        if octets not in found:
            found.append(octets)
        if len(found) == FOUND:
            break
    receipts = [each for each in found if each.startswith(HEADS[0])]
    return (receipts or found)[::-1]


def _streams(pdf: bytes) -> Iterator[bytes]:
    for count, begun in enumerate(STREAM.finditer(pdf)):
        if count == MOST:
            return
        start = begun.end()
        if pdf.startswith(HEADS, start):
            end = END.search(pdf, start, start + LONGEST)
            if end:
                yield pdf[start : end.start()] + b"\n" * (pdf[end.start() - 1] != ord("\n"))
        elif pdf[start] & 0x0F == 8 if start < len(pdf) else False:  # noqa: PLR2004  # RFC 1950
            yield from _unpacked(pdf, start)


def _unpacked(pdf: bytes, start: int) -> Iterator[bytes]:
    packed = zlib.decompressobj()
    try:
        head = packed.decompress(pdf[start : start + 1024], LOOK)
        if head.startswith(HEADS):
            whole = zlib.decompressobj().decompress(pdf[start : start + LONGEST], LONGEST)
            yield whole
    except zlib.error:
        return  # another packing
