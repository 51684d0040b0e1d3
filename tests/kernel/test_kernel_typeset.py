"""Documents and codes: the same every time, tagged, and readable by other people's tools."""

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from netral.kernel import qr
from netral.kernel.typeset import typeset

AT = datetime(2024, 6, 26, 3, 0, 0, 123, tzinfo=UTC)
BOX = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def page(**more: object) -> dict[str, object]:
    """Return the data of a pact, the plainest paper there is."""
    return {
        "title": "Pakta", "campaign": "Uji", "label": "", "rows": [("Nama", "A")],
        "institution": {"name": "Kota", "unit": "", "address": "", "emblem": None},
        "signer": {"name": "A", "identity": ""}, "opening": "Buka.", "statements": ["Satu."],
        "closing": "Tutup.", "place": "Kota", "day": "1 Juni 2024", "signed_at": "kemarin",
        "level": "Tingkat 1.", "qr": qr.for_typst("x"), "url": "http://x", "code": "X",
        "words": ["Kata."], "log": None,
    } | more  # fmt: skip


def test_setting_the_same_data_again_gives_the_same_octets() -> None:
    assert typeset("pacts/pact", page(), at=AT) == typeset("pacts/pact", page(), at=AT)


def test_the_file_claims_and_has_tags_fonts_and_language(tmp_path: Path) -> None:
    pdf = typeset("pacts/pact", page(), at=AT)
    (tmp_path / "a.pdf").write_bytes(pdf)
    assert b"pdfaid:part" in pdf
    assert b"pdfuaid:part" in pdf
    if shutil.which("pdffonts"):
        said = subprocess.run(
            ["pdffonts", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=True
        ).stdout
        fonts = said.splitlines()[2:]
        assert fonts
        assert all(re.search(r"yes yes yes", line) for line in fonts)


def test_an_emblem_arrives_as_octets() -> None:
    octets = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(octets, "PNG")
    institution = {"name": "Kota", "unit": "", "address": "", "emblem": octets.getvalue()}
    with_emblem = typeset("pacts/pact", page(institution=institution), at=AT)
    assert with_emblem != typeset("pacts/pact", page(), at=AT)


@pytest.mark.parametrize("text", ["#panic()", "*tebal*", "$x$", "\\", "<b>", "“é” – 你", "'" * 9])
def test_what_people_type_is_text_and_never_typesetting(text: str) -> None:
    assert typeset("pacts/pact", page(opening=text, statements=[text]), at=AT)


def test_a_source_that_is_not_there_is_an_error() -> None:
    with pytest.raises((typst.TypstError, RuntimeError)):
        typeset("pacts/none", {}, at=AT)


def drawn(svg: str, scale: int = 6) -> Image.Image:
    """Draw the boxes of the SVG."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    canvas = Image.new("L", ((side + 8) * scale, (side + 8) * scale), 255)
    pen = ImageDraw.Draw(canvas)
    runs = svg.rsplit('d="', maxsplit=1)[-1]
    for found in BOX.finditer(runs):
        x, y, width = (int(each) + (4 if at < 2 else 0) for at, each in enumerate(found.groups()))
        corner = ((x + width) * scale - 1, (y + 1) * scale - 1)
        pen.rectangle([(x * scale, y * scale), corner], fill=0)
    return canvas


@settings(max_examples=25, deadline=None)
@given(st.text("23456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=17, max_size=17))
def test_a_code_leads_a_scanner_to_its_address(code: str) -> None:
    address = f"https://netral.contoh.go.id/verifikasi/{code}/"
    for svg in (qr.svg(address), qr.for_typst(address)):
        (read,) = zxingcpp.read_barcodes(drawn(svg))
        assert read.text == address


def test_a_code_carries_nothing_that_a_strict_policy_refuses() -> None:
    svg = qr.svg("http://x")
    assert "style=" not in svg
    assert "script" not in svg
    assert svg.count("<path") == 2
