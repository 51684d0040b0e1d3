"""Examine the file of a chain of evidence: `manage.py periksa_rantai BERKAS`."""

from pathlib import Path
from typing import Any, Final

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext

from netral.duties.core.chain import STEP_WORDS, Step
from netral.duties.queries.chain_files import Finding, examined

LARGEST: Final = 20_000_000  # octets
WORDS: Final = {True: "baik", False: "SALAH"}


class Command(BaseCommand):
    """Recompute every proof in a chain, and check the seal if it is a PDF. Changes nothing."""

    help = "Periksa rantai bukti: PDF bersegel, atau berkas JSON di dalamnya."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("berkas", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what holds; end with an error if anything does not."""
        octets = self._read(options["berkas"])
        found = examined(octets)
        with translation.override("id"):
            for line in _lines(found):
                self.stdout.write(line)
        if not found.good:
            msg = "Rantai ini TIDAK dapat dipercaya."
            raise CommandError(msg)
        self.stdout.write("Rantai ini utuh.")

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > LARGEST:
                msg = f"{path} lebih besar dari {LARGEST // 1_000_000} MB; tidak diperiksa."
                raise CommandError(msg)
            return path.read_bytes()
        except OSError as wrong:
            msg = f"{path} tidak dapat dibaca: {wrong.strerror}."
            raise CommandError(msg) from wrong


def _lines(found: Finding) -> list[str]:
    wrong = [check for check in found.checks if not check.holds]
    lines = [f"salah: {gettext(check.what)} ({check.of})" for check in wrong]
    lines.append(f"bukti: {len(found.checks) - len(wrong)} dari {len(found.checks)} cocok")
    if found.look is not None:
        lines.append(f"segel: {WORDS[found.sealed]}")
    else:
        lines.append("segel: berkas JSON tidak bersegel; cocokkan SHA-256-nya dengan PDF-nya")
    if found.proved:
        known = "ada" if found.on_record else "tidak ada di pemasangan ini"
        lines.append(f"buku besar: catatan penyegelan {known}")
        lines += [_link(each) for each in found.said["links"]]
    return lines


def _link(said: dict[str, Any]) -> str:
    times = ", ".join(deed["at"] for deed in said["deeds"]) or said["gap"]
    word = gettext(STEP_WORDS[Step(said["step"])])
    return f"  {word}: {times}"
