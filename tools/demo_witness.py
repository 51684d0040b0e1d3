"""The demonstration's witness: a program of its own, with a key and a memory of its own.

It stands on the same machine, so it proves nothing to a stranger; it shows how witnesses work.
"""

import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "saksi.peragaan.example/w1"


@dataclass(frozen=True, slots=True)
class Witness:
    """Where it keeps its things, and the port of this machine at which it listens."""

    home: Path
    port: int

    @classmethod
    def prepare(cls, home: Path) -> "Witness":
        """Make what is missing of its key, and the policy that names it."""
        home.mkdir(parents=True, exist_ok=True)
        witness = cls(home, _free_port())
        known = home / "witness.vkey"
        if not known.exists():
            (home / "witness.key").unlink(missing_ok=True)
            make = [sys.executable, "-m", "netral_witness", "keygen", NAME]
            made = subprocess.run(
                [*make, str(home / "witness.key")], check=True, stdout=subprocess.PIPE, text=True
            )
            known.write_text(made.stdout.strip(), encoding="utf-8")
        witness.policy.write_text(
            "# peragaan: saksi peragaan, di mesin yang sama; saksi sungguhan berdiri di luar\n"
            f"witness peragaan {known.read_text(encoding='utf-8')} http://127.0.0.1:{witness.port}\n"
            "quorum peragaan\n",
            encoding="utf-8",
        )
        return witness

    @property
    def policy(self) -> Path:
        """Return the file that names it to the log."""
        return self.home / "policy"

    def command(self, log_vkey: str) -> list[str]:
        """Return what starts it, after telling it which log it witnesses."""
        config = self.home / "witness.toml"
        config.write_text(
            f'name = "{NAME}"\nlisten = "127.0.0.1:{self.port}"\nkey = "witness.key"\n'
            f'database = "witness.sqlite3"\n\n[[log]]\nvkey = "{log_vkey}"\n',
            encoding="utf-8",
        )
        return [sys.executable, "-m", "netral_witness", "serve", "--config", str(config)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
