"""Verification: four plain lines for whoever holds a paper, a code or a file."""

import io
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pytest_django import DjangoAssertNumQueries, Settings

from netral.kernel.codes import grouped
from netral.signing import bounds, pades, queries
from netral.signing.actions import seal, set_standing
from netral.signing.core import CODE_LENGTH, Look, Standing, readings
from netral.signing.examine import look
from netral.signing.limits import one_at_a_time
from netral.signing.models import Paper, SealKey
from netral.signing.verdict import Verdict, of_file
from netral.tenancy.models import Institution
from tests.signing.conftest import AT, NOW, issue_one


def upload(client: Client, content: bytes, name: str = "pakta.pdf") -> tuple[int, str]:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    answer = client.post("/verifikasi/", {"file": file})
    return answer.status_code, answer.content.decode()


def judged(pdf: bytes) -> Verdict:
    found = queries.by_file(pdf) or queries.by_examination(pdf)
    assert isinstance(found, Verdict), found
    return found


def meanings(verdict: Verdict) -> list[str]:
    return [line.meaning for line in verdict.lines]


def test_the_sealed_file_itself_is_genuine_on_all_four_lines(sealed: bytes) -> None:
    verdict = judged(sealed)
    assert verdict.headline == "Asli"
    assert meanings(verdict) == ["done"] * 4
    assert ("Ditandatangani oleh", "Ratna Kusumawardhani") in verdict.rows


def test_the_page_by_code_shortens_names_and_hides_numbers(
    client: Client, paper: Paper, sealed: bytes
) -> None:
    page = client.get(f"/verifikasi/{grouped(paper.code)}/").content.decode()
    assert "R. K." in page
    assert "Ratna" not in page
    assert "Asli" in page
    assert page.count("<dt>") >= 4
    assert "Tingkat 1" in page


@pytest.mark.parametrize(
    "spell",
    [
        pytest.param(str.lower, id="small letters"),
        pytest.param(" ".join, id="spaces"),
        pytest.param(lambda code: grouped(code, 3), id="other groups"),
        pytest.param(lambda code: f"http://localhost:8000/verifikasi/{code}/", id="address"),
        pytest.param(lambda code: code.replace("Q", "O").replace("J", "1"), id="look-alikes"),
    ],
)
def test_a_typed_code_is_read_as_people_type_it(
    spell: Callable[[str], str], client: Client, house: Institution
) -> None:
    code = "ABCQEFGHJKMNPVRST"
    issue_one(house, code=code)
    answer = client.get("/verifikasi/", {"kode": spell(code)}, follow=True)
    page = answer.content.decode()
    assert answer.status_code in {200, 404}
    assert code in readings(spell(code))
    if "look" not in str(spell) and answer.status_code == 200:
        assert "R. K." in page


def test_signed_and_not_sealed_yet_is_a_state_of_its_own(
    client: Client, house: Institution
) -> None:
    paper = issue_one(house)
    page = client.get(f"/verifikasi/{paper.code}/").content.decode()
    assert "Ditandatangani, belum disegel" in page
    verdict = queries.by_code(paper.code)
    assert verdict
    assert meanings(verdict) == ["due", "due", "done", "done"]


@pytest.mark.parametrize(
    ("standing", "word"),
    [
        (Standing.REVOKED, "dicabut"),
        (Standing.SUPERSEDED, "digantikan"),
        (Standing.ENDED, "berakhir lebih awal"),
    ],
)
def test_a_paper_that_no_longer_holds_says_so_first(
    standing: Standing, word: str, client: Client, paper: Paper, sealed: bytes
) -> None:
    set_standing(paper=paper, standing=standing, since=NOW + timedelta(days=2), note="Uji.")
    verdict = judged(sealed)
    assert word in verdict.headline
    assert verdict.meaning != "done"
    assert "Jumat, 28 Juni 2024" in verdict.summary


def test_an_unknown_code_is_a_plain_answer(client: Client) -> None:
    answer = client.get("/verifikasi/ABCD-EFGH-JKMN-PQRS-T/")
    assert answer.status_code == 404
    assert "Tidak ada dokumen" in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["", "ABC", "A" * 60, "' OR 1=1 --", "<script>x</script>", "½" * 17]
)
def test_what_is_no_code_is_told_with_its_length(typed: str, client: Client) -> None:
    answer = client.get("/verifikasi/", {"kode": typed})
    assert answer.status_code == 422
    assert "<script>x" not in answer.content.decode()


