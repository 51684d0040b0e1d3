"""Reading the templates of pact texts, which are data with their source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from netral.pacts.core import Text
from netral.pacts.errors import NoSuchTemplate

FOLDER: Final = Path(__file__).parent / "data"
FIRST: Final = "asn-2024"


@dataclass(frozen=True, slots=True)
class Template:
    """A text to begin from, and where it comes from."""

    code: str
    name: str
    source: str
    confidence: str
    verified: bool
    text: Text


@cache
def template(code: str = FIRST) -> Template:
    """Return the template called `code`."""
    path = FOLDER / f"{code}.toml"
    if not code.replace("-", "").isalnum() or not path.is_file():
        raise NoSuchTemplate(name=code)
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    text = Text.of(read)
    return Template(
        code=code,
        name=read["name"],
        source=read["source"],
        confidence=read["confidence"],
        verified=read["verified"],
        text=Text(
            title=text.title.strip(),
            opening=text.opening.strip(),
            statements=text.statements,
            closing=text.closing.strip(),
        ),
    )
