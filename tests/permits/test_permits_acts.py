"""Asking, deciding, ending: the acts with their ledger, letters and messages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.notices.models import Message
from netral.orgs.actions.offices import hand_over
from netral.orgs.core import Capacity, PersonKind
from netral.orgs.models import Office, Unit
from netral.permits.actions.asking import answer, ask, withdraw
from netral.permits.actions.deciding import Ruled, decide, recommend, send_back
from netral.permits.actions.ending import end, revoke
from netral.permits.actions.letters import letter_of, seal_due
from netral.permits.core import Shown, State
from netral.permits.errors import (
    DayOutside,
    Moved,
    NotYourStep,
    OwnRequest,
    PeriodPast,
    PeriodTaken,
    PeriodTurned,
    ReasonNeeded,
)
from netral.permits.models import Permit, PermitEvent
from netral.permits.queries.facts import facts_for
from netral.signing.core import Standing
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import Member
from tests.ledger.whole import is_whole
from tests.permits.conftest import (
    FIRST,
    LAST,
    again,
    asked,
    fresh,
    granted,
    hand,
    leave,
    service,
)

pytestmark = pytest.mark.django_db


def later(at: Moment, **span: float) -> Moment:
    return Moment(at.acted + timedelta(**span), at.logged, at.zone)


def told(member: Member) -> list[str]:
    rows = Message.objects.filter(recipient=f"user:{member.user.pk}", channel="app")
    return list(rows.order_by("pk").values_list("template", flat=True))


# ---- Asking


def test_a_request_goes_to_the_head_with_its_check(
    ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    assert (permit.state, permit.due_on) == (State.WAITING, date(2024, 7, 3))  # five working days
    codes = {point["code"]: point["met"] for point in permit.points}
    assert codes["staff_may"] == codes["decider"] == codes["dates_in"] == "yes"
    assert told(hendra) == ["permits/to_decide"]
    assert permit.entry.act == "permit.asked"


def test_the_candidacy_of_a_spouse_stays_out_of_ledger_and_messages(
    ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    permit = asked(ratna, at, leave())
    assert "Kota Contoh" not in str(fields(permit.entry))
    assert "Kota Contoh" not in str(list(Message.objects.values_list("facts", flat=True)))


def test_the_same_request_twice_is_one(ratna: Member, hendra: Member, at: Moment) -> None:
    assert asked(ratna, at) == asked(ratna, at)
    assert Permit.objects.count() == PermitEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(FIRST, LAST, id="the same days"),
        pytest.param(LAST, LAST + timedelta(days=9), id="sharing the last day"),
        pytest.param(FIRST - timedelta(days=9), FIRST, id="sharing the first day"),
    ],
)
def test_another_of_the_kind_on_one_of_its_days_is_refused(
    first: date, last: date, ratna: Member, hendra: Member, at: Moment
) -> None:
    asked(ratna, at)
    with pytest.raises(PeriodTaken):
        asked(ratna, at, service(starts_on=first, ends_on=last, place="TPS 13"))


def test_days_beside_it_and_another_kind_are_free(
    ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    asked(ratna, at)
    after = LAST + timedelta(days=1)
    asked(ratna, at, service(starts_on=after, ends_on=after))
    asked(ratna, at, leave())
    assert Permit.objects.count() == 3


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (date(2024, 7, 2), date(2024, 7, 1), PeriodTurned),
        (date(2024, 6, 1), date(2024, 6, 25), PeriodPast),
    ],
)
def test_days_that_make_no_period_are_refused(
    first: date, last: date, refusal: type[Refusal], ratna: Member, at: Moment
) -> None:
    with pytest.raises(refusal):
        asked(ratna, at, service(starts_on=first, ends_on=last))
    assert not Permit.objects.exists()


def test_nobody_asks_for_another(ratna: Member, hendra: Member, at: Moment) -> None:
    with pytest.raises(Refusal):
        ask(person=fresh(ratna), wish=service(), by=f"user:{hendra.user.pk}", at=at)


def test_a_head_s_own_request_goes_to_who_signs_for_all(
    hendra: Member, wali: Member, at: Moment
) -> None:
    permit = asked(hendra, at)
    assert told(wali) == ["permits/to_decide"]
    with pytest.raises(OwnRequest):
        granted(permit, hand(hendra), at)
    assert granted(permit, hand(wali, "Wali Kota Depok"), at).state == State.GRANTED


def test_a_company_s_employee_may_send_what_the_check_does_not_support(
    tree: dict[str, Unit], hendra: Member, at: Moment
) -> None:
    staff = cast.employ(tree["32.76.06"], "Sari Contoh", 21, PersonKind.BUMD)
    points = {point["code"]: point["met"] for point in asked(staff, at).points}
    assert points["staff_unnamed"] == "no"


# ---- Deciding


def test_a_granted_request_has_a_number_a_leaf_a_letter_and_a_message(
    ratna: Member, hendra: Member, at: Moment, sealed: Institution
) -> None:
    permit = granted(asked(ratna, at), hand(hendra), at, "Piket kantor tetap dijalankan.")
    assert permit.number == "IZIN-0001/2024"
    assert permit.shown(FIRST) is Shown.RUNNING
    entry = Entry.objects.get(act="permit.decided")
    assert is_whole(entry)
    assert (entry.kind, entry.number, bytes(entry.ref)) == (
        "permit.decided/1", 1, bytes(permit.entry.ref),
    )  # fmt: skip
    said = fields(entry)
    assert (said["decision"], said["ends_on"]) == ("granted", "2024-12-16")
    assert permit.paper is not None
    assert said["document"] == permit.paper.code
    assert permit.paper.facts["holder"] == "R. C."
    assert "Ratna" not in str({k: v for k, v in permit.paper.facts.items() if k != "full"})
    assert letter_of(permit=permit, at=at).startswith(b"%PDF")
    assert told(ratna) == ["permits/decided"]


def test_numbers_run_on_in_a_city_and_begin_anew_each_year(
    ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    one = granted(asked(ratna, at), hand(hendra), at)
    two = granted(asked(hendra, at), hand(wali), at)
    next_year = later(at, days=200)
    third = asked(ratna, next_year, service(starts_on=date(2025, 2, 1), ends_on=date(2025, 3, 1)))
    third = granted(third, hand(hendra), next_year)
    assert [p.number for p in (one, two, third)] == [
        "IZIN-0001/2024", "IZIN-0002/2024", "IZIN-0001/2025",
    ]  # fmt: skip


def test_a_refusal_has_a_letter_too_and_frees_the_days(
    ratna: Member, hendra: Member, at: Moment, sealed: Institution
) -> None:
    permit = asked(ratna, at)
    ruled = Ruled(granted=False, reason="Tenaga di kantor kurang.")
    decide(permit=permit, ruled=ruled, hand=hand(hendra), turn=0, at=at)
    permit = again(permit)
    assert (permit.state, permit.last_on) == (State.REFUSED, None)
    assert seal_due(at=at) == 1
    assert seal_due(at=at) == 0
    assert asked(ratna, at) != permit


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decision_says_why(reason: str, ratna: Member, hendra: Member, at: Moment) -> None:
    with pytest.raises(ReasonNeeded):
        decide(permit=asked(ratna, at), ruled=Ruled(granted=False, reason=reason),
               hand=hand(hendra), turn=0, at=at)  # fmt: skip


def test_what_is_over_is_not_granted(ratna: Member, hendra: Member, at: Moment) -> None:
    permit = asked(ratna, at, service(starts_on=date(2024, 6, 26), ends_on=date(2024, 6, 27)))
    with pytest.raises(PeriodPast):
        granted(permit, hand(hendra), later(at, days=2))


def test_the_second_of_two_deciders_is_told(
    ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    seen_by_both = asked(ratna, at)
    granted(asked(ratna, at), hand(hendra), at)
    with pytest.raises(Moved):
        decide(permit=seen_by_both, ruled=Ruled(granted=False, reason="Tidak."),
               hand=hand(wali), turn=0, at=at)  # fmt: skip
    assert Entry.objects.filter(act="permit.decided").count() == 1


def test_a_decision_on_what_has_changed_meanwhile_is_refused(
    ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    send_back(permit=permit, question="TPS berapa?", hand=hand(hendra), turn=0, at=at)
    answer(permit=again(permit), wish=service(place="TPS 14"), words="TPS 14.", turn=1, at=at)
    with pytest.raises(Moved):
        decide(permit=again(permit), ruled=Ruled(granted=True, reason="Ya."), hand=hand(hendra),
               turn=0, at=at)  # fmt: skip
    assert granted(again(permit), hand(hendra), at).place == "TPS 14"


def test_a_question_comes_back_with_its_answer(ratna: Member, hendra: Member, at: Moment) -> None:
    permit = asked(ratna, at)
    send_back(permit=permit, question="Siapa pengganti Anda?", hand=hand(hendra), turn=0, at=at)
    assert told(ratna) == ["permits/sent_back"]
    answer(permit=again(permit), wish=service(), words="Saudari Wulan.", turn=1, at=at)
    assert told(hendra) == ["permits/to_decide", "permits/to_decide"]
    assert again(permit).state == State.WAITING


def test_a_withdrawn_request_is_decided_no_more(ratna: Member, hendra: Member, at: Moment) -> None:
    permit = asked(ratna, at)
    withdraw(permit=permit, turn=0, at=at)
    assert told(hendra) == ["permits/to_decide", "permits/changed"]
    with pytest.raises(Moved):
        granted(again(permit), hand(hendra), at)
    with pytest.raises(Moved):
        withdraw(permit=again(permit), turn=1, at=at)


# ---- Unpaid leave


def test_unpaid_leave_is_recommended_by_the_head_and_decided_above(
    ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    permit = asked(ratna, at, leave())
    with pytest.raises(NotYourStep):
        granted(permit, hand(hendra), at)
    permit = again(permit)
    recommend(permit=permit, words="Dapat dikabulkan.", hand=hand(hendra), turn=0, at=at)
    assert told(wali) == ["permits/to_decide"]
    permit = granted(again(permit), hand(wali, "Wali Kota Depok"), at)
    assert permit.decision["by_authority"]
    assert told(hendra)[-1] == "permits/changed"


def test_without_a_head_unpaid_leave_goes_straight_up(
    ratna: Member, wali: Member, at: Moment
) -> None:
    assert asked(ratna, at, leave()).state == State.FORWARDED
    assert told(wali) == ["permits/to_decide"]


# ---- Ends


def test_a_revoked_permit_no_longer_holds_from_the_day_on(
    ratna: Member, hendra: Member, at: Moment, sealed: Institution
) -> None:
    permit = granted(asked(ratna, at), hand(hendra), at)
    then = later(at, days=30)
    revoke(permit=permit, reason="Pelayanan terganggu.", hand=hand(hendra), turn=1, at=then)
    permit = again(permit)
    day = then.local().date()
    assert (permit.state, permit.last_on) == (State.REVOKED, day - timedelta(days=1))
    assert facts_for(permit.person, day) == {}
    assert facts_for(permit.person, day - timedelta(days=1)) == {"permit": True}
    assert permit.paper is not None
    assert permit.paper.facts["standing"] == Standing.REVOKED
    assert "Pelayanan" not in str(permit.paper.facts)
    assert told(ratna)[-1] == "permits/revoked"


def test_a_permit_ends_early_on_the_day_stated(ratna: Member, hendra: Member, at: Moment) -> None:
    permit = granted(asked(ratna, at), hand(hendra), at)
    then = later(at, days=30)
    end(permit=permit, last_on=then.local().date(), turn=1, at=then)
    permit = again(permit)
    assert permit.state == State.ENDED
    assert permit.paper is not None
    assert permit.paper.facts["standing"] == Standing.ENDED
    assert told(hendra)[-1] == "permits/changed"


@pytest.mark.parametrize("days", [-30, 200])
def test_an_early_end_lies_within_what_is_left(
    days: int, ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = granted(asked(ratna, at), hand(hendra), at)
    then = later(at, days=30)
    with pytest.raises(DayOutside):
        end(permit=permit, last_on=then.local().date() + timedelta(days), turn=1, at=then)


def test_what_is_over_is_neither_revoked_nor_ended(
    ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = granted(asked(ratna, at), hand(hendra), at)
    with pytest.raises(Moved):
        revoke(permit=permit, reason="Terlambat.", hand=hand(hendra), turn=1,
               at=later(at, days=300))  # fmt: skip


# ---- What permits say of a person


def test_only_a_granted_permit_is_a_fact_and_only_on_its_days(
    ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    assert facts_for(permit.person, FIRST) == {}
    granted(permit, hand(hendra), at)
    days = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
    assert [facts_for(permit.person, day) for day in days] == [
        {}, {"permit": True}, {"permit": True}, {},
    ]  # fmt: skip


def test_the_page_that_answers_learns_from_the_register_what_holds_today(
    ratna: Member, hendra: Member, client: Client, at: Moment
) -> None:
    today = at.local().date()
    begun = asked(ratna, at, service(starts_on=today))
    client.force_login(ratna.user)
    assert client.get(reverse("web:facts")).json()["facts"] == {}
    granted(begun, hand(hendra), at)
    told = client.get(reverse("web:facts"))
    assert told.json() == {"on": today.isoformat(), "facts": {"permit": "yes"}}
    assert told.headers["Cache-Control"] == "no-store"


def test_a_stand_in_for_the_head_is_the_one_addressed(
    ratna: Member, hendra: Member, bima: Member, tree: dict[str, Unit], at: Moment
) -> None:
    office = Office.objects.get(unit=tree["32.76.06"], is_head=True)
    hand_over(
        office=office, person=bima.person, capacity=Capacity.PLH, starts_on=date(2024, 6, 20),
        ends_on=date(2024, 6, 30), basis="SP contoh", by="system", at=at,
    )  # fmt: skip
    asked(ratna, at)
    assert (told(bima), told(hendra)) == (["permits/to_decide"], [])