def _append(pdf: bytes) -> bytes:
    return pdf + b"\n% catatan\n"


def _flip(pdf: bytes) -> bytes:
    at = pdf.index(b"endstream") - 20
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def _update(pdf: bytes) -> bytes:
    """Add a revision that changes the title, as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Lang"].__class__("en")
    writer.update_root()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _resave(pdf: bytes) -> bytes:
    out = io.BytesIO()
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _other_time(pdf: bytes) -> bytes:
    return pdf.replace(b"20240626030000", b"20240627030000")


def _truncate(pdf: bytes) -> bytes:
    return pdf[: len(pdf) // 2]


@pytest.mark.parametrize(
    ("tamper", "headline"),
    [
        pytest.param(_append, "Ditambahi setelah disegel", id="bytes appended"),
        pytest.param(_update, "Ditambahi setelah disegel", id="a revision added"),
        pytest.param(_flip, "Berubah setelah disegel", id="a bit flipped"),
        pytest.param(_other_time, "Berubah setelah disegel", id="the time changed"),
        pytest.param(_resave, "Berubah setelah disegel", id="saved anew"),
    ],
)
def test_every_tampering_has_its_own_answer_and_none_is_green(
    tamper: Callable[[bytes], bytes], headline: str, sealed: bytes, paper: Paper
) -> None:
    verdict = judged(tamper(sealed))
    assert verdict.headline == headline
    assert verdict.meaning in {"late", "stopped"}
    assert "done" not in meanings(verdict)[0:1]
    assert verdict.code == paper.code


def test_a_signature_cut_from_another_paper_is_not_genuine(
    sealed: bytes, house: Institution, letter: bytes
) -> None:
    other = seal(paper=issue_one(house), pdf=letter.replace(b"\n%%EOF", b" \n%%EOF"), at=AT)

    def contents(pdf: bytes) -> tuple[int, int]:
        start = pdf.index(b"/Contents <") + len(b"/Contents ")
        return start, pdf.index(b">", start) + 1

    (start, end), (first, last) = contents(sealed), contents(other)
    verdict = judged(sealed[:start] + other[first:last] + sealed[end:])
    assert verdict.meaning == "stopped"


def test_hundreds_of_mutations_give_no_false_green(sealed: bytes, key: SealKey) -> None:
    """In this process, for speed: the child runs the very same `look`.

    The hex digits of the signature itself are the one place that it cannot cover: what changes
    there may still prove itself, but is not the file on record.
    """
    trusted, ours = pades.roots([key.certificate]), frozenset({key.fingerprint})
    gap = range(sealed.index(b"/Contents <"), sealed.index(b">", sealed.index(b"/Contents <")))
    tried = 0
    for at in range(0, len(sealed), len(sealed) // 320):
        mutant = sealed[:at] + bytes([sealed[at] ^ 0x20]) + sealed[at + 1 :]
        tried += 1
        try:
            seen = bounds.read(look(mutant, trusted))
        except Exception:  # noqa: BLE001, S112  # unreadable is an answer too
            continue
        assert at in gap or not any(s.intact and s.whole for s in seen.seals), at
        assert of_file(seen, ours=ours, known=None).meaning != "done"
    assert tried >= 300


def test_a_pdf_without_a_seal_is_not_called_false(letter: bytes) -> None:
    verdict = judged(letter)
    assert verdict.headline == "Bukan dokumen dari sini"
    assert verdict.meaning == "due"


def test_a_pdf_sealed_by_somebody_else_names_them_and_judges_nothing(letter: bytes) -> None:
    made = pades.new_seal(owner="Pihak Lain", passphrase="x" * 32, at=NOW)
    foreign = pades.seal(
        letter, pkcs12_bytes=made.pkcs12, passphrase="x" * 32, reason="", contact="", at=NOW
    )
    verdict = judged(foreign)
    assert verdict.headline == "Bukan dokumen dari sini"
    assert "Pihak Lain" in verdict.lines[2].answer
    assert "done" not in meanings(verdict)


def _locked(letter: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(letter)))
    handler = StandardSecurityHandler.build_from_pw("rahasia", "rahasia")
    writer.security_handler = handler
    writer._encrypt = writer.add_object(handler.as_pdf_object())
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def bomb() -> bytes:
    """Return a small PDF whose object stream unpacks to more than the reader may hold."""
    body = zlib.compress(zlib.compress(b"0 0 " * 60_000_000, 9), 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 30000000/First 200000000/Length "
    stream = head + str(len(body)).encode()
    stream += b"/Filter[/FlateDecode/FlateDecode]>>stream\n" + body + b"\nendstream endobj\n"
    at = len(stream)
    table = zlib.compress(bytes([1, 0, 0, 9, 0]) + bytes([2, 0, 0, 1, 0]) * 3)
    cross = (
        b"4 0 obj\n<</Type/XRef/W[1 3 1]/Index[1 4]/Size 5/Root 2 0 R/Filter/FlateDecode/Length "
    )
    cross += str(len(table)).encode() + b">>stream\n" + table + b"\nendstream endobj\n"
    return stream + cross + b"startxref\n" + str(at).encode() + b"\n%%EOF"


@pytest.mark.slow
def test_a_bomb_is_refused_within_bounds() -> None:
    found = queries.by_examination(bomb())
    assert isinstance(found, Look)
    assert found.problem in {"too_big", "unreadable"}


@pytest.mark.parametrize(
    ("make", "word"),
    [
        pytest.param(lambda _: b"", "kosong", id="empty"),
        pytest.param(lambda _: b"halo", "bukan PDF", id="not a PDF"),
        pytest.param(lambda _: b"PK\x03\x04" + b"x" * 500, "bukan PDF", id="a zip"),
        pytest.param(lambda _: b"%PDF-1.7\n" + b"[" * 200_000, "bukan PDF", id="deep nesting"),
        pytest.param(_truncate, "bukan PDF", id="truncated"),
        pytest.param(_locked, "kata sandi", id="locked with a password"),
        pytest.param(lambda _: b"%PDF-1.7\n" + b"x" * 10_000_001, "10 MB", id="huge"),
    ],
)
def test_a_file_that_cannot_be_examined_is_told_why(
    make: Callable[[bytes], bytes], word: str, client: Client, letter: bytes
) -> None:
    status, page = upload(client, make(letter))
    assert status == 422
    assert word in page


def test_an_upload_is_never_written_anywhere(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    upload(client, b"%PDF-1.7\n" + b"x" * 4_000_000)
    assert not list(tmp_path.glob("*.upload*"))
    assert not list(tmp_path.rglob("*.pdf"))


def test_asking_for_unknown_codes_is_limited_and_known_ones_are_not(
    client: Client, house: Institution
) -> None:
    paper = issue_one(house)
    missing = ["ABCDEFGHJKMNPQRS" + sign for sign in "23456789ABCDEFGHJKMNPQRST"]
    answers = [client.get(f"/verifikasi/{code}/").status_code for code in missing]
    assert answers.count(404) == 20
    assert set(answers) == {404, 429}
    assert client.get(f"/verifikasi/{paper.code}/").status_code == 200


def test_files_are_limited_by_address(client: Client) -> None:
    statuses = [upload(client, b"halo")[0] for _ in range(8)]
    assert statuses == [422] * 6 + [429] * 2
    cache.clear()


def test_files_of_ours_are_not_limited(client: Client, sealed: bytes) -> None:
    assert [upload(client, sealed)[0] for _ in range(8)] == [200] * 8


def test_strange_files_are_examined_one_after_the_other(client: Client, letter: bytes) -> None:
    with one_at_a_time():
        status, page = upload(client, letter)
    assert status == 429
    assert "Pilih berkas itu lagi" in page
    assert upload(client, letter)[0] == 200


def test_an_upload_needs_its_token(letter: bytes) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert upload(strict, letter)[0] == 403


def test_a_page_by_code_costs_few_queries(
    client: Client,
    paper: Paper,
    sealed: bytes,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(4):
        client.get(f"/verifikasi/{paper.code}/")


def test_codes_are_read_with_bounded_guesses() -> None:
    assert readings("0" * CODE_LENGTH) == []
    assert len(readings("ABCDEFGHJKMNPQR00")) == 4
