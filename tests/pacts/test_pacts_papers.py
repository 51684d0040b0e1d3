"""The paper of a pact: one page, only what is true, the same octets every time."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from netral.access.core import Role
from netral.orgs.core import PersonKind
from netral.orgs.queries import root
from netral.pacts import papers
from netral.pacts.actions.counter import clean, confirm_paper, take_paper
from netral.pacts.actions.reports import make_report, report_pdf
from netral.pacts.actions.seals import due, paper_of, seal_due, seal_some
from netral.pacts.errors import CannotMove
from netral.pacts.models import Campaign, PaperForm, Signature
from netral.signing.actions import create_seal_key
from netral.signing.models import Paper, SealKey
from netral.signing.queries import look_into
from netral_verify.receipt import Receipt
from tests.log import keep
from tests.pacts.conftest import AT, BY, City, Sign, later, pledges
from tests.pacts.test_pacts_scans import picture

LONG = "Raden Mas Haji Muhammad Kusumawardhana Sastrodiningrat Purnama"


def words(pdf: bytes, tmp_path: Path) -> str:
    """Read the text as poppler does, without line breaks."""
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils")
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split())


def test_the_paper_says_who_when_what_and_how_sure(
    campaign: Campaign, put_name: Sign, tmp_path: Path
) -> None:
    signature = put_name(pledges(campaign)[0])
    said = words(papers.pact(signature), tmp_path)
    assert signature.signer["name"] in said
    assert "Rabu, 26 Juni 2024 pukul 10.00 WIB" in said
    assert "Tingkat 1" in said
    assert campaign.text_sha256 in said.replace(" ", "")
    assert "Menolak politik uang" in said
    assert "BSrE" not in said
    assert "Tidak memakai sertifikat" in said


def test_only_civil_servants_show_their_whole_number(
    campaign: Campaign, put_name: Sign, tmp_path: Path
) -> None:
    signature = put_name(pledges(campaign)[0])
    number = signature.signer["identity"]
    assert number not in words(papers.pact(signature), tmp_path)
    signature.signer |= {"kind": PersonKind.PNS.value, "identity": "198609262015051000"}
    assert "198609262015051000" in words(papers.pact(signature), tmp_path)


def test_the_longest_names_still_fit_on_one_page(campaign: Campaign, put_name: Sign) -> None:
    signature = put_name(pledges(campaign)[0])
    signature.signer |= {"name": f"Prof. Dr. Ir. {LONG}, S.Sos., M.Si., Ph.D.", "grade": "IV/e",
                         "position": LONG * 2, "unit": LONG * 2}  # fmt: skip
    reader = PdfFileReader(io.BytesIO(papers.pact(signature)))
    assert reader.root["/Pages"]["/Count"] == 1


def test_the_same_signature_is_set_in_the_same_octets(campaign: Campaign, put_name: Sign) -> None:
    signature = put_name(pledges(campaign)[0])
    again = Signature.objects.get(pk=signature.pk)
    assert papers.pact(signature) == papers.pact(again)


def test_without_a_seal_the_paper_says_that_it_has_none(
    campaign: Campaign, put_name: Sign, tmp_path: Path
) -> None:
    signature = put_name(pledges(campaign)[0])
    pdf = paper_of(signature=signature, at=AT)
    assert b"/ByteRange" not in pdf
    assert "belum disegel" in words(pdf, tmp_path)


def test_what_a_dead_worker_left_is_sealed_by_the_next(
    sealed_house: object, campaign: Campaign, put_name: Sign
) -> None:
    made = [put_name(pledge) for pledge in pledges(campaign)[:4]]
    assert seal_some(paper_ids=[made[0].paper_id, made[0].paper_id], at=later(hours=1)) == 1
    assert seal_some(paper_ids=[made[0].paper_id], at=later(hours=1)) == 0
    assert due(at=AT, limit=10) == [each.paper_id for each in made[1:]]
    assert seal_due(at=later(hours=2), limit=2) == 2
    assert seal_due(at=later(hours=2)) == 1
    assert not Paper.objects.filter(sealed_at=None).exists()
    assert len(set(Paper.objects.values_list("sha256", flat=True))) == 4


def test_a_paper_that_cannot_be_set_keeps_no_other_waiting(
    sealed_house: object, campaign: Campaign, put_name: Sign
) -> None:
    broken, whole = [put_name(pledge) for pledge in pledges(campaign)[:2]]
    Signature.objects.filter(pk=broken.pk).update(signer={})
    assert seal_due(at=later(hours=1)) == 1
    whole.paper.refresh_from_db()
    assert whole.paper.sealed_at is not None


def test_without_a_seal_the_sweeper_finds_nothing_to_do(campaign: Campaign, put_name: Sign) -> None:
    put_name(pledges(campaign)[0])
    assert due(at=AT, limit=10) == []
    assert seal_due(at=AT) == 0


def test_a_seal_that_has_run_out_stops_nobody_elses(
    make_city: Callable[[str], City], put_name: Sign
) -> None:
    houses = [make_city("99.71"), make_city("99.72")]
    for city in houses:
        create_seal_key(institution=city.house, by=BY, at=AT)
        city.people("Dinas Kesehatan", 1)
        put_name(pledges(city.campaign())[0])
    SealKey.objects.of(houses[0].house).update(valid_to=AT.logged)
    assert seal_due(at=AT) == 1
    assert Paper.objects.get(sealed_at=None).institution == houses[0].house


def test_a_scan_that_was_confirmed_stays_what_was_confirmed(
    staffed: City, campaign: Campaign
) -> None:
    pledge, seen = pledges(campaign)[0], pledges(campaign)[0]
    one, two = staffed.officer("satu", Role.OPERATOR), staffed.officer("dua", Role.OPERATOR)
    facts = {"scan": clean(picture()), "signed_at": AT.acted, "by": f"user:{one.pk}", "at": AT}
    confirm_paper(form=take_paper(pledge=pledge, **facts), by=f"user:{two.pk}", at=AT)  # type: ignore[arg-type]
    with pytest.raises(CannotMove):  # the page was opened before the second officer confirmed
        take_paper(pledge=seen, **facts)  # type: ignore[arg-type]
    assert PaperForm.objects.get().confirmed_by == f"user:{two.pk}"


def test_a_pact_from_the_counter_says_level_nought(
    staffed: City, campaign: Campaign, tmp_path: Path
) -> None:
    pledge = pledges(campaign)[0]
    one, two = staffed.officer("satu", Role.OPERATOR), staffed.officer("dua", Role.OPERATOR)
    form = take_paper(
        pledge=pledge, scan=clean(picture()), signed_at=AT.acted, by=f"user:{one.pk}", at=AT
    )
    signature = confirm_paper(form=form, by=f"user:{two.pk}", at=AT)
    assert "Tingkat 0" in words(papers.pact(signature), tmp_path)


def test_a_report_counts_everybody_and_names_nobody(
    sealed_house: object, staffed: City, campaign: Campaign, put_name: Sign, tmp_path: Path
) -> None:
    signature = put_name(pledges(campaign)[0])
    made = make_report(campaign=campaign, unit=root(staffed.house), by=BY, at=AT)
    pdf = report_pdf(report=made, at=AT)
    assert report_pdf(report=made, at=later(days=1)) == pdf
    said = words(pdf, tmp_path)
    assert "Laporan Sementara".upper() in said.upper()
    assert "1 dari 12 pegawai" in said
    assert "Dinas Pendidikan" in said
    assert signature.signer["name"] not in said


def test_a_report_carries_the_proof_of_its_figures(
    sealed_house: object, staffed: City, campaign: Campaign, tmp_path: Path
) -> None:
    made = make_report(campaign=campaign, unit=root(staffed.house), by=BY, at=AT)
    keep(AT.logged)
    pdf = report_pdf(report=made, at=AT)
    inside = Receipt.parse(look_into(pdf, "bukti.tlog-proof").attached)
    told = inside.disclosed()
    assert told["act"] == "campaign.reported"
    assert told["detail"]["whole"] == made.figures["whole"]
    assert "actor" not in told
    assert f"Catatan nomor {inside.index}" in words(pdf, tmp_path)


def test_a_report_that_is_opened_before_the_log_has_it_carries_the_promise(
    sealed_house: object, staffed: City, campaign: Campaign, tmp_path: Path
) -> None:
    made = make_report(campaign=campaign, unit=root(staffed.house), by=BY, at=AT)
    pdf = report_pdf(report=made, at=AT)
    assert look_into(pdf, "janji.txt").attached.startswith(b"netral/promise/v1\n")
    assert "Menunggu giliran" in words(pdf, tmp_path)
