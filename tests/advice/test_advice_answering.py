"""Answering: once, with the rules of the day, sealed, and shown to whom the asker likes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from netral.advice.actions import answering, sealing
from netral.advice.actions.answering import Answering
from netral.advice.core import LONGEST, State, Verdict
from netral.advice.core.binding import fingerprint
from netral.advice.errors import NoLongerOpen, TakenByAnother, UnknownRule
from netral.advice.models import Answer, Question
from netral.advice.queries import texts
from netral.kernel.codes import grouped
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.signing.actions import create_seal_key
from netral.signing.models import Paper
from netral.signing.queries import by_code, by_file, look_into
from netral.tenancy.models import Institution
from netral.web.chores import seal_papers
from netral_verify.receipt import Receipt
from tests.advice.conftest import TEXT, Rules, seated
from tests.cast import AT, BY, Member
from tests.ledger.whole import is_whole
from tests.log import keep

pytestmark = pytest.mark.django_db
As = Callable[[Member], Client]
SAYING = Answering(
    verdict=Verdict.FORBIDDEN,
    text="Jangan menyukai unggahan itu.\n\nItu menunjukkan dukungan.",
    rules=("SKB22-KE-02",),
    facts="Akun itu dapat dilihat umum.",
)


@pytest.fixture
def answered(question: Question, sari: Member) -> Answer:
    mine = seated(sari.user, question.institution)
    return answering.answer(question=question, answering=SAYING, seat=mine)


def posted(**changes: object) -> dict[str, object]:
    return {"verdict": "allowed", "text": "Boleh.", "facts": "", "rules": ["PP94-N1"]} | changes


def test_the_answer_carries_date_version_and_hash_and_is_committed(answered: Answer) -> None:
    assert (answered.rule_version, answered.rule_sha256) == ("2024.1", "a" * 64)
    assert answered.answered_at == AT.acted
    entry, salt = answered.entry, texts.asked(answered.question).salt
    found = fields(entry)
    assert entry.kind == "advice.answered/1"
    assert found["question"] == [fingerprint(salt, TEXT)]
    assert found["answer"] == fingerprint(salt, f"{SAYING.text}\x00{SAYING.facts}")
    assert found["rules"] == {"version": "2024.1", "sha256": "a" * 64}
    assert found["asker"].startswith("asker:")
    assert json.loads(bytes(entry.leaf))["x"] == {"rules": "a" * 64}
    assert is_whole(entry)


def test_the_answer_is_frozen_with_the_titles_of_its_day(answered: Answer, rules: Rules) -> None:
    rules.base.rules[0].title.in_ = lambda _language: "Lain sama sekali"
    says = texts.body(answered)
    assert says.rules == (("SKB22-KE-02", "Dilarang: Menyukai unggahan"),)
    assert says.act == "menyukai unggahan"
    assert says.verdict is Verdict.FORBIDDEN


def test_a_question_is_answered_once(answered: Answer, yoga: Member, sari: Member) -> None:
    for member in (sari, yoga):
        with pytest.raises(NoLongerOpen):
            answering.answer(
                question=answered.question, answering=SAYING,
                seat=seated(member.user, answered.institution),
            )  # fmt: skip
    assert Answer.objects.count() == 1


def test_while_a_colleague_works_on_it_others_take_it_over_first(
    question: Question, sari: Member, yoga: Member, as_: As
) -> None:
    mine, other = (seated(m.user, question.institution) for m in (sari, yoga))
    answering.take(question=question, seat=mine)
    for act in (
        lambda: answering.answer(question=question, answering=SAYING, seat=other),
        lambda: answering.ask_back(question=question, text="?", seat=other),
    ):
        with pytest.raises(TakenByAnother):
            act()
    page = as_(yoga).get(reverse("advice:work", args=(question.slug,))).content.decode()
    assert "Sari Contoh sedang menangani" in page
    assert reverse("advice:answer", args=(question.slug,)) not in page
    refused = as_(yoga).post(reverse("advice:answer", args=(question.slug,)), posted(text=TEXT))
    assert refused.status_code == 409
    assert TEXT in refused.content.decode()
    as_(yoga).post(reverse("advice:take", args=(question.slug,)))
    assert answering.answer(question=question, answering=SAYING, seat=other).by == yoga.user


def test_only_rules_in_force_can_be_named(question: Question, sari: Member, as_: As) -> None:
    made_up = Answering(verdict=Verdict.ALLOWED, text="Boleh.", rules=("XX-1",))
    with pytest.raises(UnknownRule):
        answering.answer(
            question=question, answering=made_up, seat=seated(sari.user, question.institution)
        )
    url = reverse("advice:answer", args=(question.slug,))
    assert as_(sari).post(url, posted(rules=["XX-1"])).status_code == 422
    assert as_(sari).post(url, posted(verdict="maybe")).status_code == 422
    long = as_(sari).post(url, posted(text="kata " * LONGEST))
    assert long.status_code == 422
    assert "paling banyak 4.000" in long.content.decode().lower()
    assert not Answer.objects.exists()


def test_the_page_of_the_team_offers_rules_about_the_act_first(
    question: Question, sari: Member, as_: As
) -> None:
    page = as_(sari).get(reverse("advice:answer", args=(question.slug,))).content.decode()
    first, fold, rest = page.partition("Aturan lain")
    assert fold
    assert "(SKB22-KE-02)" in first
    for other in ("PP94-N1", "SKB20-01", "SKB22-KE-02.non_asn"):  # of any act, over, for others
        assert f"({other})" in rest
        assert f"({other})" not in first


def test_answering_through_the_page_tells_the_asker(
    question: Question, ratna: Member, sari: Member, as_: As
) -> None:
    url = reverse("advice:answer", args=(question.slug,))
    assert as_(sari).post(url, posted()).status_code == 302
    assert as_(sari).get(url).status_code == 409
    question.refresh_from_db()
    assert question.state == State.ANSWERED
    assert (
        "Pertanyaan Anda sudah dijawab" in as_(ratna).get(reverse("insight:mine")).content.decode()
    )
    assert "menunggu Anda" not in as_(ratna).get(reverse("notices:inbox")).content.decode()


def test_the_asker_is_told_that_the_rules_have_changed_since(
    answered: Answer, ratna: Member, rules: Rules, as_: As
) -> None:
    url = reverse("advice:question", args=(answered.question.slug,))
    assert "Aturan berubah sejak" not in as_(ratna).get(url).content.decode()
    rules.base.version, rules.sha256 = "2024.2", "b" * 64
    page = as_(ratna).get(url).content.decode()
    assert "Aturan atau edaran instansi ini berubah sejak jawaban ini." in page


# ---- The paper


def test_the_paper_says_everything_but_who_asked(
    answered: Answer, sari: Member, program: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(sealing.paper_of(answer=answered, at=AT))
    reader: list[Path | str] = [program("pdftotext"), "-layout", tmp_path / "a.pdf", "-"]
    text = subprocess.run(reader, capture_output=True, text=True, check=True).stdout
    said = " ".join(text.split())
    for word in (
        "26 Juni 2024", "PNS", "menyukai unggahan", "Dilarang", "Jangan menyukai", "SKB22-KE-02",
        "Akun itu dapat dilihat umum", "versi 2024.1", "a" * 64, "TIM NETRALITAS",
        "janji.txt", grouped(answered.paper.code),
    ):  # fmt: skip
        assert word in said
    assert not {"Ratna", "Beji", "Sari"} & set(said.replace(",", " ").split())


def test_the_paper_is_sealed_once_and_only_for_the_asker(
    answered: Answer, ratna: Member, sari: Member, depok: Institution, as_: As
) -> None:
    url = reverse("advice:paper", args=(answered.question.slug,))
    unsealed = as_(ratna).get(url)
    assert unsealed.content.startswith(b"%PDF")
    assert Paper.objects.get(pk=answered.paper_id).sealed_at is None
    create_seal_key(institution=depok, by=BY, at=AT)
    first, second = as_(ratna).get(url), as_(ratna).get(f"{url}?unduh")
    assert first.content == second.content != unsealed.content
    assert first.headers["Content-Disposition"].startswith("inline")
    assert "no-store" in first.headers["Cache-Control"]
    assert as_(sari).get(url).status_code == 404


def test_whoever_holds_the_paper_can_check_it_and_learns_not_who_asked(
    answered: Answer, ratna: Member, depok: Institution, as_: As
) -> None:
    create_seal_key(institution=depok, by=BY, at=AT)
    pdf = as_(ratna).get(reverse("advice:paper", args=(answered.question.slug,))).content
    code = Paper.objects.get(pk=answered.paper_id).code
    found, typed = by_file(pdf), by_code(grouped(code))
    assert found is not None
    assert typed is not None
    assert found.headline == typed.headline == "Asli"
    page = Client().get(reverse("signing:paper", args=(grouped(code),))).content.decode()
    assert "Jawaban tertulis tim netralitas" in page
    for secret in ("Ratna", "unggahan", "Dilarang", "Sari", "Kecamatan", answered.question.slug):
        assert secret not in page


def test_the_paper_lies_encrypted_in_the_store(answered: Answer, depok: Institution) -> None:
    create_seal_key(institution=depok, by=BY, at=AT)
    pdf = sealing.paper_of(answer=answered, at=AT)
    (kept,) = settings.STORE.rglob("*.pdf")
    assert b"%PDF" not in kept.read_bytes()
    assert sealing.paper_of(answer=answered, at=AT) == pdf


def test_the_worker_seals_what_waits(answered: Answer, depok: Institution) -> None:
    assert seal_papers(AT.logged) == 0
    create_seal_key(institution=depok, by=BY, at=AT)
    assert sealing.seal_due(at=AT) == 1
    assert sealing.seal_due(at=AT) == 0
    assert Paper.objects.get(pk=answered.paper_id).sealed_at is not None


def test_one_that_cannot_be_sealed_is_logged_without_its_words(
    answered: Answer, depok: Institution, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    create_seal_key(institution=depok, by=BY, at=AT)

    def broken(*_args: object, **_more: object) -> bytes:
        raise RuntimeError(SAYING.text)

    monkeypatch.setattr(sealing, "paper_of", broken)
    assert sealing.seal_due(at=AT) == 0
    assert "dukungan" not in caplog.text


def test_before_the_answer_there_is_no_paper(question: Question, ratna: Member, as_: As) -> None:
    assert as_(ratna).get(reverse("advice:paper", args=(question.slug,))).status_code == 404


def test_the_history_of_a_question_ends_with_its_answer(answered: Answer) -> None:
    history = Entry.objects.filter(ref=bytes(answered.question.entry.ref)).order_by("number")
    assert [e.act for e in history] == ["advice.asked", "advice.answered"]


def test_the_proof_of_an_answer_is_the_askers_alone(
    answered: Answer, ratna: Member, sari: Member, as_: As
) -> None:
    slug = answered.question.slug
    page = reverse("advice:question", args=(slug,))
    assert "Menunggu giliran" in as_(ratna).get(page).content.decode()
    assert as_(ratna).get(f"{page}?bagian=log").status_code == 204
    keep(AT.logged)
    assert "Catatan nomor" in as_(ratna).get(f"{page}?bagian=log").content.decode()
    proof = reverse("advice:proof", args=(slug,))
    told = Receipt.parse(as_(ratna).get(f"{proof}?isian=semua").content).disclosed()
    assert told["rules"]["sha256"] == answered.rule_sha256
    assert "Ratna" not in str(told)
    for address in (proof, reverse("advice:fields", args=(slug,))):
        assert as_(ratna).get(address).status_code == 200
        assert as_(sari).get(address).status_code == 404


def test_the_paper_of_an_answer_opens_nothing_that_leads_to_the_asker(answered: Answer) -> None:
    keep(AT.logged)
    pdf = sealing.paper_of(answer=answered, at=AT)
    inside = Receipt.parse(look_into(pdf, "bukti.tlog-proof").attached)
    assert set(inside.disclosed()) == {"rules", "acted_at"}
