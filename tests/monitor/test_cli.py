"""The command line, as a journalist or a Bawaslu officer runs it."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netral.ledger.core.tiles import Reader
from netral_monitor.cli import main
from netral_monitor.findings import GRADES, PASSING, Grade
from netral_monitor.words import _wrong, words
from netral_verify.words import INDONESIAN
from tests.monitor.logs import HOUR, Log

Says = pytest.CaptureFixture[str]


@pytest.fixture
def given(log: Log, tmp_path: Path) -> list[str]:
    """The usual arguments: a log of three entries, its policy, a memory."""
    for _ in range(3):
        log.act(kind="pact.signed/1", public={"camp": "A" * 22, "lvl": 1})
    (tmp_path / "policy").write_text(log.policy_text)
    return [str(log.folder), "--policy", str(tmp_path / "policy")]


def kept(tmp_path: Path) -> list[str]:
    """Return the arguments for a memory."""
    return ["--state", str(tmp_path / "state")]


def clock(log: Log) -> list[str]:
    """Return the arguments for the log's own time."""
    return ["--now", datetime.fromtimestamp(log.now, UTC).isoformat()]


def test_a_clean_log_in_plain_words(log: Log, given: list[str], capsys: Says) -> None:
    assert main([*given, *clock(log)]) == 0
    said = capsys.readouterr().out
    assert "Buku besar log.example/log: 3 catatan, 3 baru dibaca." in said
    assert "Disaksikan 3 dari 3 saksi" in said
    assert said.endswith("Tidak ada temuan.\n")


def test_findings_say_what_they_mean_and_what_to_do(
    log: Log, given: list[str], capsys: Says
) -> None:
    log.act(at=log.now - HOUR)
    assert main([*given, *clock(log)]) == 1
    said = capsys.readouterr().out
    assert "BAHAYA" in said
    assert "- [baru] Tanggal dimundurkan: catatan nomor 3" in said
    assert "Bawaslu" in said
    assert main([*given, *clock(log), "--lang", "en"]) == 1
    assert "Dated back: entry 3" in capsys.readouterr().out


def test_many_findings_are_counted(log: Log, given: list[str], capsys: Says) -> None:
    for _ in range(1500):
        log.enter(log.leaf(tenant="99.99"))
    log.publish()
    assert main([*given, *clock(log), "--known", "32.76,33.02"]) == 1
    said = capsys.readouterr().out
    assert "(1500)" in said
    assert "... dan 1490 lagi." in said


