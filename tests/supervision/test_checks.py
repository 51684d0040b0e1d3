"""Check lists: what they ask on which day, going through one, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from netral.access.models import User
from netral.kernel.evidence import Proof
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.supervision.core import CheckKind, Tick
from netral.supervision.models import Check, CheckPoint, Finding
from netral.supervision.queries.evidence import shown
from netral.supervision.queries.lists import CheckList, list_for
from tests.cast import Member
from tests.supervision.scene import WRONG, fresh, gone_through

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]


@pytest.fixture
def beji(tree: dict[str, Unit]) -> Unit:
    return fresh(tree["32.76.06"])


def on(at: Moment, year: int, month: int, day: int) -> Moment:
    return replace(at, acted=datetime(year, month, day, 5, tzinfo=UTC))


def asked(unit: Unit, at: Moment, kind: CheckKind = CheckKind.SELF) -> dict[str, list[str]]:
    """Return the codes of the points with those of the rules behind them."""
    return {p.code: [c.code for c in p.cites] for p in list_for(unit, kind, at).points}


def filled(listed: CheckList, **other: str) -> dict[str, Any]:
    """Return a form in which everything is fine, but for `other` (dots as underscores)."""
    data = {f"t.{p.code}": "fine" for p in listed.points}
    own = {name.replace("__", "."): value for name, value in other.items()}
    return {"sheet": "abcdefghjk", "mark": listed.mark, "note": ""} | data | own


# ---- What is asked


def test_the_list_follows_the_stage_of_the_election(beji: Unit, at: Moment) -> None:
    june, october = asked(beji, at), asked(beji, on(at, 2024, 10, 5))
    assert "cars.use" not in june  # facilities are a matter of the campaign
    assert june["social.accounts"] == ["SKB22-KE-04"]
    assert "PP94-N4" in october["cars.use"]
    assert october["social.accounts"] == ["SKB22-DI-06"]
    assert "climate.shifts" in october
    assert "climate.shifts" not in june


def test_far_from_any_election_only_what_always_holds_is_asked(beji: Unit, at: Moment) -> None:
    listed = list_for(beji, CheckKind.SELF, on(at, 2026, 5, 5))
    assert [p.code for p in listed.points if p.code.startswith("implementation")]


def test_a_field_check_is_short_and_about_the_place(beji: Unit, at: Moment) -> None:
    field = asked(beji, at, CheckKind.FIELD)
    assert set(field) < set(asked(beji, at))
    assert not [code for code in field if code.startswith(("climate", "social"))]


def test_every_rule_behind_a_point_has_a_source_and_a_page(
    client: Client, beji: Unit, at: Moment
) -> None:
    cites = {c for p in list_for(beji, CheckKind.SELF, at).points for c in p.cites}
    assert len(cites) > 5
    for cite in cites:
        assert cite.source
        assert client.get(cite.url).status_code == 200


def test_what_no_rule_words_says_so(
    client: Client, hendra: Member, beji: Unit, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    page = client.get(f"/pengawasan/cek/mandiri/{beji.pk}/").content.decode()
    assert "ini kebiasaan instansi untuk melaksanakan edaran" in page


# ---- Going through it


def test_a_list_is_kept_with_its_points_and_findings(
    client: Client, hendra: Member, beji: Unit, at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    listed = list_for(beji, CheckKind.SELF, at)
    data = filled(listed) | {"t.offices.walls": "finding", "n.offices.walls": "Baliho di pagar."}
    data["t.goods.aid"] = "not_here"
    url = f"/pengawasan/cek/mandiri/{beji.pk}/"
    page = client.post(url, data, follow=True).content.decode()
    assert "Baliho di pagar." in page
    check = Check.objects.get()
    assert (check.findings_count, check.phase, check.points.count()) == (
        1, "before", len(listed.points),
    )  # fmt: skip
    assert check.points.get(code="goods.aid").tick == Tick.NOT_HERE
    assert Finding.objects.get().what == "Baliho di pagar."
    assert Entry.objects.filter(act="check.done").count() == 1


def test_nothing_is_lost_when_something_is_missing(
    client: Client, hendra: Member, beji: Unit, at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    data = filled(list_for(beji, CheckKind.SELF, at)) | {"note": "Hujan deras."}
    data |= {"t.offices.walls": "finding", "n.goods.aid": "Catatan"}
    del data["t.social.guide"]
    answer = client.post(f"/pengawasan/cek/mandiri/{beji.pk}/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hujan deras." in page
    assert 'value="Catatan"' in page
    assert 'value="abcdefghjk"' in page
    assert page.count("checked") == len([name for name in data if name.startswith("t.")])
    assert "Pilih apa yang Anda lihat." in page
    assert "Tulis dengan singkat apa yang tidak sesuai." in page
    assert not Check.objects.exists()
    assert not CheckPoint.objects.exists()


@pytest.mark.parametrize(
    "words",
    ["Mobil dipakai Ratna Contoh.", "Mobil dipakai oleh Ratna.", "Kata Pak Joko begitu.",
     "NIP 19800101 200501 1 000 ada di sana."],
)  # fmt: skip
def test_a_finding_names_nobody_and_the_text_is_kept_to_be_mended(
    words: str, client: Client, hendra: Member, ratna: Member, beji: Unit, at: Moment,
    sign_in: SignIn,
) -> None:  # fmt: skip
    sign_in(client, hendra.user)
    data = filled(list_for(beji, CheckKind.SELF, at))
    data |= {"t.cars.marks": "finding", "n.cars.marks": words}
    answer = client.post(f"/pengawasan/cek/mandiri/{beji.pk}/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "kirimkan rujukan" in page
    assert words in page
    assert not Check.objects.exists()
    assert not Entry.objects.filter(act="check.done").exists()


def test_a_double_click_is_one_check(
    client: Client, hendra: Member, beji: Unit, at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    data = filled(list_for(beji, CheckKind.SELF, at))
    for _ in range(2):
        assert client.post(f"/pengawasan/cek/mandiri/{beji.pk}/", data).status_code == 302
    assert Check.objects.count() == 1


@pytest.mark.parametrize("sheet", ["", "../../etc", "ABCDEFGHJK", "x" * 500, "<script>"])
def test_a_made_up_name_of_a_sheet_is_drawn_anew(
    sheet: str, client: Client, hendra: Member, beji: Unit, at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    data = filled(list_for(beji, CheckKind.SELF, at)) | {"sheet": sheet}
    assert client.post(f"/pengawasan/cek/mandiri/{beji.pk}/", data).status_code == 302
    assert len(Check.objects.get().slug) == 10


def test_a_list_of_yesterday_is_shown_anew_with_what_was_ticked(
    client: Client, hendra: Member, beji: Unit, at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    old = filled(list_for(beji, CheckKind.SELF, on(at, 2024, 10, 5)))
    answer = client.post(f"/pengawasan/cek/mandiri/{beji.pk}/", old)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Daftar ini berubah sejak Anda membukanya." in page
    assert page.count("checked") > 10
    assert list_for(beji, CheckKind.SELF, at).mark in page
    assert not Check.objects.exists()


@pytest.mark.parametrize("tick", ["", "great", "fine' or 1=1"])
def test_only_the_three_answers_are_taken(
    tick: str, client: Client, hendra: Member, beji: Unit, at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    data = filled(list_for(beji, CheckKind.SELF, at)) | {"t.cars.marks": tick}
    assert client.post(f"/pengawasan/cek/mandiri/{beji.pk}/", data).status_code == 422


def test_a_field_check_says_where(
    client: Client, bima: Member, tree: dict[str, Unit], at: Moment, sign_in: SignIn
) -> None:
    sign_in(client, bima.user)
    place = fresh(tree["32.76.06.1001"])
    url = f"/pengawasan/cek/lapangan/{place.pk}/"
    data = filled(list_for(place, CheckKind.FIELD, at))
    assert "Tulis tempat yang Anda periksa." in client.post(url, data).content.decode()
    data |= {"place": "Halaman parkir", "t.cars.marks": "finding", "n.cars.marks": "Ada stiker."}
    assert client.post(url, data).status_code == 302
    assert Finding.objects.get().place == "Halaman parkir"


# ---- Who may


def test_a_self_check_is_the_units_own(
    client: Client, hendra: Member, dewi: Member, kadis: Member, ratna: Member, auditor: User,
    tree: dict[str, Unit], sign_in: SignIn,
) -> None:  # fmt: skip
    beji, kelurahan = tree["32.76.06"].pk, tree["32.76.06.1001"].pk

    def opens(user: User, url: str) -> bool:
        sign_in(client, user)
        return client.get(f"/pengawasan/cek/{url}/").status_code == 200

    assert opens(hendra.user, f"mandiri/{beji}")
    assert not opens(hendra.user, f"mandiri/{kelurahan}")
    assert opens(hendra.user, f"lapangan/{kelurahan}")
    assert opens(dewi.user, f"lapangan/{beji}")
    assert not opens(dewi.user, f"mandiri/{beji}")
    for nobody in (kadis.user, ratna.user, auditor):
        assert not opens(nobody, f"mandiri/{beji}")
        assert not opens(nobody, f"lapangan/{beji}")


def test_a_check_is_read_above_and_by_the_auditor_but_not_beside(
    client: Client, hendra: Member, yusuf: Member, tono: Member, auditor: User,
    tree: dict[str, Unit], at: Moment, sign_in: SignIn,
) -> None:  # fmt: skip
    check = gone_through(tree["32.76.06.1001"], f"user:{yusuf.user.pk}", at, wrong=WRONG)
    finding = Finding.objects.get()
    for user, status in ((yusuf.user, 200), (hendra.user, 200), (auditor, 200), (tono.user, 404)):
        sign_in(client, user)
        assert client.get(f"/pengawasan/cek/{check.slug}/").status_code == status
        assert client.get(f"/pengawasan/temuan/{finding.slug}/").status_code == status
        listed = client.get("/pengawasan/temuan/").content.decode()
        assert ("Baliho calon" in listed) is (status == 200)


def test_the_next_head_sees_what_the_last_one_checked(
    client: Client, hendra: Member, bima: Member, tree: dict[str, Unit], at: Moment,
    sign_in: SignIn,
) -> None:  # fmt: skip
    check = gone_through(tree["32.76.06"], f"user:{hendra.user.pk}", at)
    sign_in(client, bima.user)
    page = client.get(f"/pengawasan/cek/{check.slug}/").content.decode()
    assert "Hendra Contoh" in page


# ---- What it proves


def test_a_self_check_proves_what_its_topics_say(hendra: Member, beji: Unit, at: Moment) -> None:
    gone_through(beji, f"user:{hendra.user.pk}", at)
    gone_through(beji, f"user:{hendra.user.pk}", at, kind=CheckKind.FIELD)
    found = shown(beji.institution, at.acted, replace(at, acted=at.acted).logged)
    proofs = sorted(each.proof for each in found)
    assert proofs == [
        Proof.CLIMATE_CHECK, Proof.FIELD_CHECK, Proof.IMPLEMENTATION, Proof.SELF_CHECK,
    ]  # fmt: skip
    assert {each.unit_id for each in found} == {beji.pk}
    assert not shown(beji.institution, at.acted, at.logged, units=[beji.pk + 999])
    assert not shown(beji.institution, at.logged, at.logged)
