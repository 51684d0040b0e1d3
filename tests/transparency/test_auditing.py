"""What auditors see of entries: the records behind them, their own institution's, no secrets."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.ledger.actions import Act, erase, record
from netral.ledger.core.types import TYPES
from netral.ledger.core.words import FIELD_WORDS
from netral.ledger.models import Disclosure, Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from netral.transparency.acts import ACTS, HIDDEN, WITHHELD
from netral.transparency.records import APART, RECORDS
from netral.transparency.views import audit
from netral.transparency.words import TYPES as TYPE_WORDS
from tests import cast
from tests.cast import AT, BY, Member
from tests.circulars.scene import published
from tests.docs.test_docs import ROW
from tests.transparency.conftest import OVERSIGHT, UNIVERSITY, Keeping, hash_of
from tests.transparency.pages import LIST, page, told
from tools.catalog.book import ROOT

pytestmark = pytest.mark.django_db
Enter = Callable[[Client, User], None]


@pytest.fixture
def auditing(client: Client, auditor: User, sign_in: Enter) -> Client:
    sign_in(client, auditor)
    return client


def act_of(act: str, house: Institution, **more: Any) -> Entry:
    with transaction.atomic():
        return record(Act(act=act, actor=BY, **more), institution=house, at=AT)


# ---- Lists are whole


def test_every_act_of_the_manual_is_either_shown_or_hidden_on_purpose() -> None:
    acts = {a for p in (ROOT / "docs" / "acts").glob("*.md") for a in ROW.findall(p.read_text())}
    assert acts - set(ACTS) - HIDDEN == set()
    assert set(ACTS) | HIDDEN <= acts
    assert set(ACTS) & HIDDEN == set()
    assert set(WITHHELD) <= set(ACTS)


def test_every_model_that_names_an_entry_is_a_record_or_set_apart_on_purpose() -> None:
    models = {
        link.related_model._meta.label  # type: ignore[union-attr]
        for link in Entry._meta.get_fields(include_hidden=True)
        if link.auto_created and link.is_relation
    }
    assert models == set(RECORDS) | APART
    assert set(RECORDS) & APART == set()


def test_every_field_and_type_has_a_word() -> None:
    assert {name for each in TYPES.values() for name in each.fields} <= set(FIELD_WORDS)
    assert {kind.partition("/")[0] for kind in TYPES} == set(TYPE_WORDS)


# ---- Who may see


def test_the_public_part_is_all_that_others_see(
    client: Client, kept: Keeping, depok: Institution, hendra: Member, sign_in: Enter
) -> None:
    entry = act_of("unit.opened", depok, subject="unit:x", fields={"detail": {"name": "Rahasia"}})
    assert "Untuk auditor" not in page(client, entry)
    sign_in(client, hendra.user)
    shown = page(client, entry)
    assert "Untuk auditor" not in shown
    assert "Rahasia" not in shown


def test_an_auditor_sees_the_fields_the_marks_and_the_records(
    auditing: Client, kept: Keeping, tree: dict[str, Unit], wali: Member
) -> None:
    circular = published(tree["32.76"], wali)
    kept(OVERSIGHT, UNIVERSITY)
    shown = page(auditing, Entry.objects.get(act="circular.published"))
    assert "Untuk auditor" in shown
    assert "Edaran diberlakukan" in shown
    assert circular.subject in shown
    part = shown.partition('id="audited"')[2]
    assert reverse("circulars:show", args=[circular.slug]) in part
    assert "Tidak cocok" not in shown


def test_who_audits_a_part_is_told_why_there_is_no_list(
    client: Client, tree: dict[str, Unit], depok: Institution
) -> None:
    user = cast.account(depok, "aud-beji", "Auditor Beji")
    entry = Entry.objects.earliest("pk")
    Grant.objects.create(
        institution=depok, user=user, role=Role.AUDITOR, unit_path=tree["32.76.06"].path,
        source="hand:1", starts_at=AT.acted - timedelta(days=1), entry=entry,
    )  # fmt: skip
    client.force_login(user)
    answer = client.get(LIST)
    assert answer.status_code == 403
    assert "auditor seluruh instansi" in answer.content.decode()
    assert client.get("/bukti/daftar.csv").status_code == 404
    assert "Untuk auditor" not in page(client, entry)


# ---- What stays hidden


def test_an_act_that_nobody_put_on_the_list_is_not_shown(
    auditing: Client, depok: Institution
) -> None:
    entry = act_of("something.new", depok)
    assert hash_of(entry) not in told(auditing)
    assert "Untuk auditor" not in page(auditing, entry)


def test_identity_numbers_are_masked_wherever_they_stand(
    auditing: Client, depok: Institution
) -> None:
    number = "199001012020121001"
    detail = {"nip": number, "note": f"NIP {number}, NIK {number[:16]}.", "n": int(number[:16])}
    shown = page(auditing, act_of("person.corrected", depok, fields={"detail": detail}))
    assert number not in shown
    assert number[:16] not in shown
    assert "••••1001" in shown


def test_people_are_named_and_only_those_of_the_own_institution(
    auditing: Client, depok: Institution, ratna: Member
) -> None:
    subject = f"person:{ratna.person.pk}"
    with transaction.atomic():
        act = Act(act="person.moved", actor=f"user:{ratna.user.pk}", subject=subject)
        entry = record(act, institution=depok, at=AT)
        stranger = record(
            Act(act="person.moved", actor="user:99999", subject="person:99999"),
            institution=depok, at=AT,
        )  # fmt: skip
    shown = page(auditing, entry)
    assert shown.count(ratna.person.full_name) >= 2
    assert reverse("orgs:person", args=[ratna.person.pk]) in shown
    assert "user:99999" in page(auditing, stranger)


def test_an_erased_value_is_said_to_be_erased(auditing: Client, depok: Institution) -> None:
    entry = act_of("unit.opened", depok, fields={"detail": {"name": "Rahasia"}})
    erase(entry=entry, fields={"detail"}, basis="UU 27/2022", by=BY, at=AT)
    shown = page(auditing, entry)
    assert "Sudah dihapus. Sidiknya tetap." in shown
    assert "Tidak cocok" not in shown


# ---- Marks


@pytest.mark.parametrize("column", ["value", "digest"])
def test_a_changed_opening_is_marked(
    auditing: Client,
    depok: Institution,
    owner: Callable[[], AbstractContextManager[None]],
    column: str,
) -> None:
    entry = act_of("unit.opened", depok, fields={"detail": {"name": "A"}})
    with owner():
        Disclosure.objects.filter(entry=entry, field="detail").update(**{column: b'{"name":"B"}'})
    assert "Tidak cocok" in page(auditing, entry)


@pytest.mark.parametrize("leaf", [b"{}", b"[", b"\xff", b'{"c":1,"p":{}}', b"null"])
def test_a_leaf_that_was_altered_past_reading_is_marked_and_breaks_nothing(
    auditing: Client,
    depok: Institution,
    owner: Callable[[], AbstractContextManager[None]],
    leaf: bytes,
) -> None:
    entry = act_of("unit.opened", depok)
    with owner():
        Entry.objects.filter(pk=entry.pk).update(leaf=leaf)
    assert "Tidak cocok" in page(auditing, entry)


# ---- The list


def test_the_list_can_be_narrowed_by_act_and_by_day(auditing: Client, depok: Institution) -> None:
    old, new = act_of("seal.made", depok), act_of("unit.opened", depok)
    assert hash_of(old) in told(auditing, tindakan="seal.made")
    assert hash_of(new) not in told(auditing, tindakan="seal.made")
    today = datetime.now(UTC) + timedelta(hours=7)
    tomorrow = (today + timedelta(days=1)).date().isoformat()
    assert hash_of(new) in told(auditing, dari=today.date().isoformat())
    assert "Tidak ada catatan yang cocok" in told(auditing, dari=tomorrow)
    assert hash_of(new) not in told(auditing, sampai="2020-01-01")


@pytest.mark.parametrize(
    "asked",
    [
        {"tindakan": "knowledge.told"}, {"tindakan": "'"}, {"dari": "x"}, {"sampai": "9999-99-99"},
        {"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"dari": "0001-01-01"},
        {"sampai": "9999-12-31"}, {"dari": "\x00"},
    ],
)  # fmt: skip
def test_a_strange_filter_breaks_nothing_and_opens_nothing(
    auditing: Client, depok: Institution, asked: dict[str, str]
) -> None:
    hidden = act_of("knowledge.told", depok)
    for address in (LIST, "/bukti/daftar.csv"):
        answer = auditing.get(address, asked)
        assert answer.status_code in {200, 400}
        assert hash_of(hidden) not in answer.content.decode()


def test_the_list_is_leafed_through(auditing: Client, depok: Institution) -> None:
    for _ in range(60):
        act_of("unit.opened", depok)
    first, second = told(auditing), told(auditing, page="2")
    assert first.count("<tr>") == 51
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


def test_the_file_holds_what_the_list_shows(auditing: Client, kept: Keeping) -> None:
    kept()
    answer = auditing.get("/bukti/daftar.csv", {"tindakan": "institution.opened"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Nomor;Dicatat;Tindakan;Kode tindakan;Jenis catatan;Sidik catatan"
    entry = Entry.objects.get(act="institution.opened")
    assert lines[1].startswith("0;")
    assert lines[1].endswith(f";institution.opened;internal/1;{hash_of(entry)}")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_table_that_is_not_all_says_so_in_the_file_and_on_the_page(
    auditing: Client, depok: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        act_of("unit.opened", depok)
    asked = {"tindakan": "unit.opened"}
    whole = auditing.get("/bukti/daftar.csv", asked).content.decode("utf-8-sig").splitlines()
    assert "terbaru dari" not in whole[-1]
    assert "CSV hanya memuat" not in auditing.get(LIST, asked).content.decode()
    monkeypatch.setattr(audit, "MOST", 2)
    lines = auditing.get("/bukti/daftar.csv", asked).content.decode("utf-8-sig").splitlines()
    assert lines[:3] == whole[:3]
    assert lines[3].startswith(f"Hanya 2 catatan terbaru dari {len(whole) - 1}.")
    assert len(lines) == 4
    assert "CSV hanya memuat 2 catatan terbaru" in auditing.get(LIST, asked).content.decode()
