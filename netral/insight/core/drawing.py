"""Writing SVG. Whatever text comes in, no markup of its own comes out."""

from html import escape
from typing import Final
from unicodedata import category

NAMES: Final = {"cls": "class", "view": "viewBox"}  # what Python cannot spell
HIDDEN: Final = frozenset({"Cc", "Cs", "Cn", "Co"})  # XML refuses control signs and halves


class Drawing(str):
    """Markup that was escaped piece by piece; templates take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say to templates that it is markup already."""
        return str(self)


EMPTY: Final = Drawing()


def tag(name: str, *inner: str, **attributes: object) -> Drawing:
    """Write one element. `inner` is escaped unless drawn here; None leaves an attribute out."""
    given = "".join(
        f' {_spelt(key)}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    filling = "".join(each if isinstance(each, Drawing) else _escaped(each) for each in inner)
    return Drawing(f"<{name}{given}>{filling}</{name}>" if inner else f"<{name}{given}/>")


def _spelt(key: str) -> str:
    return NAMES.get(key, key.replace("_", "-"))


def _escaped(value: object) -> str:
    text = brief(value) if isinstance(value, float) else str(value)
    return escape("".join(sign for sign in text if category(sign) not in HIDDEN))


def brief(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def picture(name: str, size: tuple[float, float], words: tuple[str, str], *inner: str) -> Drawing:
    """Frame a picture of (width, height) that says to everybody its title and what it shows."""
    title, shows = words
    return tag(
        "svg",
        tag("title", title, id=f"{name}-judul"),
        tag("desc", shows, id=f"{name}-isi"),
        *inner,
        role="img",
        view=f"0 0 {brief(size[0])} {brief(size[1])}",
        aria_labelledby=f"{name}-judul",
        aria_describedby=f"{name}-isi",
    )
