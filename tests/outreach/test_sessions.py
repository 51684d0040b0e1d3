"""Planning, attending and closing: the acts, with their ledger, figures and minutes."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from netral.access.errors import NotYours
from netral.kernel.evidence import Proof
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.orgs.actions.people import transfer
from netral.orgs.core import PersonKind
from netral.orgs.models import Unit
from netral.outreach.actions.attending import enter, method_of
from netral.outreach.actions.minutes import minutes_of, seal_due
from netral.outreach.actions.planning import cancel, change
from netral.outreach.core import Method, Purpose, SessionKind, SessionState
from netral.outreach.core.codes import Form, code
from netral.outreach.errors import (
    AlreadyElsewhere,
    AlreadyOver,
    BegunLongAgo,
    CodeOver,
    ListOver,
    NobodyCame,
    NotBegun,
    NotInvited,
    NotPlanned,
    PeoplePresent,
    SubjectFrozen,
    TimesFrozen,
    TimesTurned,
    TooEarly,
    TooLate,
    TooLong,
    WordsMissing,
)
from netral.outreach.models import Attendance, Session
from netral.outreach.queries import rolls
from netral.outreach.queries.evidence import held
from netral.outreach.queries.learning import attended
from netral.signing.queries import by_code, by_file
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import AT, Member
from tests.ledger.whole import is_whole
from tests.outreach.conftest import again, closed, fresh, later, planned, there, wish

pytestmark = pytest.mark.django_db


def entries() -> int:
    return Entry.objects.count()


# ---- Planning


def test_a_plan_is_one_act_with_its_times_and_without_its_link(beji: Unit, hendra: Member) -> None:
    before = entries()
    made = planned(beji, hendra, link="https://rapat.example/abc?pwd=1")
    assert entries() == before + 1
    assert made.entry.act == "session.planned"
    assert is_whole(made.entry)
    assert "rapat.example" not in str(fields(made.entry))


@pytest.mark.parametrize(
    ("times", "refusal"),
    [
        ({"starts_at": AT.acted, "ends_at": AT.acted - timedelta(hours=1)}, TimesTurned),
        ({"starts_at": AT.acted, "ends_at": AT.acted}, TimesTurned),
        ({"starts_at": AT.acted, "ends_at": AT.acted + timedelta(hours=12, minutes=1)}, TooLong),
        (
            {"starts_at": AT.acted - timedelta(days=1),
             "ends_at": AT.acted - timedelta(hours=20)},
            AlreadyOver,
        ),
    ],
)  # fmt: skip
def test_times_that_make_no_session_are_refused_and_nothing_is_kept(
    times: dict[str, Any], refusal: type[Exception], beji: Unit, hendra: Member
) -> None:
    before = entries()
    with pytest.raises(refusal):
        planned(beji, hendra, **times)
    assert (Session.objects.count(), entries()) == (0, before)


def test_a_session_may_last_half_a_day(beji: Unit, hendra: Member) -> None:
    made = planned(beji, hendra, starts_at=AT.acted, ends_at=AT.acted + timedelta(hours=12))
    assert made.ends_at - made.starts_at == timedelta(hours=12)


def test_times_stay_once_attendance_is_open_and_the_rest_may_change(
    beji: Unit, hendra: Member
) -> None:
    made = planned(beji, hendra)
    by = f"user:{hendra.user.pk}"
    with pytest.raises(TimesFrozen):
        change(session=made, wish=wish(ends_at=AT.acted + timedelta(hours=2)), by=by, at=AT)
    change(session=made, wish=wish(place="Aula"), by=by, at=AT)
    assert made.place == "Aula"
    coming = planned(
        beji, hendra, starts_at=later(days=1).acted, ends_at=later(days=1, hours=1).acted
    )
    change(session=coming, wish=wish(later(days=2)), by=by, at=AT)
    assert coming.starts_at == wish(later(days=2)).starts_at


@pytest.mark.parametrize(
    "other", [{"title": "Netralitas"}, {"purposes": [Purpose.EDUCATE]}, {"kind": SessionKind.OATH}]
)
def test_what_people_came_to_stays_what_it_was(
    other: dict[str, Any], beji: Unit, hendra: Member, ratna: Member
) -> None:
    made, before = planned(beji, hendra), entries()
    there(made, ratna)
    with pytest.raises(SubjectFrozen):
        change(session=made, wish=wish(**other), by=f"user:{hendra.user.pk}", at=AT)
    assert entries() == before + 1
    assert again(made).title == "Apel netralitas"
    coming = planned(
        beji, hendra, starts_at=later(days=1).acted, ends_at=later(days=1, hours=1).acted
    )
    change(session=coming, wish=wish(later(days=2), **other), by="user:1", at=AT)


def test_nothing_is_planned_into_the_past(beji: Unit, hendra: Member) -> None:
    """Else a deadline of yesterday could be met with a session that has nearly ended."""
    ends = later(minutes=30).acted
    for begun in (later(hours=-11), later(minutes=-61)):
        with pytest.raises(BegunLongAgo):
            planned(beji, hendra, starts_at=begun.acted, ends_at=ends)
    assert planned(beji, hendra, starts_at=later(hours=-1).acted, ends_at=ends).pk
    coming = planned(
        beji, hendra, starts_at=later(days=1).acted, ends_at=later(days=1, hours=1).acted
    )
    with pytest.raises(BegunLongAgo):
        change(session=coming, wish=wish(starts_at=later(hours=-9).acted), by="user:1", at=AT)


def test_a_session_that_people_attended_cannot_be_called_off(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made, by = planned(beji, hendra), f"user:{hendra.user.pk}"
    there(made, ratna)
    with pytest.raises(PeoplePresent):
        cancel(session=made, reason="Hujan.", by=by, at=AT)
    other = planned(beji, hendra)
    with pytest.raises(WordsMissing):
        cancel(session=other, reason="  ", by=by, at=AT)
    cancel(session=other, reason="Hujan.", by=by, at=AT)
    assert (other.state, other.reason) == (SessionState.CANCELLED, "Hujan.")
    with pytest.raises(NotPlanned):
        there(other, ratna)


# ---- Being there


def test_a_second_claim_returns_the_first_and_writes_nothing(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra)
    first = there(made, ratna)
    before = entries()
    assert there(made, ratna, later(minutes=5)).pk == first.pk
    assert (entries(), Attendance.objects.count()) == (before, 1)


@pytest.mark.parametrize(
    ("minutes", "refusal"), [(-46, TooEarly), (-45, None), (45, None), (45.02, TooLate)]
)
def test_presence_is_claimed_from_a_quarter_before_to_a_quarter_after(
    minutes: float, refusal: type[Exception] | None, beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra)
    if refusal is None:
        assert there(made, ratna, later(minutes=minutes)).person == ratna.person
    else:
        with pytest.raises(refusal):
            there(made, ratna, later(minutes=minutes))


def test_nobody_is_in_two_rooms_at_once(beji: Unit, hendra: Member, ratna: Member) -> None:
    made = planned(beji, hendra)
    other = planned(beji, hendra, title="Rapat", starts_at=later(minutes=20).acted,
                    ends_at=later(minutes=80).acted)  # fmt: skip
    next_one = planned(beji, hendra, title="Sesudahnya", starts_at=made.ends_at,
                       ends_at=made.ends_at + timedelta(hours=1))  # fmt: skip
    there(made, ratna)
    with pytest.raises(AlreadyElsewhere, match="Apel netralitas"):
        there(other, ratna, later(minutes=25))
    assert there(next_one, ratna, later(minutes=25)).session == next_one


def test_people_of_other_units_and_other_peoples_accounts_are_refused(
    beji: Unit, hendra: Member, laras: Member, ratna: Member, wali: Member
) -> None:
    made = planned(beji, hendra)
    for stranger in (laras, wali):
        with pytest.raises(NotInvited):
            there(made, stranger)
    with pytest.raises(NotYours):
        there(made, Member(ratna.person, hendra.user))


def test_who_serves_below_the_host_is_invited(
    beji: Unit, tree: dict[str, Unit], hendra: Member
) -> None:
    below = cast.employ(tree["32.76.06.1001"], "Sari Contoh", 20, PersonKind.NON_ASN)
    assert there(planned(beji, hendra), below).method == Method.CODE


def test_the_screenshot_of_an_old_code_is_refused(beji: Unit, hendra: Member) -> None:
    made = planned(beji, hendra)
    shot = code(bytes(made.code_key), made.slug, Form.LINK, AT.acted)
    assert method_of(made, shot, later(seconds=29)) is Method.CODE
    with pytest.raises(CodeOver):
        method_of(made, shot, later(seconds=60))


def test_a_code_read_out_is_told_apart_from_the_one_on_the_screen(
    beji: Unit, hendra: Member
) -> None:
    made = planned(beji, hendra)
    spoken = code(bytes(made.code_key), made.slug, Form.SPOKEN, AT.acted)
    assert method_of(made, spoken, later(minutes=4)) is Method.COUNTER
    with pytest.raises(CodeOver):
        method_of(made, spoken, later(minutes=10))


def test_the_host_records_people_without_a_phone_in_one_act(
    beji: Unit, hendra: Member, ratna: Member, bima: Member, laras: Member
) -> None:
    made, by = planned(beji, hendra), f"user:{hendra.user.pk}"
    other = planned(beji, hendra, title="Rapat")
    there(other, bima)
    before = entries()
    entered = enter(session=made, people=[fresh(ratna), fresh(bima)], by=by, at=AT)
    assert (entered.recorded, entered.elsewhere) == (1, (("Bima Contoh", "Rapat"),))
    assert entries() == before + 1
    assert enter(session=made, people=[fresh(ratna)], by=by, at=AT).recorded == 0
    with pytest.raises(NotInvited):
        enter(session=made, people=[fresh(laras)], by=by, at=AT)
    with pytest.raises(TooEarly):
        enter(session=made, people=[fresh(ratna)], by=by, at=later(hours=-1))


# ---- Closing


def test_closing_freezes_figures_list_and_minutes(
    beji: Unit, tree: dict[str, Unit], hendra: Member, ratna: Member, sealed: Institution
) -> None:
    cast.employ(tree["32.76.06.1001"], "Sari Contoh", 20)
    below = cast.employ(tree["32.76.06.1001"], "=SUM(A1)", 21)
    made = planned(beji, hendra)
    there(made, ratna)
    there(made, below)
    before = entries()
    done = closed(made, hendra)
    assert entries() == before + 1
    assert (done.invited, done.present, done.state) == (4, 2, SessionState.HELD)
    assert done.figures == [
        {"unit": "Kecamatan Beji", "invited": 2, "present": 1},
        {"unit": "Kelurahan Beji", "invited": 2, "present": 1},
    ]
    roll = rolls.frozen(done)
    assert roll is not None
    assert hashlib.sha256(roll).hexdigest() == done.roll_sha256
    assert "Ratna Contoh" in roll.decode()
    assert "'=SUM(A1)" in roll.decode()  # never a formula
    transfer(person=fresh(ratna), unit=tree["disdik"], by="system", at=later(days=1))
    assert rolls.frozen(again(done)) == roll
    with pytest.raises(NotPlanned):
        closed(done, hendra)
    with pytest.raises(NotPlanned):
        there(done, cast.employ(beji, "Terlambat", 22))


def test_an_empty_session_is_closed_only_with_a_reason(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra)
    with pytest.raises(NobodyCame):
        closed(made, hendra)
    assert closed(made, hendra, reason="Listrik padam.").reason == "Listrik padam."


def test_nothing_is_closed_before_it_begins(beji: Unit, hendra: Member) -> None:
    made = planned(beji, hendra, starts_at=later(hours=1).acted, ends_at=later(hours=2).acted)
    with pytest.raises(NotBegun):
        closed(made, hendra, reason="x")


def test_the_minutes_are_sealed_verify_and_name_nobody_who_was_there(
    beji: Unit, hendra: Member, ratna: Member, sealed: Institution
) -> None:
    made = planned(beji, hendra)
    there(made, ratna)
    done = closed(made, hendra)
    assert seal_due(at=AT) == 1
    pdf = minutes_of(session=again(done), at=AT)
    assert minutes_of(session=again(done), at=later(days=1)) == pdf
    assert by_file(pdf) is not None
    assert done.paper is not None
    found = by_code(done.paper.code)
    assert found is not None
    said = str(found)
    assert "Apel netralitas" in said
    assert "Ratna" not in said
    assert seal_due(at=AT) == 0


def test_without_a_seal_the_minutes_say_that_they_are_not_sealed(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra, agenda="\N{ROLLING ON THE FLOOR LAUGHING} #eval(1) *x* $y$")
    there(made, ratna)
    assert minutes_of(session=closed(made, hendra), at=AT).startswith(b"%PDF-")


# ---- What they prove


def test_a_held_session_proves_each_of_its_purposes_on_its_day(
    beji: Unit, tree: dict[str, Unit], depok: Institution, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra, purposes=[Purpose.SOCIALISE, Purpose.GUIDE])
    since, until = AT.acted - timedelta(days=1), AT.acted + timedelta(days=1)
    assert held(depok, since, until) == []
    there(made, ratna)
    closed(made, hendra, later(days=3))
    found = held(depok, since, until)
    assert {each.proof for each in found} == {Proof.SESSION, Proof.GUIDANCE}
    assert {each.unit_id for each in found} == {beji.pk}
    assert {each.at for each in found} == {made.starts_at}
    assert held(depok, since, until, units=[tree["disdik"].pk]) == []
    assert held(depok, until, until + timedelta(days=9)) == []


def test_minutes_from_memory_make_no_duty_timely(
    beji: Unit, depok: Institution, hendra: Member, ratna: Member
) -> None:
    made, written = planned(beji, hendra), later(days=40)
    there(made, ratna)
    closed(made, hendra, written)
    early, late = AT.acted - timedelta(days=1), written.acted - timedelta(days=1)
    assert held(depok, early, late) == []
    (found,) = held(depok, late, written.acted + timedelta(days=1))
    assert found.at == written.acted


def test_people_are_entered_for_three_days_and_no_longer(
    beji: Unit, hendra: Member, ratna: Member, bima: Member
) -> None:
    made, by = planned(beji, hendra), f"user:{hendra.user.pk}"
    assert enter(session=made, people=[fresh(ratna)], by=by, at=later(days=3)).recorded == 1
    with pytest.raises(ListOver):
        enter(session=made, people=[fresh(bima)], by=by, at=later(days=3, hours=1))
    assert Attendance.objects.count() == 1


def test_the_chain_of_evidence_sees_when_a_person_was_where(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra)
    row = there(made, ratna)
    (seen,) = attended(ratna.person)
    assert (seen.at, seen.title, seen.entry) == (AT.acted, made.title, row.entry)
    assert attended(hendra.person) == []


def test_the_moment_of_the_demonstration_ticks_for_window_and_code_alike(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    """Only the institution's own time counts; the clock on the wall may lie years away."""
    made = planned(beji, hendra)
    odd = Moment(AT.acted, AT.logged + timedelta(days=900), AT.zone)
    shown = code(bytes(made.code_key), made.slug, Form.SHOWN, odd.acted)
    assert method_of(made, shown, AT) is Method.CODE
    assert there(made, ratna, odd).at == AT.acted
