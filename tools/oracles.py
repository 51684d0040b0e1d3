"""Prepare the implementations that are not ours: `python -m tools.oracles`.

They check our log in tests/oracles, each in an environment of its own below `var/oracles`, from a
lock of its own; nothing of the product imports them. What a machine lacks for one of them is said.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools import machine, setup

ROOT: Final = Path(__file__).resolve().parent.parent
LOCKS: Final = ROOT / "tests" / "oracles" / "env"
HOME: Final = ROOT / "var" / "oracles"
NEWER: Final = (3, 12)  # what two of them need
GO: Final = ("golang-go", "golang-golang-x-mod-dev")  # Debian's names
GO_SOURCE: Final = Path("/usr/share/gocode")
PATIENCE: Final = 180  # seconds for one of them to be installed


def python() -> Path | None:
    """Return the Python of those that run on any version."""
    return _ready(HOME / "any" / "bin" / "python")


def newer_python() -> Path | None:
    """Return the Python of those that need a newer one."""
    return _ready(HOME / "newer" / "bin" / "python")


def node_modules() -> Path | None:
    """Return the folder of those that run on Node."""
    return _ready(HOME / "node" / "node_modules") if shutil.which("node") else None


def go() -> Path | None:
    """Return Go, where its modules for logs are installed too."""
    found = shutil.which("go")
    sumdb = GO_SOURCE / "src" / "golang.org" / "x" / "mod" / "sumdb"
    return Path(found) if found and sumdb.exists() else None


def prepare() -> list[str]:
    """Install what is missing; return why something could not be."""
    lacking = [*_environment("any", Path(sys.executable)), *_newer(), *_node()]
    if go() is None and not (setup.apt(list(GO)) and go()):
        lacking.append("Go's sumdb (golang-go, golang-golang-x-mod-dev) cannot be installed")
    return lacking


def _ready(path: Path) -> Path | None:
    home = HOME / path.relative_to(HOME).parts[0]
    return path if (home / "installed").exists() else None


def _newer() -> list[str]:
    interpreter = _newer_interpreter()
    if interpreter is None:
        return [f"aics-tlog and aics-witness need Python {'.'.join(map(str, NEWER))}"]
    return _environment("newer", interpreter)


def _newer_interpreter() -> Path | None:
    """Find a Python that is new enough: this one, one on the PATH, or one of pyenv's."""
    named = [shutil.which(f"python3.{minor}") for minor in (15, 14, 13, 12)]
    kept = (Path.home() / ".pyenv" / "versions").glob("3.1[2-9]*/bin/python3")
    for each in (Path(sys.executable), *(Path(n) for n in named if n), *sorted(kept)):
        asked = [str(each), "-c", "import sys, json; print(json.dumps(sys.version_info[:2]))"]
        said = subprocess.run(asked, check=False, capture_output=True, text=True)
        if said.returncode == 0 and tuple(json.loads(said.stdout)) >= NEWER:
            return each
    return None


def _environment(name: str, interpreter: Path) -> list[str]:
    """Make an environment from its lock, once for each state of the lock."""
    home, lock = HOME / name, LOCKS / f"{name}.lock"
    if _is_new(home, lock):
        return []
    shutil.rmtree(home, ignore_errors=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    exact = ["install", "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock)]
    return _install(home, [str(interpreter), "-m", "venv", str(home)], [*pip, *exact])


def _node() -> list[str]:
    home, lock = HOME / "node", LOCKS / "package-lock.json"
    if not shutil.which("npm"):
        return ["@sigstore/verify needs Node and npm"]
    if _is_new(home, lock):
        return []
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCKS / name, home / name)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    return _install(home, ["npm", "ci", *quiet, "--prefix", str(home)])


def _is_new(home: Path, lock: Path) -> bool:
    mark = home / "installed"
    return mark.exists() and mark.read_bytes() == lock.read_bytes()


def _install(home: Path, *commands: list[str]) -> list[str]:
    lock = LOCKS / ("package-lock.json" if home.name == "node" else f"{home.name}.lock")
    try:
        for command in commands:
            subprocess.run(
                command, check=True, capture_output=True, timeout=PATIENCE, env=machine.plain()
            )
    except (OSError, subprocess.SubprocessError) as wrong:
        return [f"what {lock.name} lists cannot be installed ({type(wrong).__name__})"]
    (home / "installed").write_bytes(lock.read_bytes())
    return []


if __name__ == "__main__":
    for line in prepare():
        print(line)
