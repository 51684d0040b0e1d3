"""The progress bar: drawn for people, told in lines to files."""

import io

from netral.demo.bar import Bar


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_line_drawn_over_itself() -> None:
    seen = Terminal()
    with Bar(seen) as bar:
        bar.show(0.25, "Depok: units")
        bar.show(1.0, "")
    lines = seen.getvalue().split("\r")
    assert "25%  Depok: units" in lines[1]
    assert "100%" in lines[2]
    assert seen.getvalue().endswith("\n")
    assert seen.getvalue().count("\n") == 1


def test_a_file_gets_a_line_a_city() -> None:
    seen = io.StringIO()
    with Bar(seen) as bar:
        bar.show(0.1, "Depok: units")
        bar.show(0.2, "Depok: roster")
        bar.show(0.5, "Padang: units")
        bar.show(1.0, "")
    assert seen.getvalue() == "Depok …\nPadang …\n"
