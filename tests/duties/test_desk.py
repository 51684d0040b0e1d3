"""The head's desk, the superior's look at it, excuses, vacant offices, and changes of holders."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netral.access.core import Role
from netral.access.models import User
from netral.circulars.actions.cascade import acknowledge
from netral.circulars.core.meaning import Duty
from netral.circulars.models import CascadeItem
from netral.duties import queries
from netral.duties.actions.excusing import Hand, excuse, withdraw_excuse
from netral.duties.actions.reckoning import reckon, reckon_if_due
from netral.duties.actions.terms import set_terms
from netral.duties.core import Kind, State
from netral.duties.core.assessment import Need
from netral.duties.core.policy import Terms
from netral.duties.errors import NotExcused, NothingToExcuse, OwnDuty
from netral.duties.models import DailyFigure, Obligation, ObligationEvent, PolicyChoice
from netral.duties.queries.assessment import assessment
from netral.duties.queries.desk import desk
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Holding, Office, Unit
from netral.tallies.actions import fold
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member, appoint, employ
from tests.duties.scene import DEPOK, FRIDAY, WORDS, in_force, later, owed, reckoned
from tests.supervision.suspicions import officer as case_officer
from tests.supervision.suspicions import referred
from tests.together import together

pytestmark = pytest.mark.django_db
Enter = Callable[[Client, User], None]


# ---- The desk


def test_the_desk_shows_a_deed_at_once_without_waiting_for_the_worker(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    beji = tree["32.76.06"]
    assert Kind.ACKNOWLEDGE in {item.kind for item in desk(beji, AT.acted).now}
    item = CascadeItem.objects.get(unit=beji)
    acknowledge(item=item, user=hendra.user, at=AT)
    now = desk(beji, AT.acted)
    assert Kind.ACKNOWLEDGE not in {each.kind for each in now.now}
    assert now.done[0].kind is Kind.ACKNOWLEDGE
    assert now.done[0].proofs[0].title == "270/343-Huk"


def test_the_desk_is_there_before_anything_was_ever_reckoned(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    found = desk(tree["32.76.06"], AT.acted)
    assert len(found.now) == 5
    assert all(item.pk is None for item in found.now)


def test_the_desk_says_the_clauses_very_words_and_whose_the_dates_are(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    found = desk(tree["32.76.06"], AT.acted)
    assert [clause.text for clause in found.clauses] == [WORDS]
    assert all(item.by_policy for item in found.clauses[0].items)


def test_a_date_of_the_circular_is_its_own(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK, due_at=FRIDAY)
    items = desk(tree["32.76.06"], AT.acted).clauses[0].items
    assert {item.due_at for item in items} == {FRIDAY}
    assert not any(item.by_policy or item.moved for item in items)


def test_the_desk_needs_no_more_queries_when_more_is_owed(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    with CaptureQueriesContext(connection) as few:
        desk(tree["32.76.06"], AT.acted)
    in_force(tree["32.76"], wali, *DEPOK, number="270/344-Huk")
    reckoned(depok)
    with CaptureQueriesContext(connection) as many:
        desk(tree["32.76.06"], AT.acted)
    assert len(many) == len(few)


def test_a_head_opens_one_page_and_sees_what_is_owed(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    sign_in(client, hendra.user)
    page = client.get(reverse("duties:index")).content.decode()
    assert "5 kewajiban menunggu" in page
    assert WORDS in page
    assert "Rencanakan pertemuan" in page


def test_the_superior_sees_the_unit_and_no_buttons(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 0)
    sign_in(client, wali.user)
    page = client.get(reverse("duties:unit", args=[tree["32.76.06"].pk])).content.decode()
    assert "Camat Beji: Hendra Contoh" in page
    assert "Rencanakan pertemuan" not in page


def test_only_what_lies_below_is_seen(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], hendra: Member,
    tamu: User,
) -> None:  # fmt: skip
    for user, unit in ((hendra.user, "disdik"), (tamu, "32.76.06")):
        sign_in(client, user)
        assert client.get(reverse("duties:unit", args=[tree[unit].pk])).status_code == 404


# ---- Excuses


def test_who_held_the_office_does_not_clear_the_own_record(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    row = owed(depok, Kind.SOCIALISE)[0]
    terms = Holding.objects.filter(person=hendra.person)
    terms.update(ends_on=later(18).local().date())  # late since the tenth working day
    with pytest.raises(OwnDuty):
        excuse(obligation=row, hand=Hand(hendra.user, "Sudah lama."), at=later(20))
    terms.update(ends_on=row.first_on - timedelta(days=1))
    excuse(obligation=row, hand=Hand(hendra.user, "Banjir."), at=later(20))


# ---- What was referred is not told


def test_a_referral_counts_when_a_nil_report_could_be_made_and_looks_like_one(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member, ratna: Member
) -> None:
    in_force(tree["32.76"], wali, Duty.REPORT)
    case_officer(tree["bkpsdm"], "Petra Perkara", 41, Role.CASE_OFFICER)
    referred(hendra, ratna, as_head=True)
    reckoned(depok, 1)
    first = owed(depok, Kind.NIL_REPORT, tree["32.76.06"])[0]
    last_on = datetime.combine(first.last_on, AT.local().time(), AT.local().tzinfo)
    assert (first.state, first.evidence) == (State.UPCOMING, [])
    shown = desk(tree["32.76.06"], later(1).acted)
    assert first.pk not in {item.pk for item in shown.done}
    after = (first.last_on - AT.local().date()).days + 1
    reckoned(depok, after)
    first.refresh_from_db()
    assert (first.state, first.fulfilled_at) == (State.FULFILLED, last_on)
    assert first.evidence == []
    (item,) = [i for i in desk(tree["32.76.06"], later(after).acted).done if i.pk == first.pk]
    assert (item.done_at, item.proofs) == (last_on, ())


def test_an_assessment_names_no_unit_beside_the_day_of_a_referral(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member, ratna: Member
) -> None:
    in_force(tree["32.76"], wali, Duty.REPORT)
    case_officer(tree["bkpsdm"], "Petra Perkara", 41, Role.CASE_OFFICER)
    referred(hendra, ratna, as_head=True)
    found = assessment(tree["32.76"], later(1))
    (line,) = [line for line in found.lines if line.requirement.need is Need.NIL_REPORTS]
    assert (line.fact.part, list(line.fact.deeds), line.expires) == (1, [], None)


def test_an_excuse_keeps_its_reason_and_leaves_the_boards(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    row = owed(depok, Kind.SOCIALISE)[0]
    before = queries.board(depok, tree["32.76"]).figures
    excuse(obligation=row, hand=Hand(wali.user, "Banjir di kecamatan."), at=later(20))
    fold()
    after = queries.board(depok, tree["32.76"]).figures
    assert (after.late, after.excused) == (before.late - 1, before.excused + 1)
    event = ObligationEvent.objects.get(obligation=row, after=State.EXCUSED)
    assert (event.reason, event.by) == ("Banjir di kecamatan.", f"user:{wali.user.pk}")
    reckoned(depok, 21)
    assert owed(depok, Kind.SOCIALISE)[0].state == State.EXCUSED


def test_an_excuse_can_be_withdrawn(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    row = owed(depok, Kind.SOCIALISE)[0]
    hand = Hand(wali.user, "Banjir.")
    excuse(obligation=row, hand=hand, at=later(20))
    withdraw_excuse(obligation=row, hand=hand, at=later(21))
    row.refresh_from_db()
    assert row.state == State.LATE
    with pytest.raises(NotExcused):
        withdraw_excuse(obligation=row, hand=hand, at=later(21))


def test_the_day_that_was_kept_says_what_is_true_at_its_end(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 19)
    reckoned(depok, 20)
    rows = DailyFigure.objects.of(depok).values_list("owed", "late", "excused")
    yesterday, today = (later(days).local().date() for days in (19, 20))
    line = [tree["32.76"], tree["32.76.06"]]
    before = [rows.get(unit=unit, day=today) for unit in line]
    hand = Hand(wali.user, "Banjir di kecamatan.")
    row = owed(depok, Kind.ACKNOWLEDGE)[0]
    excuse(obligation=row, hand=hand, at=later(20))
    for unit, (owes, late, excused) in zip(line, before, strict=True):
        assert rows.get(unit=unit, day=today) == (owes - 1, late - 1, excused + 1)
        assert rows.get(unit=unit, day=yesterday) == (owes, late, excused)
    fold()
    whole = queries.board(depok, line[0]).figures
    assert rows.get(unit=line[0], day=today) == (whole.owed, whole.late, whole.excused)
    assert not DailyFigure.objects.filter(unit=tree["disdik"], day=today).exists()
    withdraw_excuse(obligation=row, hand=hand, at=later(20))
    assert [rows.get(unit=unit, day=today) for unit in line] == before
    excuse(obligation=row, hand=hand, at=later(21))
    assert not rows.filter(day=later(21).local().date()).exists()  # nobody has kept it yet


def test_nobody_excuses_the_own_office(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    row = owed(depok, Kind.SOCIALISE)[0]
    with pytest.raises(OwnDuty):
        excuse(obligation=row, hand=Hand(hendra.user, "Saya sibuk."), at=AT)


def test_what_is_done_is_not_excused(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    acknowledge(item=CascadeItem.objects.get(), user=hendra.user, at=AT)
    reckoned(depok)
    done, hand = owed(depok, Kind.ACKNOWLEDGE)[0], Hand(wali.user, "Terlambat.")
    with pytest.raises(NothingToExcuse):
        excuse(obligation=done, hand=hand, at=AT)


def test_an_excuse_needs_a_reason_and_loses_nothing(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member, dewi: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    row = owed(depok, Kind.SOCIALISE)[0]
    sign_in(client, dewi.user)
    address = reverse("duties:excuse", args=[row.pk])
    assert client.post(address, {"reason": "  "}).status_code == 422
    long = client.post(address, {"reason": "x" * 501})
    assert long.status_code == 422
    assert "x" * 501 in long.content.decode()
    assert client.post(address, {"reason": "Banjir."}).status_code == 302
    row.refresh_from_db()
    assert row.state == State.EXCUSED


def test_a_head_cannot_excuse(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    sign_in(client, hendra.user)
    row = owed(depok, Kind.SOCIALISE)[0]
    answer = client.post(reverse("duties:excuse", args=[row.pk]), {"reason": "x"})
    assert answer.status_code == 404


# ---- Offices and holders


def ended(holding: Holding, day: date) -> None:
    Holding.objects.filter(pk=holding.pk).update(ends_on=day)


def test_the_duty_stays_with_the_office_and_the_record_with_the_person(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    office = Office.objects.get(title="Camat Beji")
    ended(office.holdings.get(), date(2024, 6, 30))
    heir = employ(tree["32.76.06"], "Sari Contoh", 77)
    offices.hand_over(
        office=office, person=heir.person, capacity=Capacity.DEFINITIVE,
        starts_on=date(2024, 7, 8), ends_on=None, basis="SK contoh", by=BY, at=later(12),
    )  # fmt: skip
    reckoned(depok, 20)
    assert {row.office_id for row in Obligation.objects.all()} == {office.pk}
    late = {e.obligation.kind: e.holding for e in ObligationEvent.objects.filter(after="late")}
    assert late[Kind.ACKNOWLEDGE] is None  # Monday 1 July: nobody held the office
    heirs = late[Kind.SOCIALISE]
    assert heirs is not None
    assert heirs.person == heir.person  # Wednesday 10 July


def test_an_office_vacant_for_a_month_owes_on_and_the_one_above_sees_it(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    ended(Office.objects.get(title="Camat Beji").holdings.get(), date(2024, 6, 26))
    reckoned(depok, 31)
    assert owed(depok, Kind.SOCIALISE)[0].state == State.LATE
    found = queries.vacant(depok, [tree["32.76"].path], later(31).local().date())
    assert [(each.title, each.since) for each in found] == [("Camat Beji", date(2024, 6, 27))]
    sign_in(client, wali.user)
    Institution.objects.update(demo_starts_at=later(31).acted)
    page = client.get(reverse("duties:index")).content.decode()
    assert "Jabatan lowong" in page
    assert "Camat Beji" in page


def test_an_office_page_tells_in_whose_time_things_happened(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    sign_in(client, wali.user)
    office = Office.objects.get(title="Camat Beji")
    page = client.get(reverse("duties:office", args=[office.pk])).content.decode()
    assert "Camat Beji: Hendra Contoh" in page


# ---- Terms


def test_an_institutions_own_terms_take_the_place_of_the_house_policy(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    before = len(owed(depok, Kind.GUIDE))
    set_terms(
        institution=depok, kind=Kind.GUIDE, terms=Terms(days=3), by=BY, at=AT,
    )  # fmt: skip
    reckoned(depok)
    open_rows = [row for row in owed(depok, Kind.GUIDE) if row.state != State.ENDED]
    assert [str(row.last_on) for row in open_rows] == ["2024-07-01"]
    set_terms(institution=depok, kind=Kind.GUIDE, terms=None, by=BY, at=AT)
    reckoned(depok)
    live = [row for row in owed(depok, Kind.GUIDE) if row.state != State.ENDED]
    assert len(live) == before


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_terms_that_two_set_at_once_come_one_after_the_other(depok: Institution) -> None:
    works = [
        partial(set_terms, institution=depok, kind=Kind.GUIDE, terms=terms, by=BY, at=AT)
        for terms in (Terms(days=3), Terms(days=4), None, Terms(days=5))
    ]
    assert together(works) == [None] * 4
    acts = Entry.objects.filter(act="duty_terms.set").order_by("pk")
    last = fields(acts[3])["detail"]["terms"]
    kept = [row.days for row in PolicyChoice.objects.all()]
    assert kept == ([last["days"]] if last else [])


def test_terms_that_make_no_sense_are_told_at_the_form(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], dewi: Member
) -> None:
    sign_in(client, dewi.user)
    address = reverse("duties:policy")
    for days in ("", "0", "61", "-1", "x"):
        given = {"kind": "guide", "rhythm": "once", "days": days}
        assert client.post(address, given).status_code == 422
    assert client.post(address, {"kind": "guide", "rhythm": "week", "days": "2"}).status_code == 302
    assert "Ketentuan instansi sendiri." in client.get(address).content.decode()


def test_who_may_not_excuse_the_city_may_not_set_its_terms(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    sign_in(client, hendra.user)
    given = {"kind": "guide", "rhythm": "week", "days": "2"}
    assert client.post(reverse("duties:policy"), given).status_code == 404


# ---- The worker


def test_the_worker_reckons_once_a_day_and_when_something_changed(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    assert reckon_if_due(institution=depok, at=AT)
    assert not reckon_if_due(institution=depok, at=AT)
    assert reckon_if_due(institution=depok, at=later(1))
    in_force(tree["32.76"], wali, *DEPOK, number="270/344-Huk")
    assert reckon_if_due(institution=depok, at=later(1 + 2 / 1440))


def test_a_reckoning_that_dies_leaves_nothing_half_written(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    before = Entry.objects.count()

    def dies(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("netral.duties.actions.reckoning.count", dies)
    with pytest.raises(RuntimeError):
        reckon(institution=depok, at=AT)
    assert (Obligation.objects.count(), Entry.objects.count()) == (0, before)


def test_an_operator_sees_the_units_desk_too(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member, bima: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    sign_in(client, bima.user)
    assert "5 kewajiban menunggu" in client.get(reverse("duties:index")).content.decode()


def test_units_below_with_heads_of_their_own_owe_for_themselves(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    village = tree["32.76.06.1001"]
    lurah = employ(village, "Lurah Contoh", 78)
    appoint(lurah, village, "Lurah Beji", Role.HEAD, is_head=True)
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    assert len(owed(depok, Kind.SOCIALISE, village)) == len(
        owed(depok, Kind.SOCIALISE, tree["32.76.06"])
    )
    assert owed(depok, Kind.DERIVE, village) == []  # a kelurahan issues no circular of its own


# ---- From every page to the next step


def test_the_page_of_an_obligation_leads_its_head_to_what_is_owed_and_nobody_else(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 0)
    row = owed(depok, Kind.SOCIALISE, tree["32.76.06"])[0]
    sign_in(client, hendra.user)
    assert "Rencanakan pertemuan" in client.get(reverse("duties:show", args=[row.pk])).text
    client.logout()
    sign_in(client, wali.user)
    assert "Rencanakan pertemuan" not in client.get(reverse("duties:show", args=[row.pk])).text


def test_the_persons_page_counts_what_the_desk_counts(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 0)
    sign_in(client, hendra.user)
    words = f"{len(desk(tree['32.76.06'], AT.acted).now)} kewajiban menunggu"
    assert words in client.get(reverse("duties:index")).text
    assert words in client.get("/saya/").text


def test_the_groups_stand_apart_and_folded(
    client: Client, sign_in: Enter, depok: Institution, tree: dict[str, Unit], wali: Member,
    hendra: Member,
) -> None:  # fmt: skip
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 0)
    sign_in(client, hendra.user)
    page = client.get(reverse("duties:index")).text
    groups = ("Kewajiban dari edaran", "Tugas meneruskan edaran")
    places = [page.index(f"<h3>{word}</h3>") for word in groups]
    places.append(page.index("<h3>Kewajiban tetap menurut"))
    assert places[0] < places[1] < places[2]
    assert page.index("Perlu dikerjakan") < places[0]
    assert '<details id="standing" open' not in page
