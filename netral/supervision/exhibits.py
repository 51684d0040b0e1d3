"""Files that show a finding: what is taken, and made harmless before it is kept."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.core.files.uploadedfile import UploadedFile

from netral.kernel.pictures import NotAPicture, PictureTooLarge, remade
from netral.orgs.core.names import line
from netral.signing.queries import look_into
from netral.supervision.errors import ProofTooLarge, ProofUnreadable

MEGABYTES: Final = 10
MOST: Final = MEGABYTES * 1_000_000
NAME: Final = 120
PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file fit to keep."""

    name: str
    octets: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Return the hash that the ledger commits to."""
        return hashlib.sha256(self.octets).hexdigest()


def taken(upload: "UploadedFile[bytes]") -> Exhibit:
    """Take a photo or a PDF by what it is, not by its name; photos are drawn anew.

    What is too large is never read, so that a video of two gigabytes costs no memory.

    Raises:
        ProofTooLarge: more octets or pixels than are taken.
        ProofUnreadable: neither a still picture nor a plain PDF.
    """
    name = _name(upload.name or "")
    if (upload.size or 0) > MOST:
        raise ProofTooLarge(name=name, megabytes=MEGABYTES)
    octets = upload.read()
    if octets.startswith(b"%PDF-"):
        look = look_into(octets)
        if look.locked or look.active or not look.readable:
            raise ProofUnreadable(name=name)
        return Exhibit(name, octets, PDF)
    try:
        picture = remade(octets, limit=MOST)
    except PictureTooLarge as huge:
        raise ProofTooLarge(name=name, megabytes=MEGABYTES) from huge
    except NotAPicture as strange:
        raise ProofUnreadable(name=name) from strange
    stem = PurePath(name).stem[: NAME - 4]
    return Exhibit(f"{stem}.jpg", picture.octets, picture.media_type)


def _name(given: str) -> str:
    """Keep the last part of a file's own name, on one line."""
    return line(PurePath(given.replace("\\", "/")).name)[-NAME:] or "berkas"
