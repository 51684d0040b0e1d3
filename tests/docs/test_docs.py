"""The manual lists what the code does, and nothing else."""

import re

from babel.messages.pofile import read_po

from tools.catalog.book import ROOT, apps

ACT = re.compile(r"\bact=\"([a-z_.]+)\"")
SAID = re.compile(r"(?<![*\w])\*([^*\s][^*]*)\*(?!\*)")  # in italics
ROW = re.compile(r"^\| `([a-z_.]+)`", re.MULTILINE)


def test_every_act_is_in_the_manual_of_its_app() -> None:
    for app in apps():
        source = "".join(path.read_text() for path in app.rglob("*.py"))
        page = ROOT / "docs" / "acts" / f"{app.name}.md"
        listed = ROW.findall(page.read_text()) if page.exists() else []
        assert set(ACT.findall(source)) == set(listed), app.name
        assert len(listed) == len(set(listed)), app.name


def test_an_act_is_a_noun_and_what_befell_it() -> None:
    source = "".join(path.read_text() for path in (ROOT / "netral").rglob("*.py"))
    assert [act for act in ACT.findall(source) if act.count(".") != 1] == []


def test_every_app_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    assert [app.name for app in apps() if f"`{app.name}`" not in glossary] == []


def test_every_direct_dependency_says_why() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    named = re.findall(r'^  "([A-Za-z0-9-]+)[\[><=]', project, re.MULTILINE)
    page = (ROOT / "docs" / "dependencies.md").read_text()
    assert [name for name in named if f"| {name} |" not in page] == []


def test_every_setting_is_in_the_manual() -> None:
    asked = r"NETRAL_[A-Z_]+|DATABASE_URL"
    read = set(re.findall(rf'"({asked})"', (ROOT / "config" / "settings.py").read_text()))
    assert read == set(re.findall(rf"`({asked})`", (ROOT / "docs" / "settings.md").read_text()))


def spoken() -> set[str]:
    """Return everything that pages say in Indonesian, in small letters."""
    found: set[str] = set()
    for path in (ROOT / "netral").glob("*/locale/id/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                told = message.string
                found.update([told] if isinstance(told, str) else told or ())
    return {words.lower() for words in found}


def test_what_a_guide_quotes_in_italics_stands_on_a_page() -> None:
    pages = spoken()
    for name in ("advice", "boards", "bolehkah", "campaign", "chain", "circular", "head",
                 "integrator", "log", "open-data", "operator", "pact", "permits", "referrals",
                 "rules", "sessions", "sign-in", "supervision"):  # fmt: skip
        guide = (ROOT / "docs" / "guide" / f"{name}.md").read_text()
        plain = re.sub(r"```.*?```|`[^`]*`", "", guide, flags=re.DOTALL)
        quoted = [" ".join(words.split()) for words in SAID.findall(plain)]
        assert [words for words in quoted if words.lower() not in pages] == [], name


def test_every_command_is_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "guide" / "operator.md").read_text()
    names = {path.stem for path in (ROOT / "netral").glob("*/management/commands/[a-z]*.py")}
    assert [name for name in sorted(names - {"demo"}) if f"`{name}" not in guide
            and f"manage.py {name}" not in guide] == []  # fmt: skip
