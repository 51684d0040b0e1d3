"""What a chain shows of one person, to whom, and how it is sealed."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from netral.access.models import User
from netral.circulars.actions.cascade import derive, state_read
from netral.circulars.actions.life import sign as sign_circular
from netral.circulars.actions.life import submit
from netral.circulars.actions.publishing import publish
from netral.circulars.models import CascadeItem, Circular, Clause
from netral.duties.actions.chains import seal_chain
from netral.duties.core.chain import Link, Standing, Step, Viewer, count
from netral.duties.core.proofs import NAME, holds, verify
from netral.duties.errors import ChainBroken
from netral.duties.models import ChainLook, Digest
from netral.duties.queries.chain import Subject, links, scope_of
from netral.duties.queries.chain_files import examined
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, erase, record
from netral.ledger.core.leaf import b64u
from netral.ledger.models import Disclosure, Entry, Place
from netral.ledger.queries.marks import mark
from netral.ledger.queries.promises import promised
from netral.orgs.actions.people import transfer
from netral.orgs.models import Holding, Unit
from netral.outreach.models import CourseResult
from netral.pacts.actions.signing import sign
from netral.pacts.models import Pledge
from netral.signing.core import Level
from netral.signing.errors import NoSeal
from netral.signing.queries import look_into, sealed_bytes
from netral.signing.store import MARK
from netral.supervision.models import Guidance
from netral.tenancy.models import Institution
from tests.cast import Member, Owner, opened_pact
from tests.circulars.scene import REENTRY
from tests.log import WITNESS, keep, name_witnesses

pytestmark = pytest.mark.django_db
Of = Callable[[Any, Clause], Subject]
SignIn = Callable[[Client, User], None]


def link(subject: Subject, step: Step) -> Link:
    return next(each for each in links(subject) if each.step is step)


def read(member: Member, circular: Circular, at: Moment) -> None:
    state_read(circular=circular, person=member.person, at=at)


def sign_pact(member: Member, circular: Circular, at: Moment) -> None:
    campaign = opened_pact(circular.institution, at, circular)
    rows = Pledge.objects.select_related("person", "unit", "wave", "campaign__institution")
    pledge = rows.get(campaign=campaign, person=member.person)
    sign(
        pledge=pledge, level=Level.REENTRY, method="password",
        text_sha256=pledge.campaign.text_sha256, by=f"user:{member.user.pk}", at=at,
    )  # fmt: skip


def entry(member: Member, act: str, at: Moment) -> Entry:
    said = Act(act=act, actor="user:1", subject=f"person:{member.person.pk}")
    return record(said, institution=member.person.institution, at=at)


def quiz(member: Member, at: Moment, *, act: str, right: bool) -> None:
    CourseResult.objects.create(
        institution=member.person.institution, person=member.person, course="staff",
        phase="campaign", rules_version="x", score=int(right), total=1, passed=right,
        answers=[{"case": "1", "act": act, "given": "x", "right": right, "rules": [],
                  "clauses": []}],
        mark=str(CourseResult.objects.count()), taken_at=at.acted,
        entry=entry(member, "course.finished", at),
    )  # fmt: skip


def warn(member: Member, giver: Member, clause: Clause | None, at: Moment, **more: Any) -> Guidance:
    facts = {"kind": "warning", "clause": clause, "text": "Rahasia: hapus unggahan itu."} | more
    made: Guidance = Guidance.objects.create(
        institution=member.person.institution, slug=f"g{Guidance.objects.count()}",
        person=member.person, unit=member.person.unit,
        given_by=Holding.objects.get(person=giver.person), given_at=at.acted,
        entry=entry(member, "guidance.given", at), **facts,
    )  # fmt: skip
    return made


def opened(given: Guidance, member: Member, at: Moment) -> None:
    seen = entry(member, "guidance.seen", at)
    Guidance.objects.filter(pk=given.pk).update(seen_at=at.acted, seen_entry=seen)


# ---- The links


def test_a_chain_without_any_deed_shows_every_gap(clause: Clause, ratna: Member, of: Of) -> None:
    found = links(of(ratna, clause))
    assert [each.step for each in found] == list(Step)
    standings = {each.step: each.standing for each in found}
    assert standings == {
        Step.PUBLISHED: Standing.THERE,
        Step.REACHED: Standing.THERE,
        Step.READ: Standing.MISSING,
        Step.ATTENDED: Standing.NOT_ASKED,
        Step.ANSWERED: Standing.MISSING,
        Step.SIGNED: Standing.NOT_ASKED,
        Step.WARNED: Standing.MISSING,
    }
    assert all(each.gap for each in found[2:])
    assert (count(found).there, count(found).asked) == (0, 2)


def test_a_reading_is_the_person_s_own_and_no_other_s(
    clause: Clause, circular: Circular, ratna: Member, bima: Member, at: Moment, of: Of
) -> None:
    read(bima, circular, at)
    assert link(of(ratna, clause), Step.READ).standing is Standing.MISSING
    assert link(of(bima, clause), Step.READ).deeds[0].at == at.acted


def test_a_wrong_answer_is_shown_and_does_not_count(
    clause: Clause, ratna: Member, at: Moment, of: Of
) -> None:
    quiz(ratna, at, act="kegiatan.ajakan", right=False)
    quiz(ratna, at, act="kampanye.ikut", right=True)
    found = link(of(ratna, clause), Step.ANSWERED)
    assert (found.standing, len(found.deeds)) == (Standing.MISSING, 1)
    quiz(ratna, at, act="kegiatan.ajakan", right=True)
    assert link(of(ratna, clause), Step.ANSWERED).standing is Standing.THERE


def test_a_clause_that_names_no_act_asks_no_question(
    circular: Circular, ratna: Member, of: Of
) -> None:
    duty = circular.clauses.get(kind="duty")
    assert link(of(ratna, duty), Step.ANSWERED).standing is Standing.NOT_ASKED


def test_a_duty_of_heads_binds_heads(
    circular: Circular, ratna: Member, hendra: Member, of: Of
) -> None:
    duty = circular.clauses.get(kind="duty")
    assert (of(ratna, duty).binds, of(hendra, duty).binds) == (False, True)


def test_who_refused_or_was_on_leave_is_said_as_it_is(
    clause: Clause, circular: Circular, ratna: Member, bima: Member, at: Moment, of: Of
) -> None:
    sign_pact(ratna, circular, at)
    assert link(of(ratna, clause), Step.SIGNED).standing is Standing.THERE
    assert link(of(bima, clause), Step.SIGNED).standing is Standing.MISSING
    Pledge.objects.filter(person=bima.person).update(state="on_leave")
    assert link(of(bima, clause), Step.SIGNED).standing is Standing.NOT_ASKED


def test_a_warning_counts_once_the_person_has_opened_it(
    clause: Clause, ratna: Member, hendra: Member, at: Moment, of: Of
) -> None:
    given = warn(ratna, hendra, clause, at)
    found = link(of(ratna, clause), Step.WARNED)
    assert (found.standing, len(found.deeds)) == (Standing.MISSING, 1)
    opened(given, ratna, at)
    found = link(of(ratna, clause), Step.WARNED)
    assert (found.standing, len(found.deeds)) == (Standing.THERE, 2)


def test_a_warning_that_cites_an_act_of_the_clause_counts_as_well(
    clause: Clause, ratna: Member, hendra: Member, at: Moment, of: Of
) -> None:
    act, *_ = scope_of(of(ratna, clause)).acts
    opened(warn(ratna, hendra, None, at, acts=[act]), ratna, at)
    opened(warn(ratna, hendra, None, at, acts=["something.else"]), ratna, at)
    found = link(of(ratna, clause), Step.WARNED)
    assert (found.standing, len(found.deeds)) == (Standing.THERE, 2)


def test_a_note_or_a_warning_about_something_else_is_no_warning_on_the_clause(
    clause: Clause, circular: Circular, ratna: Member, hendra: Member, at: Moment, of: Of
) -> None:
    other = circular.clauses.filter(kind="prohibition").order_by("order")[1]
    opened(warn(ratna, hendra, other, at), ratna, at)
    opened(warn(ratna, hendra, clause, at, kind="note"), ratna, at)
    found = link(of(ratna, clause), Step.WARNED)
    assert (found.standing, len(found.deeds)) == (Standing.MISSING, 2)


def test_the_own_circular_of_the_unit_counts_where_it_restates_the_clause(
    clause: Clause, circular: Circular, ratna: Member, hendra: Member, dewi: Member, at: Moment,
    of: Of,
) -> None:  # fmt: skip
    item = CascadeItem.objects.get(circular=circular, unit=hendra.person.unit)
    own = submit(circular=derive(item=item, user=hendra.user, at=at), by="user:1", at=at)
    numbered = replace(REENTRY, number="800/1-Beji")
    own = sign_circular(circular=own, user=hendra.user, signing=numbered, at=at)
    own = publish(circular=own, by="user:1", at=at)
    read(ratna, own, at)
    assert link(of(ratna, clause), Step.READ).standing is Standing.THERE
    assert len(link(of(ratna, clause), Step.PUBLISHED).deeds) == 2
    assert len(link(of(dewi, clause), Step.PUBLISHED).deeds) == 1  # of another unit


def test_a_clause_for_others_says_so(circular: Circular, wali: Member, of: Of) -> None:
    assert not of(wali, circular.clauses.filter(kind="prohibition")[0]).binds


# ---- Who may look


def page(subject: Subject) -> str:
    return reverse("duties:chain", args=[subject.person.pk, subject.clause.pk])


def test_the_head_looks_and_the_person_reads_of_it(
    clause: Clause, ratna: Member, hendra: Member, of: Of, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    address = page(of(ratna, clause))
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert client.get(address).status_code == 200  # the same look, within five minutes
    look = ChainLook.objects.get()
    assert (look.viewer, look.by) == (Viewer.HEAD, f"user:{hendra.user.pk}")
    assert look.entry.act == "chain.viewed"
    sign_in(client, ratna.user)
    assert "Hendra Contoh" in client.get(address).content.decode()
    assert ChainLook.objects.count() == 1  # the own look leaves no trace


def test_the_look_of_an_investigator_is_recorded_but_not_told(
    clause: Clause, ratna: Member, hendra: Member, officer: User, of: Of, client: Client,
    sign_in: SignIn,
) -> None:  # fmt: skip
    address = page(of(ratna, clause))
    sign_in(client, officer)
    assert client.get(address).status_code == 200
    assert ChainLook.objects.get().viewer == Viewer.CASE_OFFICER
    for other in (ratna, hendra):
        sign_in(client, other.user)
        assert "Petugas Contoh" not in client.get(address).content.decode()


def test_colleagues_other_heads_auditors_and_administrators_find_nothing(
    clause: Clause, ratna: Member, bima: Member, dewi: Member, auditor: User, of: Of,
    client: Client, sign_in: SignIn,
) -> None:  # fmt: skip
    address = page(of(ratna, clause))
    for user in (bima.user, dewi.user, auditor):
        sign_in(client, user)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert not ChainLook.objects.exists()


def test_a_head_does_not_look_at_the_own_superior(
    clause: Clause, wali: Member, hendra: Member, of: Of, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    assert client.get(page(of(wali, clause))).status_code == 404


def test_who_has_moved_away_is_for_the_next_head(
    clause: Clause, ratna: Member, hendra: Member, tree: dict[str, Unit], at: Moment, of: Of,
    client: Client, sign_in: SignIn,
) -> None:  # fmt: skip
    sign_in(client, hendra.user)
    transfer(person=ratna.person, unit=tree["disdik"], basis="SK", by="user:1", at=at)
    assert client.get(page(of(ratna, clause))).status_code == 404


def test_the_search_shows_only_people_below(
    ratna: Member, dewi: Member, hendra: Member, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    shown = client.get(reverse("duties:chain_choose"), {"kata": "Contoh"}).content.decode()
    assert "Ratna Contoh" in shown
    assert "Dewi Contoh" not in shown


def test_an_employee_goes_straight_to_the_own_chain(
    ratna: Member, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, ratna.user)
    answer = client.get(reverse("duties:chain_choose"))
    assert answer.headers["Location"] == reverse("duties:chain_person", args=[ratna.person.pk])


def test_what_a_warning_says_is_on_no_page_and_in_no_file(
    clause: Clause, ratna: Member, hendra: Member, seal: None, at: Moment, of: Of, client: Client,
    sign_in: SignIn,
) -> None:  # fmt: skip
    opened(warn(ratna, hendra, clause, at), ratna, at)
    sign_in(client, hendra.user)
    shown = client.get(page(of(ratna, clause))).content.decode()
    assert "Camat Beji" in shown
    assert "Rahasia" not in shown
    pdf = sealed(of(ratna, clause), at)
    assert b"Rahasia" not in examined(pdf).look.attached  # type: ignore[union-attr]


# ---- The sealed file


def sealed(subject: Subject, at: Moment, viewer: Viewer = Viewer.SELF) -> bytes:
    made = seal_chain(subject=subject, viewer=viewer, by="user:1", at=at)
    octets = sealed_bytes(made.paper)
    assert octets is not None
    return octets


def told(clause: Clause, circular: Circular, ratna: Member, hendra: Member, at: Moment) -> None:
    read(ratna, circular, at)
    sign_pact(ratna, circular, at)
    quiz(ratna, at, act="kegiatan.ajakan", right=True)
    opened(warn(ratna, hendra, clause, at), ratna, at)


def test_a_sealed_chain_proves_itself_to_a_stranger(
    clause: Clause, circular: Circular, ratna: Member, hendra: Member, seal: None, at: Moment,
    of: Of, tmp_path: Path,
) -> None:  # fmt: skip
    told(clause, circular, ratna, hendra, at)
    pdf = sealed(of(ratna, clause), at)
    found = examined(pdf)
    assert found.good
    assert found.on_record
    assert found.look is not None
    assert found.look.seals[0].organisation == "Pemerintah Kota Depok"
    steps = {each["step"]: len(each["deeds"]) for each in found.said["links"]}
    assert steps == {
        "published": 1, "reached": 1, "read": 1, "attended": 0, "answered": 1, "signed": 1,
        "warned": 2,
    }  # fmt: skip
    assert found.said["person"]["name"] == "Ratna Contoh"
    file = tmp_path / "rantai.pdf"
    file.write_bytes(pdf)
    out = StringIO()
    call_command("periksa_rantai", str(file), stdout=out)
    assert "segel: baik" in out.getvalue()
    assert "Rantai ini utuh." in out.getvalue()


def test_any_change_of_the_pdf_breaks_it(
    clause: Clause, ratna: Member, seal: None, at: Moment, of: Of, tmp_path: Path
) -> None:
    pdf = sealed(of(ratna, clause), at)
    places = range(50, len(pdf), len(pdf) // 4)
    flipped = [pdf[:n] + bytes([pdf[n] ^ 1]) + pdf[n + 1 :] for n in places]
    for changed in (*flipped, pdf + b"% more", pdf[:-1]):
        file = tmp_path / "rantai.pdf"
        file.write_bytes(changed)
        with pytest.raises(CommandError):
            call_command("periksa_rantai", str(file), stdout=StringIO())


@pytest.mark.parametrize(
    "octets", [b"", b"%PDF-1.7 bukan pdf", b"{}", b"\x00" * 50, b'{"format":1}']
)
def test_a_file_that_is_no_chain_is_refused(octets: bytes, db: None, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(octets)
    with pytest.raises(CommandError):
        call_command("periksa_rantai", str(file), stdout=StringIO())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("periksa_rantai", str(tmp_path / "tiada.pdf"), stdout=StringIO())


def test_the_proofs_name_nobody_else(
    clause: Clause, circular: Circular, ratna: Member, bima: Member, seal: None, at: Moment, of: Of
) -> None:
    read(bima, circular, at)
    look = examined(sealed(of(ratna, clause), at)).look
    assert look is not None
    assert holds(verify(look.attached))
    assert "Bima" not in look.attached.decode()
    assert ratna.person.identity not in look.attached.decode()


def test_the_paper_lies_encrypted_and_its_page_names_nobody(
    clause: Clause, ratna: Member, seal: None, at: Moment, of: Of, client: Client,
    settings: Any,
) -> None:  # fmt: skip
    seal_chain(subject=of(ratna, clause), viewer=Viewer.SELF, by="user:1", at=at)
    made = Digest.objects.get()
    assert (made.kind, made.facts) == ("chain", {})
    files = list(Path(settings.STORE).rglob("*.pdf"))
    assert [each.read_bytes().startswith(MARK) for each in files] == [True]
    shown = client.get(reverse("signing:paper", args=[made.paper.code])).content.decode()
    assert "Ratna" not in shown
    assert str(ratna.person.pk) not in json.dumps(made.paper.facts)


def test_a_sealed_chain_tells_the_places_of_its_entries_and_who_has_seen_them(
    clause: Clause, circular: Circular, ratna: Member, seal: None, at: Moment, of: Of,
    tmp_path: Path, program: Callable[[str], Path], settings: Settings,
) -> None:  # fmt: skip
    read(ratna, circular, at)
    waiting = sealed(of(ratna, clause), at)
    said = words(waiting, tmp_path, program)
    assert "Menunggu giliran masuk buku besar" in said
    assert "belum disaksikan siapa pun" in said
    assert {each["index"] for each in stated(waiting)["receipts"]} == {None}
    name_witnesses(settings, tmp_path, WITNESS)
    keep(at.logged, [WITNESS])
    logged = sealed(of(ratna, clause), at)
    said = words(logged, tmp_path, program)
    for each in stated(logged)["receipts"]:
        place = Place.objects.get(index=each["index"])
        assert b64u(bytes(place.entry.leaf_hash)) == each["hash"]
        assert f"Catatan nomor {place.index} di buku besar" in said
    assert "1 dari 1 saksi di luar pemerintah daerah" in said
    assert "Semua catatan dalam rantai ini termasuk di dalamnya." in said


def test_a_sealed_chain_carries_the_promise_of_its_sealing_and_its_page_the_proof(
    client: Client, clause: Clause, ratna: Member, seal: None, at: Moment, of: Of,
    sign_in: SignIn,
) -> None:  # fmt: skip
    pdf = sealed(of(ratna, clause), at)
    promise = look_into(pdf, "janji.txt").attached
    entry = Entry.objects.get(act="chain.sealed")
    assert promise == bytes(promised(entry))
    assert examined(pdf).good  # the other file inside is found as before
    keep(at.logged)
    sign_in(client, ratna.user)
    page = client.get(reverse("duties:chain", args=[ratna.person.pk, clause.pk])).content.decode()
    where = mark(entry)
    assert f'href="{where.address}"' in page
    assert f'href="{where.file}"' in page
    assert page.count('class="proof') > 2


def stated(pdf: bytes) -> dict[str, Any]:
    return examined(pdf).said


def words(pdf: bytes, tmp_path: Path, program: Callable[[str], Path]) -> str:
    file = tmp_path / "rantai.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([program("pdftotext"), file, "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().split())


def test_without_a_seal_nothing_is_made(clause: Clause, ratna: Member, at: Moment, of: Of) -> None:
    before = Entry.objects.count()
    with pytest.raises(NoSeal):
        seal_chain(subject=of(ratna, clause), viewer=Viewer.SELF, by="user:1", at=at)
    assert (Entry.objects.count(), Digest.objects.count()) == (before, 0)


def test_a_row_that_its_entry_does_not_bear_out_is_never_sealed(
    clause: Clause, circular: Circular, ratna: Member, seal: None, at: Moment, of: Of
) -> None:
    read(ratna, circular, at)
    circular.readings.update(read_at=at.acted - timedelta(days=9))
    with pytest.raises(ChainBroken), translation.override("id"):
        seal_chain(subject=of(ratna, clause), viewer=Viewer.SELF, by="user:1", at=at)
    assert not Digest.objects.exists()


def test_an_entry_that_was_tampered_with_is_never_sealed(
    clause: Clause, ratna: Member, seal: None, at: Moment, of: Of, owner: Owner
) -> None:
    rows = Disclosure.objects.filter(entry__act="circular.published", field="number")
    with owner():
        assert rows.update(value=b'"999/2024"') == 1
    with pytest.raises(ChainBroken):
        seal_chain(subject=of(ratna, clause), viewer=Viewer.SELF, by="user:1", at=at)


def test_what_was_erased_since_stays_a_digest_and_the_chain_still_holds(
    clause: Clause, circular: Circular, ratna: Member, seal: None, at: Moment, of: Of
) -> None:
    read(ratna, circular, at)
    entry = circular.readings.get().entry
    erase(entry=entry, fields=["subject", "actor"], basis="UU 27/2022", by="user:1", at=at)
    assert Disclosure.objects.filter(entry=entry, value=None).count() == 2
    assert examined(sealed(of(ratna, clause), at)).good


def test_the_head_makes_a_paper_and_opens_it_and_strangers_cannot(
    clause: Clause, ratna: Member, hendra: Member, bima: Member, seal: None, of: Of,
    client: Client, sign_in: SignIn,
) -> None:  # fmt: skip
    address = page(of(ratna, clause))
    sign_in(client, hendra.user)
    assert client.post(address).status_code == 302
    file = reverse("duties:chain_paper", args=[Digest.objects.get().pk])
    answer = client.get(file)
    assert answer.content.startswith(b"%PDF-1.7")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert NAME.encode() in answer.content
    sign_in(client, ratna.user)
    assert client.get(file).status_code == 200
    sign_in(client, bima.user)
    assert client.get(file).status_code == 404


def test_the_paper_of_an_investigator_is_not_for_the_person(
    clause: Clause, ratna: Member, officer: User, seal: None, of: Of, client: Client,
    sign_in: SignIn,
) -> None:  # fmt: skip
    sign_in(client, officer)
    client.post(page(of(ratna, clause)))
    file = reverse("duties:chain_paper", args=[Digest.objects.get().pk])
    assert client.get(file).status_code == 200
    sign_in(client, ratna.user)
    assert client.get(file).status_code == 404


def test_two_institutions_do_not_meet(depok: Institution, client: Client) -> None:
    assert client.get(reverse("duties:chain_choose")).status_code == 302
