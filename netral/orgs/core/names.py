"""Names as rosters write them, set as people write them."""

import re
from functools import lru_cache
from typing import Final

# Titles whose spelling is not the capital first letter that an upper-case export loses.
TITLES: Final = {
    title.replace(".", "").upper(): title
    for title in (
        "A.Md", "A.Md.Keb", "A.Md.Kep", "A.Md.Kom", "Apt", "B.Sc", "Dra", "Drs", "drg", "drh",
        "H", "Hj", "Ir", "Kol", "Letkol", "Lc", "M.A", "M.AP", "M.Ak", "M.Ag", "M.Eng", "M.H",
        "M.Hum", "M.Kes", "M.Kom", "M.M", "M.P", "M.Pd", "M.Pd.I", "M.PH", "M.Sc", "M.Si",
        "M.Sos", "M.T", "M.TP", "Ners", "Ph.D", "Prof", "R", "Rr", "S.AP", "S.Ag", "S.E",
        "S.Farm", "S.Gz", "S.H", "S.Hum", "S.I.Kom", "S.IP", "S.K.M", "S.Kep", "S.Kom", "S.P",
        "S.Pd", "S.Pd.I", "S.Pd.SD", "S.Psi", "S.S", "S.ST", "S.STP", "S.Si", "S.Sos", "S.T",
        "S.TP", "S.Tr", "Sp.A", "Sp.B", "Sp.OG", "Sp.PD",
    )
}  # fmt: skip
# Words between names that stay small; Roman numerals that stay large.
SMALL: Final = frozenset({"BIN", "BINTI", "DAN", "VAN", "DER"})
ROMAN: Final = re.compile(r"[IVX]{2,}")
# One letter or several with dots between: initials.
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?|[^\W\d_]")
PART: Final = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
)


def line(cell: object) -> str:
    """Return a cell as one line of text without control signs or doubled spaces."""
    if isinstance(cell, str) and cell.isprintable() and "  " not in cell:
        return cell.strip()  # nearly every cell; the only printable blank is the plain one
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if not text.isprintable():
        text = CONTROL.sub(" ", text)
    return " ".join(text.split())


def person_name(cell: object) -> str:
    """Set a name: an upper-case or lower-case export gets capitals, other spellings stay."""
    return _set_name(line(cell).strip("'`´‘’\" ").rstrip(",;"))


@lru_cache(maxsize=4096)
def _set_name(text: str) -> str:
    return text if _mixed(text) else " ".join(_word(word) for word in text.split())


def _mixed(text: str) -> bool:
    return text not in {text.upper(), text.lower()}


def _word(word: str) -> str:
    if word.upper() in SMALL:
        return word.lower()
    if INITIALS.fullmatch(word) or ROMAN.fullmatch(word):
        return word.upper()
    # An initial glued to a name ("M.RIZKI"), and both halves of a double name.
    return PART.sub(lambda part: part[0][:1].upper() + part[0][1:].lower(), word)


@lru_cache(maxsize=4096)
def title(text: str) -> str:
    """Set one academic or honorary title; one that is not known stays as it is.

    An upper-case "DR." stays: it may be a doctorate (Dr.) or a physician (dr.).
    """
    bare = text.rstrip(".,; ")
    known = TITLES.get(bare.replace(".", "").replace(" ", "").upper())
    if known is None or _mixed(bare.replace(".", "")):
        return text.strip(" ,;")
    return known if known in {"Ners", "Ph.D"} else f"{known}."


@lru_cache(maxsize=4096)
def titles_front(text: str) -> str:
    """Set the titles before a name, which spaces separate."""
    return " ".join(title(part) for part in text.replace(",", " ").split())


@lru_cache(maxsize=4096)
def titles_back(text: str) -> str:
    """Set the titles after a name, which commas separate."""
    parts = (title(part) for part in re.split(r"[,;]", text))
    return ", ".join(part for part in parts if part)


FRONT: Final = frozenset("DR DRS DRA DRG DRH IR PROF H HJ KH APT".split())  # noqa: SIM905


def parted(cell: object) -> tuple[str, str, str]:
    """Part a name that carries its titles into titles before, name and titles after.

    What stands after the first comma is taken for titles. Before the name, only words that end
    in a dot and are known titles count, and at least one word remains as the name.
    """
    before, _, after = line(cell).strip("'`\" ").partition(",")
    words = before.split()
    at = 0
    while at < len(words) - 1 and words[at].endswith(".") and words[at][:-1].upper() in FRONT:
        at += 1
    return (
        titles_front(" ".join(words[:at])),
        person_name(" ".join(words[at:])),
        titles_back(after),
    )


def initials(name: str) -> str:
    """Shorten a name for a public page: `Ratna Kusumawardhani` becomes `R. K.`."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
