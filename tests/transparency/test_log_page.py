"""The public page of the log: it says what is, and no better."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from netral.ledger.actions import Act, record
from netral.ledger.core.policy import Policy
from netral.ledger.models import Entry, Publication, Waiting
from netral.orgs.models import Unit
from netral.transparency.queries.state import LOOKED_BACK, about, needed, state
from tests.cast import AT, BY
from tests.log import publish
from tests.transparency.conftest import NAMES, OVERSIGHT, PRESS, UNIVERSITY, Keeping

pytestmark = pytest.mark.django_db


def page(client: Client, asked: str = "", **headers: str) -> str:
    answer = client.get(reverse("transparency:log") + asked, headers=headers)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_before_the_first_state_the_page_says_so(client: Client, db: None) -> None:
    assert "Belum ada yang diterbitkan" in page(client)


def test_two_of_three_witnesses_are_said_to_be_two_of_three(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT, UNIVERSITY)
    said = page(client)
    assert "Disaksikan 2 dari 3" in said
    assert "Paling sedikit harus 2. Itu cukup." in said
    assert "Universitas Contoh" in said
    assert "diterbitkan baru saja" in said


def test_one_witness_is_not_passed_off_as_enough(client: Client, kept: Keeping) -> None:
    kept(PRESS)
    assert "Oleh 1 dari 3 saksi. Paling sedikit harus 2. Itu belum cukup." in page(client)


def test_a_state_that_nobody_signed_is_not_witnessed(client: Client, kept: Keeping) -> None:
    kept()
    said = page(client)
    assert "Belum disaksikan" in said
    assert "Disaksikan 0" not in said


def test_a_log_without_witnesses_says_what_that_means(
    client: Client, kept: Keeping, settings: Settings
) -> None:
    settings.LOG_POLICY = ""
    kept()
    assert "Saksi buku besar ini belum ditunjuk" in page(client)


def test_a_witness_that_fell_silent_is_shown_with_its_last_word(
    client: Client, kept: Keeping
) -> None:
    kept(OVERSIGHT, PRESS, at=datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
    kept(OVERSIGHT, UNIVERSITY)
    assert "Diam sejak Minggu, 22 November 2026 pukul 08.00 WIB" in page(client)


def test_a_witness_is_looked_for_only_so_far_back(kept: Keeping) -> None:
    kept(PRESS)
    first = Publication.objects.get()
    rows = [
        Publication(size=first.size, root=first.root, note="x\n\n— a AAAAAAA=\n", witnessed=False,
                    published_at=first.published_at)
        for _ in range(LOOKED_BACK)
    ]  # fmt: skip
    Publication.objects.bulk_create(rows)
    kept(OVERSIGHT)
    found = state()
    assert found is not None
    press = next(each for each in found.watchers if each.name == "pers")
    assert press.signed_at is None


def test_a_false_signature_of_a_witness_counts_for_nothing(kept: Keeping, client: Client) -> None:
    kept()
    bare = Publication.objects.get()
    text = bare.note.partition("\n\n")[0] + "\n"
    false = OVERSIGHT.sign("another log\n1\nAAAA\n", 1_790_000_000)
    Publication.objects.create(
        size=bare.size, root=bare.root, note=f"{bare.note}{false}", witnessed=True,
        published_at=datetime.now(UTC),
    )  # fmt: skip
    assert text
    assert "Belum disaksikan" in page(client)


def test_a_state_that_the_log_did_not_sign_is_an_alarm(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT, UNIVERSITY)
    good = Publication.objects.get()
    Publication.objects.create(
        size=good.size + 1, root=good.root, note=good.note, witnessed=True,
        published_at=datetime.now(UTC),
    )  # fmt: skip
    assert "Keadaan terbaru tidak bertanda tangan sah" in page(client)


def test_a_note_that_cannot_be_read_does_not_break_the_page(client: Client, kept: Keeping) -> None:
    kept()
    Publication.objects.create(
        size=1, root=b"\0" * 32, note="rusak", witnessed=True, published_at=datetime.now(UTC)
    )
    assert "Keadaan terbaru tidak bertanda tangan sah" in page(client)


def test_a_log_that_stands_still_is_said_to(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT, UNIVERSITY, at=datetime.now(UTC) - timedelta(hours=3, minutes=1))
    said = page(client)
    assert "3 jam yang lalu" in said
    assert "sudah diam lebih lama" in said


def test_a_policy_that_cannot_be_read_does_not_break_the_page(
    client: Client, kept: Keeping, settings: Settings
) -> None:
    kept(OVERSIGHT)
    settings.LOG_POLICY = "/nowhere/at/all"
    assert "sedang tidak dapat dibaca" in page(client)


def test_what_waits_is_counted_but_never_sealed_reports(
    client: Client, kept: Keeping, tree: dict[str, Unit]
) -> None:
    kept()
    assert "Menunggu giliran Tidak ada" in page(client)
    with transaction.atomic():
        record(Act(act="unit.opened", actor=BY), institution=tree["32.76"].institution, at=AT)
        record(Act(act="unit.opened", actor=BY), institution=tree["32.76"].institution, at=AT)
    assert "Menunggu giliran 2 catatan. Biasanya masuk" in page(client)
    Entry(
        institution=tree["32.76"].institution, kind="sealed/1", act="x.y", ref=b"r" * 16, number=0,
        leaf=b"{}", leaf_hash=b"\1" * 32, logged_at=datetime.now(UTC),
        not_before=datetime.now(UTC) + timedelta(hours=5),
    ).save()  # fmt: skip
    assert Waiting.objects.count() == 3
    assert "Menunggu giliran 2 catatan. Biasanya masuk" in page(client)


def test_the_page_names_who_writes_and_what_to_check_with(client: Client, kept: Keeping) -> None:
    kept()
    said = page(client)
    assert "Pemerintah Kota Depok (32.76)" in said
    assert "/checkpoint" in said
    assert all(each.key.vkey in said for each in NAMES.values())


@pytest.mark.parametrize("number", range(1, 9))
def test_the_picture_shows_the_path_of_a_change(client: Client, db: None, number: int) -> None:
    answer = client.get(reverse("transparency:log"), {"ubah": number}).content.decode()
    assert answer.count("node is-changed") == 2 * 4  # leaf to root, in both drawings
    assert answer.count("is-alarmed") == 2 * 3
    assert f"Catatan {number} diubah" in answer


@pytest.mark.parametrize("strange", ["0", "9", "-1", "", "<script>", "1" * 999, "\x00", "５"])
def test_a_strange_choice_changes_nothing_in_the_picture(
    client: Client, db: None, strange: str
) -> None:
    answer = client.get(reverse("transparency:log"), {"ubah": strange})
    assert answer.status_code == 200 or strange == "\x00"
    assert "node is-changed" not in answer.content.decode()


def test_with_htmx_only_the_picture_comes(client: Client, db: None) -> None:
    said = page(client, "?ubah=3", **{"HX-Request": "true"})
    assert said.startswith("Catatan 3 diubah")
    assert "Keadaan terbaru" not in said


@pytest.mark.parametrize(
    ("quorum", "count"),
    [("none", 0), ("bawaslu", 1), ("luar", 2), ("semua", None)],
)
def test_a_quorum_is_put_into_a_number_where_it_is_one(quorum: str, count: int | None) -> None:
    lines = [f"witness {name} {each.key.vkey}" for name, each in NAMES.items()]
    lines += ["group luar 2 bawaslu kampus", "group semua all luar pers", f"quorum {quorum}"]
    assert needed(Policy.parse("\n".join(lines))) == count


def test_only_comments_about_somebody_are_read_as_such() -> None:
    text = "# bawaslu: Badan Pengawas\n#kampus:Universitas\n# plain remark\nwitness a b\n#:x\n"
    assert about(text) == {"bawaslu": "Badan Pengawas", "kampus": "Universitas"}


def test_a_published_state_of_another_length_is_no_page_breaker(
    kept: Keeping, client: Client
) -> None:
    kept()
    publish(b"\1" * 32, 10**12, datetime.now(UTC), [OVERSIGHT], witnessed=False)
    assert "1.000.000.000.000 catatan" in page(client)