def test_the_keys_of_json_are_stable(log: Log, given: list[str], capsys: Says) -> None:
    log.act(at=log.now - HOUR)
    assert main([*given, *clock(log), "--json", "--lang", "en"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {
        "format", "verdict", "sound", "log", "read", "types", "counts", "findings", "evidence",
    }  # fmt: skip
    assert (said["format"], said["verdict"], said["sound"]) == (
        "netral/monitor/v1",
        "findings",
        True,
    )
    assert said["log"] == {
        "origin": "log.example/log",
        "size": 4,
        "root": said["log"]["root"],
        "witnessed": log.now,
        "witnesses": ["s0", "s1", "s2"],
        "of_witnesses": 3,
    }
    assert said["read"] == {"from": 0, "to": 4}
    assert said["types"] == {"internal/1": 1, "pact.signed/1": 3}
    assert said["counts"] == {"alarm": 2, "broken": 0, "overdue": 0, "late": 0, "note": 0}
    found = {each["code"]: each for each in said["findings"]}
    assert found.keys() == {"backdated-anchor", "backdated-order"}
    first = found["backdated-order"]
    assert first.keys() == {
        "grade", "code", "about", "index", "new", "acknowledged", "detail", "text",
    }  # fmt: skip
    assert (first["grade"], first["index"], first["new"]) == ("alarm", 3, True)


def test_what_was_acknowledged_stays_but_alarms_no_more(
    log: Log, given: list[str], tmp_path: Path, capsys: Says
) -> None:
    log.act(at=log.now - HOUR)
    arguments = [*given, *kept(tmp_path), *clock(log)]
    assert main(arguments) == 1
    assert main(arguments) == 1
    assert "[baru]" in capsys.readouterr().out.split("Tanggal dimundurkan")[0]
    assert main(["acknowledge", *kept(tmp_path)]) == 0
    assert main(arguments) == 0
    assert "2 temuan lama sudah ditandai diketahui." in capsys.readouterr().out
    log.act(at=log.now - HOUR)
    assert main([*arguments, *clock(log)]) == 1


def test_notes_are_not_findings(log: Log, given: list[str], tmp_path: Path, capsys: Says) -> None:
    log.quorum = "none"
    (tmp_path / "policy").write_text(log.policy_text)
    assert main([*given, *clock(log)]) == 0
    assert "Kebijakan tidak meminta saksi" in capsys.readouterr().out


def test_promises_are_read_from_a_folder(
    log: Log, given: list[str], tmp_path: Path, capsys: Says
) -> None:
    folder = tmp_path / "promises"
    folder.mkdir()
    (folder / "lapor.janji").write_bytes(log.promise(b"?" * 32, log.now - HOUR))
    (folder / "folder").mkdir()
    assert main([*given, *clock(log), "--promises", str(folder)]) == 1
    assert "JANJI DILANGGAR" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (["/no/such/log"], "bukan folder"),
        (["--policy", "/no/such/policy"], "No such file"),
        (["--now", "kemarin"], "kemarin"),
        (["--promises", "/no/such/folder"], "No such file"),
        (["--state", "/no/such/folder/state"], "unable to open"),
    ],
)
def test_what_cannot_be_read_is_said(
    given: list[str], capsys: Says, change: list[str], says: str
) -> None:
    arguments = [*change, *given[1:]] if change[0].startswith("/") else [*given, *change]
    assert main(arguments) == 2
    said = capsys.readouterr().out
    assert "tidak dapat dibaca" in said
    assert says in said
    assert main([*arguments, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["verdict"] == "unreadable"


def test_a_policy_that_is_none(given: list[str], tmp_path: Path, capsys: Says) -> None:
    (tmp_path / "policy").write_text("quorum?\n")
    assert main(given) == 2


@pytest.mark.parametrize("octets", [b"not a database at all" * 100, b"\x00" * 5000])
def test_a_memory_that_is_none(
    given: list[str], tmp_path: Path, capsys: Says, octets: bytes
) -> None:
    (tmp_path / "state").write_bytes(octets)
    assert main([*given, *kept(tmp_path)]) == 2
    assert (tmp_path / "state").read_bytes() == octets


def test_each_log_has_a_memory_of_its_own(
    log: Log, given: list[str], tmp_path: Path, capsys: Says
) -> None:
    assert main([*given, *kept(tmp_path), *clock(log)]) == 0
    other = Log(tmp_path / "other", origin="other.example/log")
    other.act()
    (tmp_path / "policy").write_text(other.policy_text)
    assert main([str(other.folder), *given[1:], *kept(tmp_path), *clock(log)]) == 2


def test_a_mirror_can_be_served_and_read(
    log: Log, given: list[str], tmp_path: Path, capsys: Says
) -> None:
    mirror = tmp_path / "mirror"
    for size in (300, 300, 1000):
        log.waiting += [log.leaf() for _ in range(size - len(log.leaves))]
        log.publish()
        assert main(["mirror", given[0], str(mirror), *given[1:], *clock(log)]) == 0
    assert main([str(mirror), *given[1:], *clock(log)]) == 0
    tree = Reader(lambda path: (mirror / path).read_bytes(), 1000)
    assert tree.root() == log.tail.edge.root()
    assert (mirror / "checkpoint").read_bytes() == (log.folder / "checkpoint").read_bytes()
    assert (mirror / "policy").read_text() == log.policy_text
    ours = {str(each.relative_to(mirror)) for each in mirror.rglob("*") if each.is_file()}
    assert "history/2026-11-21" in ours
    assert "tile/entries/003.p/232" in ours
    assert not any(path.startswith(".baru") for path in ours)


def test_a_mirror_keeps_what_it_has_when_the_log_is_rewritten(
    log: Log, given: list[str], tmp_path: Path, capsys: Says
) -> None:
    mirror = tmp_path / "mirror"
    arguments = ["mirror", given[0], str(mirror), *given[1:]]
    assert main([*arguments, *clock(log)]) == 0
    before = {each: each.read_bytes() for each in mirror.rglob("*") if each.is_file()}
    log.rewrite([log.leaf() for _ in range(5)], history=False)
    assert main([*arguments, *clock(log)]) == 1
    assert "Bukti untuk pihak lain" in capsys.readouterr().out
    for path, octets in before.items():
        if path.name != ".monitor.sqlite":
            assert path.read_bytes() == octets
    [evidence] = mirror.glob("bukti-cabang-*.json")
    assert main(["evidence", str(evidence), *given[1:]]) == 0
    assert "Terbukti" in capsys.readouterr().out
    assert main([*arguments, *clock(log)]) == 1
    assert main(["acknowledge", "--state", str(mirror / ".monitor.sqlite")]) == 0
    assert main([*arguments, *clock(log)]) == 1  # it cannot be acknowledged away
    assert list(mirror.glob("bukti-cabang-*.json")) == [evidence]  # nor is it written twice
    evidence.write_text("{}")
    assert main(["evidence", str(evidence), *given[1:]]) == 1


def test_a_mirror_of_a_log_with_a_wrong_tile_has_the_right_one(
    log: Log, given: list[str], tmp_path: Path, capsys: Says
) -> None:
    log.change("tile/0/000.p/3", lambda octets: octets[:-1] + b"?")
    mirror = tmp_path / "mirror"
    assert main(["mirror", given[0], str(mirror), *given[1:], *clock(log)]) == 1
    assert main([str(mirror), *given[1:], *clock(log)]) == 0


def test_every_finding_has_its_words() -> None:
    assert words()["findings"].keys() == GRADES.keys()
    assert GRADES.keys() >= PASSING
    assert words()["grades"].keys() == words()["remedies"].keys() == set(Grade)


def test_every_finding_and_every_key_is_in_the_guide() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs/guide/monitor.md").read_text("utf-8")
    assert [code for code in GRADES if f"| `{code}` |" not in guide] == []


def test_what_is_wrong_is_said_in_indonesian(capsys: Says) -> None:
    """Every sentence that an exception of the monitor says is in the table."""
    root = Path(__file__).resolve().parents[2] / "netral_monitor"
    source = "".join(path.read_text("utf-8") for path in root.rglob("*.py"))
    said = re.findall(r'(?:msg = |Wrong\(|FAILED: Final = |require\([^"]*?, )"([^"]+)"', source)
    assert len(said) > 20
    assert sorted({each for each in said if each not in {**_wrong(), **INDONESIAN}}) == []
    assert sorted(each for each in _wrong() if each not in said) == []


def test_the_monitor_runs_without_django(given: list[str], log: Log) -> None:
    code = (
        "import sys; sys.modules['django'] = sys.modules['netral'] = None; "
        "from netral_monitor.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, *given, *clock(log)],
        cwd=root,
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Tidak ada temuan.\n")
