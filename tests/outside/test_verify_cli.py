"""`python -m netral_verify`: what a citizen or a lawyer gets to read."""

import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import typst

from netral_verify.__main__ import main
from netral_verify.pdf import attached
from netral_verify.receipt import Receipt
from tests.outside.conftest import NOW, WITNESSES, Case
from tests.outside.logs import ORIGIN, Log, pact
from tests.outside.test_passkey import signed


@pytest.fixture
def files(case: Case, tmp_path: Path) -> Path:
    (tmp_path / "bukti.tlog-proof").write_bytes(case.receipt)
    (tmp_path / "janji.txt").write_bytes(case.promise)
    (tmp_path / "policy").write_bytes(case.policy)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main([str(word) for word in words])
    return code, capsys.readouterr().out


def paper(tmp_path: Path, name: str, octets: bytes) -> bytes:
    """Return a PDF with a file attached, as typst makes it."""
    (tmp_path / name).write_bytes(octets)
    source = tmp_path / "paper.typ"
    source.write_text(f'#set document(date: none)\n#pdf.attach("{name}")\nPakta integritas')
    out = typst.compile(source, format="pdf")
    assert isinstance(out, bytes)
    return out


def test_a_receipt_is_proven_in_plain_indonesian(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, files / "bukti.tlog-proof", "--policy", files / "policy")
    assert code == 0
    assert said.startswith(
        f"TERBUKTI\nCatatan ini ada dalam buku besar {ORIGIN} dan tidak berubah.\n"
    )
    for words in (
        f"Catatan nomor 517 dari 700 dalam buku besar {ORIGIN}.",
        "Sudah ada paling lambat 2026-11-21 03:16:15 UTC (2026-11-21 10:16:15 WIB): saat itu",
        "saksi sebanyak yang disyaratkan kebijakan telah melihatnya.",
        "Dilihat saksi bawaslu pada 2026-11-21 03:16:10 UTC",
        "Perihal: pakta integritas ditandatangani, instansi 32.76.",
        "Tingkat tanda tangan: kunci sandi (passkey).",
        "Tidak dibuat sebelum buku besar memuat 300 catatan",
        "nama (name): Ratna \u201cContoh\u201d d\u2019Été",
        'petugas yang mengesahkan (witnesses): ["Hendra",null,{"nip":3}]',
        "Bahwa isi catatan itu benar: buku besar menunjukkan",
        "bandingkan dengan surat edaran pendirian",
    ):
        assert words in said, words
    assert "Isian yang tetap tertutup" not in said


