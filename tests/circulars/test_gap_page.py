"""The pages: saying what a clause means, what the check finds, and the comparison."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netral.access.models import User
from netral.circulars.actions import drafts
from netral.circulars.actions.meanings import set_meaning
from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Meaning
from netral.circulars.core.text import ClauseText
from netral.circulars.models import Circular, Clause, ClauseMeaning
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from tests.cast import Member
from tests.circulars.scene import agreed
from tests.circulars.scene import published as in_force

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]
DECIDES = Meaning(restates=("SKB22-DI-12",))


@pytest.fixture
def drafter(client: Client, laras: Member, sign_in: SignIn) -> Client:
    """Laras at her desk."""
    sign_in(client, laras.user)
    return client


def page(client: Client, circular: Circular, order: int = 2) -> str:
    answer = client.get(address(circular, order))
    assert answer.status_code == 200
    return answer.content.decode()


def address(circular: Circular, order: int = 2) -> str:
    return f"/edaran/meja/{circular.slug}/makna/{order}/"


def read_clause(circular: Circular, meaning: Meaning, at: Moment, order: int = 2) -> ClauseMeaning:
    clause: Clause = circular.clauses.get(order=order)
    if circular.stage == "published":
        return agreed(clause, meaning, at)
    return set_meaning(clause=clause, meaning=meaning, by="user:7", at=at)


# ---- Saying what a clause means


def test_the_words_of_the_clause_suggest_rules(
    drafter: Client, draft: Circular, facts: Callable[..., drafts.Facts], at: Moment
) -> None:
    text = "Membuat keputusan yang menguntungkan atau merugikan pasangan calon."
    clauses = [ClauseText(kind=ClauseKind.PROHIBITION, text=text)]
    drafts.change(circular=draft, facts=facts(clauses=clauses), by="user:7", at=at)
    shown = page(drafter, draft, 1)
    assert text in shown
    assert 'value="SKB22-DI-12"' in shown
    assert 'value="SKB22-KE-01"' not in shown


def test_a_search_keeps_what_is_ticked_and_saves_nothing(drafter: Client, draft: Circular) -> None:
    given = {"restates": ["SKB22-DI-12"], "words": "foto bersama", "search": "1"}
    shown = drafter.post(address(draft), given).content.decode()
    assert 'value="SKB22-KE-05"' in shown
    ticked = shown.split('value="SKB22-DI-12"')[1].split(">")[0]
    assert "checked" in ticked
    assert not ClauseMeaning.objects.exists()


def test_a_search_for_nothing_known_says_so(drafter: Client, draft: Circular) -> None:
    shown = drafter.post(address(draft), {"words": "xylofon", "search": "1"}).content.decode()
    assert "Tidak ada aturan dengan kata itu." in shown


def test_saving_leads_to_the_next_unread_clause_and_then_back(
    drafter: Client, draft: Circular
) -> None:
    # The page numbers duties first; the third and last clause is the permission.
    answer = drafter.post(address(draft, 1), {"duties": ["socialise"]})
    assert answer.headers["Location"] == address(draft, 2)
    answer = drafter.post(address(draft, 2), {"general": "on"})
    assert answer.headers["Location"] == address(draft, 3)
    answer = drafter.post(address(draft, 3), {"restates": ["PERM-ADHOC"]})
    assert answer.headers["Location"] == f"/edaran/meja/{draft.slug}/#aturan"
    assert Entry.objects.filter(act="circular.meaning_set").count() == 3


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Centang sedikitnya satu"),
        ({"restates": ["SKB22-DI-12"], "general": "on"}, "jangan keduanya"),
        ({"restates": ["PERM-ADHOC"]}, "PERM-ADHOC"),  # a prohibition restates no permission
        ({"restates": ["TIDAK-ADA"]}, "TIDAK-ADA"),
        ({"acts": ["kampanye.ikut"], "circumstances": ["cltn=yes", "cltn=no"]}, "ya atau tidak"),
    ],
)
def test_what_cannot_be_meant_is_told(
    drafter: Client, draft: Circular, given: dict[str, object], told: str
) -> None:
    answer = drafter.post(address(draft), given)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not ClauseMeaning.objects.exists()


def test_more_than_the_rules_say_can_be_told(drafter: Client, draft: Circular) -> None:
    given = {"acts": ["kampanye.ikut"], "stage": "after", "circumstances": ["support=yes"]}
    assert drafter.post(address(draft), given).status_code == 302
    row = ClauseMeaning.objects.get()
    assert (row.acts, row.stages) == (["kampanye.ikut"], ["after"])
    assert row.circumstances == {"support": "yes"}
    shown = page(drafter, draft)
    assert "<details" in shown
    assert "open" in shown.split('class="change"')[1].split(">")[0]


def test_who_set_it_and_when_is_shown(drafter: Client, draft: Circular, laras: Member) -> None:
    drafter.post(address(draft), {"restates": ["SKB22-DI-12"]})
    drafter.post(address(draft), {"restates": ["SKB22-DI-08"]})
    shown = page(drafter, draft)
    assert shown.count(str(laras.user)) >= 2
    assert shown.index("SKB22-DI-08.") < shown.rindex("SKB22-DI-12.")


@pytest.mark.parametrize("who", ["wali", "hendra", "ratna"])
def test_only_drafters_say_it(
    client: Client, sign_in: SignIn, published: Circular, who: str, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who).user)
    for ask in (client.get, client.post):
        assert ask(address(published)).status_code == 404
    assert not ClauseMeaning.objects.exists()


def test_there_is_no_fourth_clause(drafter: Client, draft: Circular) -> None:
    assert drafter.get(address(draft, 4)).status_code == 404


# ---- What the check finds


def work(client: Client, circular: Circular) -> str:
    return client.get(f"/edaran/meja/{circular.slug}/").content.decode()


def test_the_desk_tells_what_is_silent_with_a_sentence_to_take_over(
    drafter: Client, draft: Circular
) -> None:
    shown = work(drafter, draft)
    assert "Edaran ini dan aturan" in shown
    assert "Media sosial: tidak disebut." in shown
    assert "30,4" in shown
    assert f"/edaran/meja/{draft.slug}/sunting/?butir=SKB22-KE-02#butir" in shown
    assert "Butir 1, 2, 3 belum diberi makna" in shown
    assert "Menurut pemberitaan" not in shown


def test_an_unread_circular_can_still_be_handed_on(drafter: Client, draft: Circular) -> None:
    assert drafter.post(f"/edaran/meja/{draft.slug}/ajukan/").status_code == 302
    draft.refresh_from_db()
    assert draft.stage == "initialled"


def test_the_editor_takes_a_sentence_over(drafter: Client, draft: Circular) -> None:
    shown = drafter.get(f"/edaran/meja/{draft.slug}/sunting/?butir=SKB22-KE-05").content.decode()
    assert "Mengunggah foto bersama bakal calon" in shown
    for code in ("report", "TIDAK-ADA", "CRIM-K-71-1"):
        answer = drafter.get(f"/edaran/meja/{draft.slug}/sunting/?butir={code}")
        assert answer.status_code == 200
        told = "melaporkannya kepada pengawas pemilihan" in answer.content.decode()
        assert told is (code == "report")


def test_a_circular_from_the_press_says_so(
    drafter: Client, draft: Circular, facts: Callable[..., drafts.Facts], at: Moment
) -> None:
    sources = [{"title": "Koran", "says": "Nomor", "confidence": "press"}]
    drafts.change(circular=draft, facts=facts(sources=sources), by="user:7", at=at)
    assert "Menurut pemberitaan, bukan naskah lengkap" in work(drafter, draft)


def test_everybody_sees_what_a_clause_restates(
    client: Client, published: Circular, at: Moment
) -> None:
    read_clause(published, DECIDES, at)
    shown = client.get(f"/edaran/{published.slug}/").content.decode()
    assert "Menegaskan:" in shown
    assert "(SKB22-DI-12)" in shown
    assert "Ubah makna" not in shown


def test_words_changed_since_are_to_be_looked_at_again(
    drafter: Client, draft: Circular, facts: Callable[..., drafts.Facts], at: Moment
) -> None:
    read_clause(draft, DECIDES, at)
    clauses = [ClauseText(kind=ClauseKind.PROHIBITION, text=t) for t in ("Satu.", "Dua.")]
    drafts.change(circular=draft, facts=facts(clauses=clauses), by="user:7", at=at)
    assert "Bunyi butir ini berubah" in work(drafter, draft)
    assert "Bunyi butir ini berubah" in page(drafter, draft)


# ---- Side by side


def compared(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get("/edaran/perbandingan/", {"bentuk": "csv", **asked})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_comparison_shows_what_is_in_force(
    client: Client, published: Circular, at: Moment
) -> None:
    read_clause(published, DECIDES, at)
    shown = client.get("/edaran/perbandingan/").content.decode()
    assert "Media sosial tidak disebut dalam 1 edaran" in shown
    assert f'/edaran/{published.slug}/#butir-2">butir 2</a>' in shown
    rows = {row[1]: row[3:] for row in compared(client)}
    assert (rows["SKB22-DI-12"], rows["SKB22-KE-04"]) == (["butir 2"], ["tidak disebut"])
    assert sum(code.startswith("SKB22-") for code in rows) == 19
    assert sum(code.startswith("PP94-N") for code in rows) == 7
    heads = {row[2]: row[3:] for row in compared(client) if not row[1]}
    assert heads["Nomor"] == ["270/343-Huk"]
    assert heads["Ditandatangani oleh"] == ["Wali Kota Depok"]
    assert (heads["Pegawai BUMD"], heads["Saluran pengaduan bagi masyarakat"]) == (
        ["tidak disebut"], ["tidak disebut"],
    )  # fmt: skip


def test_a_draft_is_not_compared(client: Client, draft: Circular, at: Moment) -> None:
    read_clause(draft, DECIDES, at)
    answer = client.get("/edaran/perbandingan/")
    assert answer.status_code == 200
    assert "Belum ada edaran" in answer.content.decode()
    assert compared(client) == [["Kelompok", "Kode", "Judul"]]


def test_more_circulars_cost_no_more_queries(
    client: Client, published: Circular, tree: dict[str, Unit], wali: Member
) -> None:
    counts = []
    for number in ("", "270/344-Huk"):
        if number:
            in_force(tree["32.76"], wali, number)
        with CaptureQueriesContext(connection) as done:
            compared(client)
        counts.append(len(done))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ({"instansi": "depok"}, 1),
        ({"instansi": "padang"}, 0),
        ({"wilayah": "32"}, 1),
        ({"wilayah": "13"}, 0),
        ({"instansi": "x"}, 0),
    ],
)
def test_institutions_can_be_chosen(
    client: Client, published: Circular, asked: dict[str, str], columns: int
) -> None:
    assert published.stage == "published"
    assert len(compared(client, **asked)[0]) == 3 + columns
