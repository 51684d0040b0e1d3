"""What strangers see of circulars: what is in force, and nothing before that."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from netral.circulars.actions.drafts import draft
from netral.circulars.actions.life import submit
from netral.circulars.actions.publishing import publish, revoke
from netral.circulars.actions.sealing import seal_circular
from netral.circulars.core import Dating, Form
from netral.circulars.core.text import record_sha256
from netral.circulars.models import Circular
from netral.kernel.codes import grouped
from netral.orgs.models import Unit
from netral.signing.actions import create_seal_key
from netral.signing.queries import logged, look_into
from netral.tenancy.models import Institution
from netral_verify.receipt import Receipt
from tests.cast import AT, BY, Member
from tests.circulars import scene
from tests.log import keep

SignIn = Callable[..., None]


@pytest.fixture
def root(tree: dict[str, Unit]) -> Unit:
    return tree["32.76"]


@pytest.fixture
def circular(root: Unit, wali: Member) -> Circular:
    return scene.published(root, wali)


def page(client: Client, circular: Circular) -> str:
    answer = client.get(f"/edaran/{circular.slug}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_stands_in_the_letter(client: Client, circular: Circular) -> None:
    said = page(client, circular)
    for part in (
        "Surat edaran Nomor 270/343-Huk", "Berlaku", circular.subject, "<strong>Wali Contoh<",
        "Wali Kota Depok", "Kewajiban", "Larangan", "Yang diperbolehkan", 'id="butir-4"',
        "Tugas kedinasan tidak terganggu.", "Paling lambat Jumat, 28 Juni 2024 pukul 16.00 WIB",
        "Semua aparatur sipil negara (ASN)", "Pemilihan Kepala Daerah Serentak 2024",
        "Sebelum penetapan calon", "Menteri Dalam Negeri", "Diterbitkan",
    ):  # fmt: skip
        assert part in said, part
    assert circular.paper is not None
    assert grouped(circular.paper.code) in said


def test_only_bases_without_a_found_source_are_marked(client: Client, circular: Circular) -> None:
    said = page(client, circular)
    assert said.count("Belum diverifikasi") == 1
    assert said.index("Undang-Undang Nomor 20") < said.index("Belum diverifikasi")
    assert said.index("Belum diverifikasi") < said.index("Keputusan Bersama lima lembaga")


@pytest.mark.parametrize("form", ["/", ".json", ".pdf", "/jdih/"])
def test_before_it_is_published_there_is_nothing(
    client: Client, root: Unit, wali: Member, form: str
) -> None:
    first = scene.drafted(root)
    second = submit(circular=scene.drafted(root), by=BY, at=AT)
    third = scene.signed(root, wali)
    for hidden in (first, second, third):
        assert client.get(f"/edaran/{hidden.slug}{form}").status_code == 404
    assert client.get(f"/edaran/tiada{form}").status_code == 404
    assert third.subject not in client.get("/edaran/").content.decode()


def test_a_draft_is_hidden_from_its_own_drafter_here(
    client: Client, root: Unit, laras: Member, sign_in: SignIn
) -> None:
    sign_in(client, laras.user)
    assert client.get(f"/edaran/{scene.drafted(root).slug}/").status_code == 404


def test_a_short_address_may_be_typed_in_capitals(client: Client, circular: Circular) -> None:
    assert client.get(f"/edaran/{circular.slug.upper()}/").status_code == 200


def test_what_is_revoked_stays_readable_with_the_reason(client: Client, circular: Circular) -> None:
    revoke(circular=circular, reason="Ada kekeliruan.", by=BY, at=AT)
    said = page(client, circular)
    assert "Dicabut pada Rabu, 26 Juni 2024. Alasan: Ada kekeliruan." in said
    assert circular.subject not in client.get("/edaran/").content.decode()


def test_what_is_superseded_names_its_successor(
    client: Client, root: Unit, wali: Member, circular: Circular
) -> None:
    new = scene.published(root, wali, "270/344-Huk", supersedes=circular)
    circular.refresh_from_db()
    assert f'<a href="/edaran/{new.slug}/">270/344-Huk</a>' in page(client, circular)
    assert f'<a href="/edaran/{circular.slug}/">270/343-Huk</a>' in page(client, new)


def test_an_instruction_without_number_and_date_is_honest(
    client: Client, root: Unit, wali: Member
) -> None:
    made = scene.published(root, wali, "", form=Form.INSTRUCTION, dating=Dating.UNKNOWN)
    said = page(client, made)
    assert "Instruksi tanpa nomor" in said
    assert "Tanggal tidak diketahui" in said
    dated = scene.published(
        root, wali, "", form=Form.INSTRUCTION, dating=Dating.AT_LATEST, dated_on=date(2024, 5, 31)
    )
    assert "Selambat-lambatnya 31 Mei 2024" in page(client, dated)


def test_hostile_words_stay_words(client: Client, root: Unit, wali: Member) -> None:
    evil = "<script>alert(1)</script>"
    made = scene.published(root, wali, f"{evil}/1", subject=evil, opening=evil, recipients=[evil])
    for said in (page(client, made), client.get("/edaran/").content.decode()):
        assert "<script>alert" not in said
        assert "&lt;script&gt;alert(1)" in said
    told = client.get("/edaran/", {"cari": '"><script>alert(1)</script>\x00'})
    assert "<script>alert" not in told.content.decode()


def test_whom_it_binds_may_state_it_here_and_strangers_may_not(
    client: Client, circular: Circular, ratna: Member, wali: Member, sign_in: SignIn
) -> None:
    form = f'action="/edaran/{circular.slug}/baca/"'
    assert form not in page(client, circular)
    sign_in(client, ratna.user)
    assert form in page(client, circular)
    sign_in(client, wali.user)  # an elected head of region is nobody's staff
    assert form not in page(client, circular)


# ---- Derived circulars


def derived(parent: Circular, unit: Unit, head: Member) -> Circular:
    clauses = [scene.restated(clause) for clause in parent.clauses.all()]
    facts = scene.facts(unit, subject="Netralitas di Kecamatan Beji", clauses=clauses)
    made = draft(institution=parent.institution, facts=facts, by=BY, at=AT, parent=parent)
    made = submit(circular=made, by=BY, at=AT)
    return publish(circular=scene.sign_as(made, head, "100/1/Beji"), by=BY, at=AT)


def test_derived_circulars_stand_under_their_parent(
    client: Client, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    parent = scene.published(tree["32.76"], wali)
    child = derived(parent, tree["32.76.06"], hendra)
    assert "1 dari 1 unit menerbitkan edaran turunan, 100" in page(client, parent)
    assert f"?induk={parent.slug}" in page(client, parent)
    assert f'<a href="/edaran/{parent.slug}/">' in page(client, child)
    everything = client.get("/edaran/").content.decode()
    assert child.subject not in everything
    assert "1 edaran unit" in everything
    below = client.get("/edaran/", {"induk": parent.slug}).content.decode()
    assert child.subject in below
    assert "1 edaran turunan berlaku" in below
    assert child.subject in client.get("/edaran/", {"cari": "beji"}).content.decode()
    assert client.get("/edaran/", {"induk": "tiada"}).status_code == 404


# ---- The list


@pytest.mark.parametrize(
    ("words", "found"),
    [("343", True), ("netralitas WALI", True), ("270/343-huk", True), ("bogor", False)],
)
def test_the_list_is_searched_in_number_and_subject(
    client: Client,
    circular: Circular,
    words: str,
    found: bool,  # noqa: FBT001  # a table's column
) -> None:
    said = client.get("/edaran/", {"cari": words}).content.decode()
    assert (circular.subject in said) is found
    assert ("Tidak ada edaran berlaku yang cocok" in said) is not found


def test_the_list_of_one_government_holds_no_other(client: Client, circular: Circular) -> None:
    other = Institution.objects.create(
        code="99.99", slug="lain", name="Pemerintah Kota Lain", place="Lain", kind="city",
        head_title="Wali Kota Lain", zone="Asia/Jakarta",
    )  # fmt: skip
    assert circular.subject in client.get("/edaran/?instansi=depok").content.decode()
    said = client.get(f"/edaran/?instansi={other.slug}").content.decode()
    assert circular.subject not in said
    assert "Belum ada edaran yang berlaku di sini" in said
    assert client.get("/edaran/?instansi=tiada").status_code == 404
    assert client.get("/edaran/?instansi=").status_code == 200


def test_pages_of_the_list_hold_twenty(client: Client, root: Unit, wali: Member) -> None:
    made = scene.published(root, wali)
    for n in range(1, 24):
        made.pk, made.slug, made.number, made.paper = None, f"edaran{n}", f"9/{n}", None
        made._state.adding = True
        made.save()
    first, second = client.get("/edaran/"), client.get("/edaran/?page=2")
    assert first.content.decode().count("<article") == 20
    assert second.content.decode().count("<article") == 4
    assert client.get("/edaran/?page=zzz").status_code == 200


def test_the_list_asks_no_more_for_more_rows(
    client: Client, root: Unit, wali: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(1, 6):
        scene.published(root, wali, f"9/{n}")
    with django_assert_max_num_queries(4):
        client.get("/edaran/")


def test_the_page_asks_no_more_for_more_clauses(
    client: Client, root: Unit, wali: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = scene.published(root, wali, clauses=scene.CLAUSES * 10)
    with django_assert_max_num_queries(12):
        client.get(f"/edaran/{made.slug}/")


# ---- For machines


def test_the_json_lets_anybody_recompute_the_hash(client: Client, circular: Circular) -> None:
    told = json.loads(client.get(f"/edaran/{circular.slug}.json").content)
    assert record_sha256(told["text"]) == told["text_sha256"] == circular.text_sha256
    assert told["number"] == {"raw": "270/343-Huk", "code": "270", "sequence": 343}
    assert told["status"] == "published"
    assert told["url"].endswith(f"/edaran/{circular.slug}/")
    assert told["derived"] == 0
    assert told["parent"] is None
    assert told["paper"]["level"] == 1


def test_the_pdf_is_sealed_at_first_opening(
    client: Client, depok: Institution, circular: Circular
) -> None:
    unsealed = client.get(f"/edaran/{circular.slug}.pdf")
    assert unsealed.content.startswith(b"%PDF")
    create_seal_key(institution=depok, by=BY, at=AT)
    first, second = (client.get(f"/edaran/{circular.slug}.pdf") for _ in range(2))
    assert first.content == second.content
    assert b"/ByteRange" in first.content
    assert b"/ByteRange" not in unsealed.content
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == (
        'inline; filename="surat-edaran-270-343-huk.pdf"'
    )


def test_nothing_here_can_be_posted_to(client: Client, circular: Circular) -> None:
    for form in ("/", ".json", ".pdf", "/jdih/"):
        assert client.post(f"/edaran/{circular.slug}{form}").status_code == 405
    assert client.post("/edaran/").status_code == 405


# ---- In the log


def test_everybody_may_have_the_proof_of_a_circular(client: Client, circular: Circular) -> None:
    waiting = client.get(f"/edaran/{circular.slug}/").content.decode()
    assert "Menunggu giliran" in waiting
    assert client.get(f"/edaran/{circular.slug}/?bagian=log").status_code == 204
    keep(AT.logged)
    page = client.get(f"/edaran/{circular.slug}/").content.decode()
    assert page.count("Catatan nomor") == page.count('class="proof') > 2
    found = Receipt.parse(client.get(f"/edaran/{circular.slug}.tlog-proof?isian=semua").content)
    assert found.leaf.public == {"doc": circular.text_sha256, "no": "270/343-Huk"}
    assert found.disclosed() == {}


def test_letter_code_page_and_download_prove_the_same_entry(
    client: Client, circular: Circular
) -> None:
    keep(AT.logged)
    pdf = seal_circular(circular=circular, at=AT)
    inside = Receipt.parse(look_into(pdf, "bukti.tlog-proof").attached)
    told = inside.disclosed()
    assert inside.leaf.kind.name == "circular.published/1"
    assert (told["text"], told["number"]) == (circular.text_sha256, circular.number)
    assert "actor" not in told
    download = client.get(f"/edaran/{circular.slug}.tlog-proof").content
    assert Receipt.parse(download).leaf == inside.leaf
    assert circular.paper is not None
    where = logged(circular.paper)  # what the code on the letter leads to
    address = where.url.removeprefix(settings.BASE_URL)
    for path in (f"/edaran/{circular.slug}/", f"/verifikasi/{grouped(circular.paper.code)}/"):
        assert f'href="{address}"' in client.get(path).content.decode(), path
    assert inside.index == where.index


def test_a_letter_that_is_not_published_proves_its_signature(root: Unit, wali: Member) -> None:
    made = scene.signed(root, wali)
    keep(AT.logged)
    assert made.paper is not None
    told = Receipt.parse(logged(made.paper).receipt).disclosed()
    assert told["act"] == "circular.signed"
    assert told["detail"]["text"] == made.text_sha256
    assert "actor" not in told


def test_what_is_not_published_has_no_proof_in_public(
    client: Client, root: Unit, wali: Member
) -> None:
    made = scene.signed(root, wali)
    keep(AT.logged)
    assert client.get(f"/edaran/{made.slug}.tlog-proof").status_code == 404
