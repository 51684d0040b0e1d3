"""The editor, posted as a browser posts it: nothing typed is ever lost, nothing made twice."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.actions import cascade, drafts, life
from netral.circulars.core import Stage
from netral.circulars.models import CascadeItem, Circular
from netral.circulars.queries.history import last_number
from netral.kernel.moment import Moment
from netral.orgs.models import Office, Unit
from netral.tenancy.models import Institution
from tests.cast import PASSWORD, Member
from tests.circulars.conftest import by_hand

Facts = Callable[..., drafts.Facts]
Posted = dict[str, Any]


class Browser(HTMLParser):
    """Collects what a browser would post of the page's long form if nobody touched it."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: Posted = {}
        self._inside = False
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._inside = own.get("method") == "post" and own.get("class") == "stack"
        if not self._inside:
            return
        kind, name = own.get("type", ""), own.get("name", "")
        if tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in own):
            self.posted.setdefault(name, []).append(
                own.get("value", "on" if "checked" in own else "")
            )
        elif tag == "select":
            self._select = "" if "multiple" in own else name
        elif tag == "option" and self._select:
            if "selected" in own or self._select not in self.posted:
                self.posted[self._select] = [own.get("value", "")]
        elif tag == "textarea":
            self._area, self.posted[name] = name, [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.posted[self._area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = ""


def opened(client: Client, url: str) -> Posted:
    browser = Browser()
    browser.feed(client.get(url).content.decode())
    browser.posted.pop("csrfmiddlewaretoken")
    return browser.posted


@pytest.fixture
def writer(client: Client, laras: Member) -> Client:
    client.force_login(laras.user)
    return client


@pytest.fixture
def written(writer: Client, tree: dict[str, Unit]) -> Posted:
    """A new circular with one clause; two clauses of room are left empty."""
    posted = opened(writer, reverse("circulars:new"))
    return posted | {"unit": tree["32.76"].pk, "subject": "Netralitas", "butir-0-text": "Isi."}


def test_clauses_left_empty_are_no_clauses(writer: Client, written: Posted) -> None:
    assert writer.post(reverse("circulars:new"), written).status_code == 302
    assert [c.text for c in Circular.objects.get().clauses.all()] == ["Isi."]


def test_a_condition_without_a_clause_is_not_dropped(writer: Client, written: Posted) -> None:
    answer = writer.post(reverse("circulars:new"), written | {"butir-1-conditions": "netral"})
    assert answer.status_code == 200
    assert "text" in answer.context["clauses"].errors[1]


def test_a_double_click_makes_one_draft(writer: Client, written: Posted) -> None:
    first = writer.post(reverse("circulars:new"), written)
    second = writer.post(reverse("circulars:new"), written)
    assert Circular.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_an_address_of_another_house_is_not_taken(
    writer: Client, written: Posted, draft: Circular
) -> None:
    other = Institution.objects.create(
        code="32.71", slug="bogor", name="Pemerintah Kota Bogor", place="Bogor", kind="city",
        head_title="Wali Kota Bogor", zone="Asia/Jakarta",
    )  # fmt: skip
    Circular.objects.filter(pk=draft.pk).update(institution=other)
    written["address"] = draft.slug
    assert writer.post(reverse("circulars:new"), written).status_code == 302
    assert Circular.objects.of(draft.institution).exclude(slug=draft.slug).count() == 1


@pytest.mark.parametrize("total", ["abc", "", "-3", "99999999999999999999", "²"])
def test_more_room_survives_nonsense(writer: Client, written: Posted, total: str) -> None:
    posted = written | {"more": "1", "butir-TOTAL_FORMS": total}
    assert writer.post(reverse("circulars:new"), posted).status_code == 200


def test_more_room_keeps_what_was_typed_and_complains_about_nothing(
    writer: Client, written: Posted
) -> None:
    answer = writer.post(reverse("circulars:new"), written | {"more": "1", "subject": ""})
    page = answer.content.decode()
    assert 'name="butir-5-text"' in page
    assert "Isi." in page
    assert "error-summary" not in page
    assert not Circular.objects.exists()


def test_saving_untouched_changes_nothing(
    writer: Client, draft: Circular, facts: Facts, at: Moment
) -> None:
    bases = [
        {"title": "SKB lima lembaga", "dated_on": "2022-09-22", "confidence": "found"},
        {"title": "UU 20/2023", "dated_on": "2023-10-31", "confidence": "memory-high"},
        {"title": "SE Gubernur", "dated_on": "", "confidence": "memory-low"},
    ]
    drafts.change(circular=draft, facts=facts(bases=bases), by="user:1", at=at)
    fields = ("bases", "audience", "signatory_id", "pass_on_by", "read_by", "subject", "relay")
    draft.refresh_from_db()
    before = {name: getattr(draft, name) for name in fields}
    clauses = list(draft.clauses.values_list("kind", "text", "conditions", "kinds", "due_at"))
    url = reverse("circulars:edit", args=[draft.slug])
    assert writer.post(url, opened(writer, url)).status_code == 302
    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in fields} == before
    assert (
        list(draft.clauses.values_list("kind", "text", "conditions", "kinds", "due_at")) == clauses
    )


def test_a_basis_is_marked_and_unmarked_by_the_drafter(
    writer: Client, draft: Circular, facts: Facts, at: Moment
) -> None:
    known = [{"title": "UU 20/2023", "dated_on": "", "confidence": "memory-high"}]
    drafts.change(circular=draft, facts=facts(bases=known), by="user:1", at=at)
    url = reverse("circulars:edit", args=[draft.slug])
    lines = "UU 20/2023\nSE Gubernur | | belum diverifikasi"
    writer.post(url, opened(writer, url) | {"bases": lines})
    draft.refresh_from_db()
    assert [(b["title"], b["confidence"]) for b in draft.bases] == [
        ("UU 20/2023", ""),
        ("SE Gubernur", "memory-low"),
    ]


def test_who_was_overtaken_keeps_the_text_and_may_save_again(
    writer: Client, draft: Circular, facts: Facts, at: Moment
) -> None:
    url = reverse("circulars:edit", args=[draft.slug])
    typed = opened(writer, url) | {"subject": "Kata saya"}
    drafts.change(circular=draft, facts=facts(subject="Kata orang"), by="user:999", at=at)
    answer = writer.post(url, typed)
    draft.refresh_from_db()
    assert draft.subject == "Kata orang"
    page = answer.content.decode()
    assert "Kata saya" in page
    assert "error-summary" in page
    again = Browser()
    again.feed(page)
    assert writer.post(url, again.posted).status_code == 302
    draft.refresh_from_db()
    assert draft.subject == "Kata saya"


def test_ones_own_second_click_overtakes_nobody(writer: Client, draft: Circular) -> None:
    url = reverse("circulars:edit", args=[draft.slug])
    typed = opened(writer, url) | {"subject": "Kata saya"}
    assert [writer.post(url, typed).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("signs", [False, True], ids=["initialled", "signed"])
def test_who_writes_while_it_is_handed_on_loses_nothing(
    writer: Client, draft: Circular, wali: Member, at: Moment, *, signs: bool
) -> None:
    url = reverse("circulars:edit", args=[draft.slug])
    typed = opened(writer, url) | {"subject": "Kata saya"}
    life.submit(circular=draft, by="user:999", at=at)
    if signs:
        signing = by_hand("1/A")
        life.sign(circular=draft, user=wali.user, signing=signing, at=at)
    answer = writer.post(url, typed)
    assert answer.status_code == 200
    assert "Kata saya" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.subject != "Kata saya"


def test_a_head_cannot_pretend_to_restate_a_clause_of_the_parent(
    client: Client, published: Circular, hendra: Member, at: Moment
) -> None:
    item = CascadeItem.objects.select_related("unit__institution", "circular").get()
    derived = cascade.derive(item=item, user=hendra.user, at=at)
    client.force_login(hendra.user)
    url = reverse("circulars:edit", args=[derived.slug])
    permission = published.clauses.get(kind="permission")
    posted = opened(client, url) | {
        "butir-0-text": "Kata lain.",
        "butir-3-kind": "permission",
        "butir-3-text": "Boleh berkampanye.",
        "butir-3-restates": permission.pk,
    }
    assert client.post(url, posted).status_code == 302
    rows = list(derived.clauses.values_list("text", "restates_id"))
    parents = list(published.clauses.values_list("text", "pk"))
    assert rows == [*parents, ("Boleh berkampanye.", None)]


def test_a_text_changed_behind_an_open_page_is_not_signed(
    client: Client, facts: Facts, draft: Circular, wali: Member, at: Moment
) -> None:
    life.submit(circular=draft, by="user:0", at=at)
    client.force_login(wali.user)
    url = reverse("circulars:sign", args=[draft.slug])
    page = client.get(url).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    life.send_back(circular=draft, reason="Belum lengkap.", by="user:0", at=at)
    drafts.change(circular=draft, facts=facts(subject="Isi lain"), by="user:0", at=at)
    life.submit(circular=draft, by="user:0", at=at)
    posted = {"number": "270/9-Huk", "password": PASSWORD}
    answer = client.post(url, posted | {"seen": seen})
    assert answer.status_code == 409
    assert "Teks diubah setelah Anda membuka halaman ini" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.signed_at is None
    again = client.get(url).content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(url, posted | {"seen": again}).status_code == 302


def test_a_text_changed_behind_an_open_page_is_not_initialled(
    client: Client, facts: Facts, wali: Member, office: Office, at: Moment
) -> None:
    draft = drafts.draft(
        institution=office.institution, facts=facts(initials=[office]), by="user:0", at=at
    )
    client.force_login(wali.user)
    page = client.get(reverse("circulars:work", args=[draft.slug])).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    drafts.change(circular=draft, facts=facts(initials=[office]), by="user:0", at=at)
    url = reverse("circulars:initial", args=[draft.slug])
    assert client.post(url, {"seen": seen}).status_code == 409
    assert client.post(url, {"seen": "x"}).status_code == 409
    assert client.post(url).status_code == 409
    assert draft.initials.filter(given_at=None).exists()
    assert client.post(url, {"seen": last_number(draft)}).status_code == 302
    assert not draft.initials.filter(given_at=None).exists()


def test_an_officer_asked_for_initials_may_send_the_draft_back_instead(
    client: Client, facts: Facts, wali: Member, hendra: Member, office: Office, at: Moment,
) -> None:  # fmt: skip
    draft = drafts.draft(
        institution=office.institution, facts=facts(initials=[office]), by="user:0", at=at
    )
    url = reverse("circulars:send_back", args=[draft.slug])
    client.force_login(hendra.user)
    assert client.post(url, {"reason": "Bukan urusan saya."}).status_code == 404
    client.force_login(wali.user)
    assert url in client.get(reverse("circulars:work", args=[draft.slug])).content.decode()
    assert client.post(url, {"reason": "Dasar hukum kurang."}).status_code == 302
    draft.refresh_from_db()
    assert (draft.stage, draft.end_reason) == (Stage.DRAFT, "Dasar hukum kurang.")


@pytest.mark.parametrize("field", ["recipients", "copies", "bases", "butir-0-conditions"])
def test_no_line_holds_what_a_database_cannot_keep(
    writer: Client, written: Posted, field: str
) -> None:
    answer = writer.post(reverse("circulars:new"), written | {field: "a\x00b"})
    assert answer.status_code == 200
    assert not Circular.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pass_on_by", "0001-01-01T00:00"), ("read_by", "9999-12-31T23:59"),
        ("butir-0-due_at", "0001-01-01T00:00"), ("dated_on", "0001-01-01"),
        ("dated_on", "9999-12-31"), ("seen", "9" * 40), ("unit", "9" * 40),
    ],
)  # fmt: skip
def test_a_year_or_a_number_beyond_every_range_breaks_nothing(
    writer: Client, written: Posted, field: str, value: str
) -> None:
    answer = writer.post(reverse("circulars:new"), written | {field: value})
    assert answer.status_code in {200, 302, 422}
    for made in Circular.objects.all():
        assert writer.get(reverse("circulars:work", args=[made.slug])).status_code == 200
        assert writer.get(reverse("circulars:edit", args=[made.slug])).status_code == 200
        assert writer.get(reverse("circulars:preview", args=[made.slug])).status_code == 200
