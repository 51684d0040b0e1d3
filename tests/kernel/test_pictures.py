"""Photographs are drawn anew: what hides in a file stays behind, what is no picture is refused."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import Base

from netral.kernel.pictures import PIXELS, SIDE, NotAPicture, PictureTooLarge, remade

LIMIT = 20_000_000


def picture(
    kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, more.pop("color", "red")).save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def opened(octets: bytes) -> Image.Image:
    return Image.open(io.BytesIO(octets))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_becomes_a_jpeg(kind: str) -> None:
    made = remade(picture(kind), limit=LIMIT)
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 60, 40)
    assert opened(made.octets).format == "JPEG"
    assert len(made.sha256) == 64


def test_place_and_device_are_dropped() -> None:
    exif = Image.Exif()
    exif[Base.Make] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[1] = "S"  # where it was taken
    taken = picture("JPEG", exif=exif, comment=b"rumah saya")
    assert b"Kamera Rahasia" in taken
    assert b"rumah saya" in taken
    made = remade(taken, limit=LIMIT).octets
    assert b"Kamera Rahasia" not in made
    assert b"rumah saya" not in made
    assert not opened(made).getexif()


def test_what_hangs_behind_a_picture_is_dropped() -> None:
    evil = b"<script>alert(1)</script>PK\x03\x04"
    assert evil not in remade(picture("JPEG") + evil, limit=LIMIT).octets


def test_a_picture_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    made = remade(picture("JPEG", exif=exif), limit=LIMIT)
    assert (made.width, made.height) == (40, 60)


def test_a_large_photograph_is_made_small_enough_to_show() -> None:
    made = remade(picture("JPEG", (4000, 3000)), limit=LIMIT)
    assert (made.width, made.height) == (SIDE, SIDE * 3 // 4)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_every_way_of_colouring_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    color = 0 if mode in {"I;16", "L", "1", "P"} else ((0, 0) if mode == "LA" else "red")
    assert remade(picture(kind, mode=mode, color=color), limit=LIMIT).width == 60


def test_what_can_be_seen_through_stands_on_white() -> None:
    made = remade(picture("PNG", mode="RGBA", color=(0, 0, 0, 0)), limit=LIMIT)
    assert opened(made.octets).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"\xff\xd8\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html></html>",
        b"%PDF-1.7", b"GIF89a" + b"\0" * 40, b"RIFF\0\0\0\0AVI LIST", b"\x00\x00\x00\x18ftypheic",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40, picture("BMP"), picture("JPEG")[:200],
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(octets: bytes) -> None:
    with pytest.raises(NotAPicture):
        remade(octets, limit=LIMIT)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(NotAPicture):
        remade(out.getvalue(), limit=LIMIT)


def test_more_octets_than_allowed_are_refused_unread() -> None:
    with pytest.raises(PictureTooLarge):
        remade(b"\xff" * 101, limit=100)


def bomb(width: int, height: int) -> bytes:
    """Compose a PNG of some octets that would unpack to `width` x `height` pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        framed = kind + body
        return struct.pack(">I", len(body)) + framed + struct.pack(">I", zlib.crc32(framed))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 60_000, 2_000_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side: int) -> None:
    assert side * side > PIXELS
    with pytest.raises(PictureTooLarge):
        remade(bomb(side, side), limit=LIMIT)


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_damage_is_refused_or_harmless_but_never_a_crash(kind: str, data: st.DataObject) -> None:
    octets = bytearray(picture(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = remade(bytes(octets), limit=LIMIT)
    except (NotAPicture, PictureTooLarge):
        return
    assert made.octets.startswith(b"\xff\xd8\xff")
