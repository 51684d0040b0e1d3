"""Hold files and functions to a size: `python -m tools.shape`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FUNCTION: Final = 40
# Kind of file, where it is held to a size, how many lines it may have, what to do instead.
OUTSIDE: Final = ("netral_verify", "netral_witness", "netral_monitor")  # what outsiders run
BUDGETS: Final = (
    ("*.py", ("netral", *OUTSIDE, "config", "tools", "bench"), 300, "split it by subject"),
    ("*.html", ("netral",), 120, "move a part to an include"),
    ("*.css", ("netral", *OUTSIDE), 300, "split it by subject"),
    ("*.js", ("netral", *OUTSIDE), 150, "split it by subject"),
)


def oversize(root: Path) -> Iterator[str]:
    """Yield one line for each file or function that should be split."""
    for pattern, homes, budget, remedy in BUDGETS:
        for path in sorted(p for home in homes for p in (root / home).rglob(pattern)):
            if "migrations" in path.parts:
                continue
            source = path.read_text(encoding="utf-8")
            name = path.relative_to(root).as_posix()
            if (lines := source.count("\n")) > budget:
                yield f"{name}: {lines} lines, {budget} allowed: {remedy}"
            if path.suffix == ".py":
                yield from long_functions(name, source)


def long_functions(name: str, source: str) -> Iterator[str]:
    """Yield one line for each function of `source` that is too long."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, {FUNCTION} allowed"


if __name__ == "__main__":
    complaints = list(oversize(Path(__file__).resolve().parent.parent))
    sys.stdout.write("".join(f"{line}\n" for line in complaints))
    sys.exit(bool(complaints))
