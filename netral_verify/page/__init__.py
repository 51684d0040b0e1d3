"""The page that checks receipts, in one file.

Its parts lie beside this. Each script is a module here; they become functions in one script, in the
order in which they need each other. The policy of the page names the hashes of script and style
and allows nothing else, no network above all.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from netral_verify.indonesian import REPORT, WRONG
from netral_verify.indonesian_names import FIELDS as FIELD_NAMES
from netral_verify.indonesian_names import KINDS as NAMES
from netral_verify.labels import FIELDS, KINDS, LEVELS

PARTS: Final = Path(__file__).resolve().parent
TYPES: Final = PARTS.parent / "types.json"
CARRIED: Final = '<pre id="carried" hidden></pre>'
FIRST: Final = "page"
TABLES: Final = "tables"
IMPORT: Final = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";\n', re.MULTILINE)
EXPORT: Final = re.compile(r"^export ((?:async )?(?:const|function\*?|class)) (\w+)", re.MULTILINE)
SAY: Final = re.compile(r' data-say="([^"]+)">')


def page(policy: str = "") -> str:
    """Return the page, which carries the policy of whoever hands it out, if one is given."""
    return _page().replace(CARRIED, CARRIED.replace("><", f">{escape(policy)}<"))


@cache
def _page() -> str:
    script = _script()
    style = (PARTS / "page.css").read_text(encoding="utf-8")
    html = (PARTS / "page.html").read_text(encoding="utf-8")
    said = _words()
    html = SAY.sub(lambda found: f"{found[0]}{escape(said[found[1]])}", html)
    csp = (
        f"default-src 'none'; script-src '{_sha256(script)}'; style-src '{_sha256(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    for name, part in (("csp", csp), ("css", style), ("js", script)):
        html = html.replace(f"{{{name}}}", part)
    return html


def _script() -> str:
    parts = "".join(_module(name) for name in dict.fromkeys(_needed(FIRST)))
    # No text in a table may end the script; a browser would look for that before it reads on.
    if "</script" in parts.lower():
        msg = "a script must not hold the tag that ends it"
        raise ValueError(msg)
    return parts


def _needed(name: str) -> Iterator[str]:
    """Yield the modules that one needs, each before who needs it, and the module itself."""
    if name != TABLES:
        for _, other in IMPORT.findall(_source(name)):
            yield from _needed(other)
    yield name


def _module(name: str) -> str:
    """Return a module as a function that runs once and returns what it exports."""
    source = _tables() if name == TABLES else _source(name)
    exported = [found[2] for found in EXPORT.finditer(source)]
    source = IMPORT.sub(r"const \1 = $\2;\n", source)
    source = EXPORT.sub(r"\1 \2", source)
    returned = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"const ${name} = (() => {{\n{source}{returned}}})();\n"


def _source(name: str) -> str:
    return (PARTS / f"{name}.js").read_text(encoding="utf-8")


def _tables() -> str:
    """Return the types of leaves and what everything is called, as a module."""
    tables = {
        "TYPES": json.loads(TYPES.read_bytes()),
        "INDONESIAN": {**WRONG, **REPORT, **NAMES, **FIELD_NAMES, **_words()},
        "KINDS": dict(KINDS),
        "LEVELS": list(LEVELS),
        "FIELDS": dict(FIELDS),
    }
    return "".join(f"export const {name} = {_json(each)};\n" for name, each in tables.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")


def _words() -> dict[str, str]:
    found: dict[str, str] = json.loads((PARTS / "words.json").read_bytes())
    return found


def _sha256(part: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}"
