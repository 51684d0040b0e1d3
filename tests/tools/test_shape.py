"""Sizes are held."""

from pathlib import Path

from tools.shape import long_functions, oversize


def test_a_long_file_is_named_with_its_remedy(tmp_path: Path) -> None:
    page = tmp_path / "netral" / "web" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>\n" * 121)
    sheet = page.with_name("sheet.css")
    sheet.write_text("\n" * 300)
    assert list(oversize(tmp_path)) == [
        "netral/web/page.html: 121 lines, 120 allowed: move a part to an include"
    ]


def test_a_long_function_is_named_with_its_line() -> None:
    body = "    x = 1\n" * 40
    source = f"def short():\n{body[: -len('    x = 1') - 1]}\nasync def long():\n{body}"
    assert list(long_functions("a.py", source)) == ["a.py:42: long has 41 lines, 40 allowed"]


def test_migrations_may_be_long(tmp_path: Path) -> None:
    written = tmp_path / "netral" / "orgs" / "migrations" / "0001_initial.py"
    written.parent.mkdir(parents=True)
    written.write_text("x = 1\n" * 400)
    assert list(oversize(tmp_path)) == []
