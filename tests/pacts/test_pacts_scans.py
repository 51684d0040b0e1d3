"""Scans from the counter: taken by what they are, made harmless, kept small."""

import io
import struct
import zlib

import pytest
import typst
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from netral.kernel.errors import Refusal
from netral.pacts.actions.counter import clean
from netral.pacts.errors import ScanLocked, ScanTooLarge, ScanUnreadable


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 800)) -> bytes:
    """Return a photograph of a page."""
    out = io.BytesIO()
    made = Image.new("RGB", size, "white")
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    made.save(out, kind, exif=exif)
    return out.getvalue()


def page(extra: bytes = b"") -> bytes:
    source = b'#set document(title: "a")\n#set text(lang: "id")\nHalaman.'
    made = typst.compile(source, format="pdf")
    assert isinstance(made, bytes)
    return made + extra


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(kind: str) -> None:
    scan = clean(picture(kind))
    assert scan.media_type == "image/jpeg"
    assert b"Kamera" not in scan.octets
    assert len(scan.sha256) == 64


def test_a_large_picture_is_kept_at_reading_size() -> None:
    scan = clean(picture(size=(5000, 4000)))
    assert max(Image.open(io.BytesIO(scan.octets)).size) == 2480


@pytest.mark.slow
def test_a_pdf_is_taken_as_it_is(db: None) -> None:
    assert clean(page()).media_type == "application/pdf"


def bomb() -> bytes:
    """Return a PNG of a few bytes that claims 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def running() -> bytes:
    """Return a PDF that runs a script when it opens."""
    writer = IncrementalPdfFileWriter(io.BytesIO(page()))
    name = generic.pdf_name
    action = {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(1)")}
    writer.root[name("/OpenAction")] = generic.DictionaryObject(action)  # type: ignore[no-untyped-call]
    writer.update_root()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


@pytest.mark.parametrize(
    ("octets", "refusal"),
    [
        pytest.param(b"", ScanUnreadable, id="empty"),
        pytest.param(b"GIF89a" + b"x" * 50, ScanUnreadable, id="another kind"),
        pytest.param(b"PK\x03\x04docm", ScanUnreadable, id="a document with macros"),
        pytest.param(b"\xff\xd8\xff" + b"x" * 200, ScanUnreadable, id="half a JPEG"),
        pytest.param(picture()[:400], ScanUnreadable, id="truncated"),
        pytest.param(b"%PDF-1.7\nrusak", ScanUnreadable, id="a broken PDF"),
        pytest.param(bomb(), ScanTooLarge, id="too many pixels"),
        pytest.param(b"%PDF-1.7" + b"x" * 5_000_001, ScanTooLarge, id="too many octets"),
        pytest.param(running(), ScanLocked, id="a PDF that runs a script"),
    ],
)
def test_what_is_no_scan_is_refused_with_its_reason(
    octets: bytes, refusal: type[Refusal], db: None
) -> None:
    with pytest.raises(refusal):
        clean(octets)