def test_the_same_in_english_and_for_programs(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = (files / "bukti.tlog-proof", "--policy", files / "policy")
    code, said = run(capsys, *given, "--lang", "en")
    assert (code, said.startswith("PROVEN\nThe entry stands in the log")) == (0, True)
    code, said = run(capsys, *given, "--json")
    [found] = json.loads(said)["results"]
    assert code == 0
    assert set(found) == {
        "kind", "outcome", "why", "log", "index", "size", "root", "leaf", "type", "institution",
        "at", "anchor", "public", "disclosed", "hidden", "passkey",
        "by", "quorum", "quorum_met", "witnesses",
    }  # fmt: skip
    assert (found["outcome"], found["by"]) == ("proven", "2026-11-21T03:16:15Z")
    assert [each["name"] for each in found["witnesses"]] == ["bawaslu", "pers"]


def test_without_a_policy_trust_is_missing(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, files / "bukti.tlog-proof")
    assert code == 1
    assert said.startswith("BELUM TERBUKTI\n")
    assert "belum ditentukan kunci siapa yang dipercaya" in said
    assert "Yang dinyatakan bukti ini" in said
    assert "Yang terbukti" not in said


def test_with_the_logs_key_alone_nobody_outside_vouches(
    files: Path, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, files / "bukti.tlog-proof", "--log", case.log.vkey)
    assert (code, said.startswith("TERBUKTI")) == (0, True)
    assert "sejak kapan catatan itu ada: belum ada pihak luar yang melihatnya" in said
    other = Log([b"1"], origin="lain.contoh.go.id/log").vkey
    code, said = run(capsys, files / "bukti.tlog-proof", "--log", other)
    assert (code, "Kebijakan tidak menyebut buku besar" in said) == (1, True)


def test_too_few_witnesses_are_not_enough(
    case: Case, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaf, shown = pact(1)
    extra = {"leaf": leaf.decode(), "disclosures": shown}
    path = files / "satu.tlog-proof"
    path.write_bytes(Log([leaf]).receipt(0, extra, {WITNESSES["kampus"]: NOW}))
    code, said = run(capsys, path, "--policy", files / "policy")
    assert (code, said.startswith("BELUM TERBUKTI")) == (1, True)
    assert "saksi dalam kebijakan yang telah melihatnya belum cukup" in said
    assert "jika saksi kampus dipercaya" in said
    assert "tidak ada keadaan buku besar yang disebutnya" in said


def test_a_forged_receipt_is_called_so(
    files: Path, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    path = files / "palsu.tlog-proof"
    path.write_bytes(case.receipt.replace(b"index 517", b"index 516"))
    code, said = run(capsys, path, "--policy", files / "policy")
    why = "jalur dari catatan tidak sampai ke akar yang ditandatangani"
    assert said == f"TIDAK SAH\nBukti ini tidak sesuai dengan yang dinyatakannya: {why}.\n"
    assert code == 1
    code, said = run(capsys, path, "--json")
    [found] = json.loads(said)["results"]
    assert (code, found["outcome"]) == (1, "false")
    assert found["why"] == "the path from the entry does not lead to the signed root"


def test_a_promise_says_what_was_promised(
    files: Path, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, files / "janji.txt", "--policy", files / "policy")
    assert code == 0
    assert "berjanji bahwa catatan" in said
    assert "paling lambat 2026-11-21 04:16:10 UTC" in said
    assert "menjadi bukti bahwa buku besar mengingkarinya" in said
    [key] = case.trust.promises.values()
    assert run(capsys, files / "janji.txt", "--promise-key", key.vkey)[0] == 0
    assert run(capsys, files / "janji.txt")[0] == 1
    code, said = run(capsys, files / "janji.txt", "--log", case.log.vkey)
    assert (code, "berikan dengan --promise-key" in said) == (1, True)
    (files / "janji.txt").write_bytes(case.promise.replace(b"by 17", b"by 18"))
    code, said = run(capsys, files / "janji.txt", "--policy", files / "policy")
    assert (code, said.startswith("TIDAK SAH")) == (1, True)


def test_a_pdf_is_read_for_the_receipt_that_it_carries(
    files: Path, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    path = files / "pakta.pdf"
    path.write_bytes(paper(files, "bukti.tlog-proof", case.receipt))
    code, said = run(capsys, path, "--policy", files / "policy")
    assert (code, said.startswith("TERBUKTI")) == (0, True)
    assert "periksa segel PDF itu" in said
    path.write_bytes(paper(files, "janji.txt", case.promise))
    assert run(capsys, path, "--policy", files / "policy")[0] == 0


def test_receipts_are_found_in_streams_of_either_kind(case: Case) -> None:
    def stream(octets: bytes) -> bytes:
        return b"1 0 obj <<>>\nstream\r\n" + octets + b"\nendstream endobj\n"

    packed = zlib.compress(case.receipt)
    promise = zlib.compress(case.promise)
    noise = stream(b"\x78\x9c broken") + stream(zlib.compress(b"c2sp.org/other")) + stream(b"")
    for inside in (case.receipt, packed):
        assert attached(b"%PDF-1.7\n" + noise + stream(inside)) == [case.receipt]
    assert attached(b"%PDF-1.7\n" + stream(promise)) == [case.promise]
    both = b"%PDF-1.7\n" + stream(packed) + stream(promise) + stream(packed)
    assert attached(both) == [case.receipt]
    bomb = zlib.compress(b"c2sp.org/tlog-proof@v1\n" + b"A" * 50_000_000)
    [cut] = attached(b"%PDF-1.7\n" + stream(bomb))
    assert len(cut) == 2 * 1024 * 1024


def test_hiding_leaves_the_rest_proven(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = files / "sebagian.tlog-proof"
    code, said = run(
        capsys, "hide", files / "bukti.tlog-proof", "--keep", "acted_at,level", "-o", out
    )
    assert (code, said) == (0, f"Ditulis: {out}\nYang dibuka: level, acted_at\n")
    code, said = run(capsys, out, "--policy", files / "policy")
    assert code == 0
    assert "waktu perbuatan (acted_at): 2024-06-26T05:00:00Z" in said
    assert "Ratna" not in said
    hidden = said.partition("Isian yang tetap tertutup\n")[2].partition("\n\n")[0]
    assert re.findall(r"\((\w+)\)$", hidden, re.MULTILINE) == [
        "person", "identity", "name", "position", "unit", "campaign", "text", "method",
        "witnesses", "document",
    ]  # fmt: skip
    code, said = run(capsys, "hide", out, "--keep", "name", "-o", files / "x")
    assert (code, "bukti ini tidak membuka name" in said) == (2, True)
    code, said = run(capsys, "hide", out, "-o", out)
    assert (code, said.endswith("Yang dibuka: tidak ada\n")) == (0, True)
    assert not any(each.disclosed for each in Receipt.parse(out.read_bytes()).fields)


def test_a_passkey_is_checked_and_brackets_the_signature(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaf, shown = signed()
    log = Log([b"{}", leaf])
    path = files / "sandi.tlog-proof"
    path.write_bytes(log.receipt(1, {"leaf": leaf.decode(), "disclosures": shown}, {}))
    code, said = run(capsys, path, "--log", log.vkey)
    assert code == 0
    assert (
        "Ditandatangani dengan kunci sandi (passkey) di localhost, tidak lebih awal daripada saat"
        " buku besar memuat 1 catatan"
    ) in said
    assert "Milik siapa kunci sandi itu" in said
    run(capsys, "hide", path, "--keep", "level", "-o", path)
    code, said = run(capsys, path, "--log", log.vkey)
    assert (code, "Bahwa kunci sandi menandatanganinya: itu dapat diperiksa" in said) == (0, True)
    leaf, shown = signed(text="cd" * 32)
    log = Log([b"{}", leaf])
    path.write_bytes(log.receipt(1, {"leaf": leaf.decode(), "disclosures": shown}, {}))
    code, said = run(capsys, path, "--log", log.vkey)
    assert (code, "kunci sandi menandatangani naskah lain" in said) == (1, True)


def test_what_cannot_be_read_says_so(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "catatan.txt").write_text("Halo")
    (files / "kosong.pdf").write_bytes(b"%PDF-1.7\n")
    (files / "rusak").write_bytes(b"log x\nquorum none\n")
    for words, why in (
        ((files / "tidak-ada",), "tidak dapat dibuka: No such file"),
        ((files,), "tidak dapat dibuka"),
        ((files / "catatan.txt",), "tidak memuat bukti maupun janji buku besar"),
        ((files / "kosong.pdf",), "tidak memuat bukti maupun janji buku besar"),
        ((files / "janji.txt", "--policy", files / "rusak"), "baris 1 kebijakan: ini bukan kunci"),
        ((files / "janji.txt", "--log", "x"), "ini bukan kunci: x"),
    ):
        code, said = run(capsys, *words)
        assert (code, why in said) == (2, True), said
    code, said = run(capsys, files / "catatan.txt", "--json")
    assert (code, "neither a receipt" in json.loads(said)["error"]) == (2, True)


@pytest.mark.parametrize("package", ["netral_verify", "netral_witness"])
def test_the_programs_run_without_django_and_without_netral(package: str, tmp_path: Path) -> None:
    """Import every module where neither can be found."""
    root = Path(__file__).parent.parent.parent
    source = f"""
import importlib, pkgutil, sys
for name in ("netral", "config", "django"):
    sys.modules[name] = None  # whoever imports it fails
sys.path.insert(0, {str(root)!r})
package = importlib.import_module({package!r})
for found in pkgutil.iter_modules(package.__path__):
    importlib.import_module({package!r} + "." + found.name)
outside = {{"cryptography", "netral_verify", "netral_witness", "__main__", "_cffi_backend"}}
foreign = {{name.partition(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names)
print(*sorted(name for name in foreign - outside if sys.modules[name] is not None))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", source], check=False, capture_output=True, text=True,
        cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    brought = set(done.stdout.split())
    assert not {name for name in brought if name.startswith(("django", "netral", "config"))}
