"""What is said to people, in Indonesian and English: `words.toml`.

What is wrong with a file is said by `netral_verify`, or here by an English sentence that stands for
itself, with its Indonesian in the table `wrong`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from netral_verify import Wrong, shown
from netral_verify.words import Voice


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return what is said, by group, name and language."""
    return tomllib.loads(files("netral_monitor").joinpath("words.toml").read_text("utf-8"))


def say(group: str, name: str, language: str, /, **parts: object) -> str:
    """Return a sentence, with its places filled so that a terminal shows them as they are."""
    sentence = words()[group][name][language]
    return sentence.format(**{key: shown(part) for key, part in parts.items()})


def reasons(wrong: Wrong) -> Mapping[str, str]:
    """Return what is wrong as parts of a finding: in English, and in Indonesian."""
    return {"why": why(wrong, "en"), "alasan": why(wrong, "id")}


def why(wrong: BaseException, language: str) -> str:
    """Say what is wrong."""
    return Voice(language, _wrong()).why(wrong)


@cache
def _wrong() -> Mapping[str, str]:
    return {english: each["id"] for english, each in words()["wrong"].items()}
