"""What is said to people, in Indonesian and English: `words.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from netral_verify import shown

LANGUAGES: Final = ("id", "en")


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("netral_monitor").joinpath("words.toml").read_text("utf-8"))


def say(group: str, name: str, language: str, /, **parts: object) -> str:
    """Return a sentence, with its places filled so that a terminal shows them as they are."""
    sentence = _words()[group][name][language]
    return sentence.format(**{key: shown(part) for key, part in parts.items()})


def names(group: str) -> frozenset[str]:
    """Return the names of a group."""
    return frozenset(_words()[group])
