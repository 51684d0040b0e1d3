"""Both catalogues are whole, and the tool that keeps them finds every string."""

from pathlib import Path

from tools.catalog import book, check
from tools.catalog.extract import Message, in_python, in_template, messages


def test_every_string_is_translated() -> None:
    assert list(check.complaints()) == []


def test_strings_are_found_in_python() -> None:
    source = b'gettext("a")\nN_("b" " c")\nngettext("one", "many", n)\npgettext("menu", "open")\n'
    assert list(in_python(source)) == [
        Message("a"),
        Message("b c"),
        Message("one", "many"),
        Message("open", context="menu"),
    ]


def test_strings_are_found_in_templates() -> None:
    source = """{% translate "It's here" %}{% translate "open" context "menu" %}
    {% blocktranslate trimmed with a=b|day %}
      You have {{ a }}
      things
    {% endblocktranslate %}{{ _("hi")|upper }}
    {% blocktranslate count n=k trimmed %}{{ n }} unit{% plural %}{{ n }} units
    {% endblocktranslate %}{% comment %}{% translate "hidden" %}{% endcomment %}"""
    assert list(in_template(source, "page.html")) == [
        Message("It's here"),
        Message("open", context="menu"),
        Message("You have %(a)s things"),
        Message("hi"),
        Message("%(n)s unit", "%(n)s units"),
    ]


def test_placeholders_of_both_styles_are_known() -> None:
    assert check.placeholders("{name} %(n)s {day:%d}") == {"name", "n", "day"}
    assert check.placeholders("a lone { brace") == frozenset()


def test_update_keeps_what_was_translated(tmp_path: Path) -> None:
    app = tmp_path / "netral" / "shop"
    app.mkdir(parents=True)
    (app / "core.py").write_text('A = N_("Unit")\nB = ngettext("a thing", "{n} things", n)\n')
    book.update(app, {("Unit", ""): ("Satuan",), ("a thing", ""): ("{n} hal",)})
    once = book.po(app, "id").read_bytes()
    book.update(app)
    assert book.po(app, "id").read_bytes() == once
    assert book.words(app, "id") == {("Unit", ""): ("Satuan",), ("a thing", ""): ("{n} hal",)}
    (app / "core.py").write_text('A = N_("Unit")\n')
    book.update(app)
    assert book.words(app, "id") == {("Unit", ""): ("Satuan",)}
    assert book.words(app, "en") == {("Unit", ""): ("Unit",)}
    assert set(messages(app)) == {Message("Unit")}


def test_indonesian_has_one_form(tmp_path: Path) -> None:
    app = tmp_path / "netral" / "shop"
    app.mkdir(parents=True)
    (app / "core.py").write_text('B = ngettext("a thing", "{n} things", n)\n')
    book.update(app, {("a thing", ""): ("{n} hal",)})
    assert "msgstr[1]" not in book.po(app, "id").read_text()
    assert "msgstr[1]" in book.po(app, "en").read_text()
