"""A gallery of wrong files, each with the words its complaint must hold in both languages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from django.utils.translation import gettext, override

from netral.rules import reader
from netral.rules.reader import BadRules
from tests.rules.files import files

GALLERY: Final = Path(__file__).parent / "gallery"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A wrong file: which file of the small base it replaces, and what must be said of it."""

    name: str
    file: str
    english: str
    indonesian: str
    text: str


def exhibit(path: Path) -> Exhibit:
    """Read a file of the gallery; its first three lines are remarks."""
    text = path.read_text(encoding="utf-8")
    file, english, indonesian = (line.partition(": ")[2] for line in text.splitlines()[:3])
    return Exhibit(path.stem, file, english, indonesian, text)


EXHIBITS: Final = [exhibit(path) for path in sorted(GALLERY.glob("*.toml"))]


@pytest.mark.parametrize("shown", EXHIBITS, ids=lambda shown: shown.name)
def test_a_wrong_file_is_refused_in_words_that_help(shown: Exhibit) -> None:
    with pytest.raises(BadRules) as caught:
        reader.read_base({**files(), shown.file: shown.text})
    bad = caught.value
    assert shown.english in str(bad)
    with override("id"):
        told = gettext(bad.rule) % bad.params if bad.params else gettext(bad.rule)
    assert shown.indonesian in f"{bad.where}: {bad.key} {told}".replace(":  ", " ")


def test_the_small_base_is_right_but_for_what_the_gallery_changes() -> None:
    assert reader.read_base(files()).rules
    assert len(EXHIBITS) > 60
    assert len({shown.english for shown in EXHIBITS}) > 50
