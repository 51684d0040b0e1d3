"""The head's own clock, lived through: told, opened, summoned, examined, taken over, closed."""

from datetime import date, timedelta

import pytest
from cryptography.exceptions import InvalidTag

from netral.access.core import Role
from netral.access.errors import NotYours
from netral.calendar.core.elections import Law
from netral.ledger.models import Entry
from netral.notices.models import Message
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Holding, Unit
from netral.supervision import errors
from netral.supervision.actions.knowledge import (
    Heard,
    open_knowledge,
    record_knowledge,
    tell_head,
)
from netral.supervision.actions.knowledge_steps import Taking, take_step
from netral.supervision.core.knowledge import Next, Step
from netral.supervision.models import Knowledge
from netral.supervision.queries.knowledge_clock import has_running, knowledge_for, running
from netral.supervision.queries.knowledge_law import report_limits
from netral.supervision.queries.referral_vault import steps, told
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import AT, Member
from tests.supervision.suspicions import WHAT, at, heard, recorded, seated, term_of
from tests.supervision.suspicions import told as tell

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 26)
# Wednesday; ten working days on, with no holiday but that of 1 Muharram, 7 July, a Sunday.
SEVENTH = date(2024, 7, 5)


def take(head: Member, found: Knowledge, step: Step, days: float = 0, **more: object) -> Knowledge:
    mine = seated(head.user, found.institution, days)
    taking = Taking(step=step, seen=len(steps(found)), **more)  # type: ignore[arg-type]
    return take_step(knowledge=found, taking=taking, seat=mine)


def test_what_a_head_records_runs_from_the_day_of_being_told(
    hendra: Member, ratna: Member, depok: Institution
) -> None:
    found = recorded(hendra, ratna)
    assert found.told_at < found.known_at  # type: ignore[operator]
    (clock,) = running(seated(hendra.user, depok))
    assert (clock.next, clock.due, clock.late_days) == (Next.SUMMON, date(2024, 7, 3), 0)
    assert ratna.person.name not in clock.title
    (late,) = running(seated(hendra.user, depok, days=12))
    assert late.late_days == 3  # Monday 8 July: Thursday, Friday, Monday


def test_a_notice_that_nobody_opens_stops_no_clock_and_nobody_knows(
    ratna: Member, hendra: Member, depok: Institution
) -> None:
    found = tell(ratna)
    assert found.known_at is None
    (clock,) = running(seated(hendra.user, depok, days=12))
    assert (clock.next, clock.is_new, clock.late_days) == (Next.OPEN, True, 3)
    open_knowledge(knowledge=found, seat=seated(hendra.user, depok, days=12))
    found.refresh_from_db()
    assert found.known_at == seated(hendra.user, depok, days=12).at.acted
    open_knowledge(knowledge=found, seat=seated(hendra.user, depok, days=13))
    assert Knowledge.objects.get().known_at == found.known_at
    assert len(steps(found)) == 1


def test_the_head_gets_a_message_without_content_and_the_sender_none(
    ratna: Member, hendra: Member
) -> None:
    tell(ratna)
    message = Message.objects.get()
    assert (message.recipient, message.facts) == (f"user:{hendra.user.pk}", {})
    assert "pengawasan" not in message.url


def test_nothing_is_recorded_of_the_future_or_of_an_earlier_season(hendra: Member) -> None:
    for days in (1, -366):
        with pytest.raises(errors.NotYet):
            record_knowledge(term=term_of(hendra), heard=heard(), told_at=at(days).acted, at=AT)
    assert not Knowledge.objects.exists()


def test_a_head_records_about_people_below_alone(
    hendra: Member, yusuf: Member, kadis: Member
) -> None:
    assert told(recorded(hendra, yusuf)).suspect == yusuf.person.pk
    for other in (kadis, hendra):
        with pytest.raises(errors.NotOfYourUnit):
            recorded(hendra, other, once="B")


def test_an_employee_cannot_tell_the_head_about_the_head_or_about_strangers(
    sari: Member, yusuf: Member, hendra: Member, kadis: Member
) -> None:
    for about, problem in (
        (yusuf, errors.AboutTheReceiver),
        (hendra, errors.AboutTheReceiver),
        (kadis, errors.NotOfThatUnit),
    ):
        with pytest.raises(problem):
            tell(sari, about)
    words = Heard(who="Pak Lurah, YUSUF contoh", what=WHAT, once="E")
    with pytest.raises(errors.AboutTheReceiver):
        tell_head(sender=sari.person, heard=words, at=AT)
    assert not Knowledge.objects.exists()


def test_a_head_tells_the_head_above_and_without_one_nobody(
    yusuf: Member, hendra: Member, kadis: Member
) -> None:
    assert told(tell(yusuf)).office == term_of(hendra).office_id
    with pytest.raises(errors.NobodyToTell):
        tell(kadis)


def test_a_form_sent_twice_is_recorded_once(ratna: Member, hendra: Member) -> None:
    assert tell(ratna).pk == tell(ratna).pk
    assert tell(ratna, once="B").pk != tell(ratna).pk
    assert Message.objects.count() == 2


def test_the_examination_keeps_seven_working_days_from_the_letter(
    hendra: Member, ratna: Member
) -> None:
    found = recorded(hendra, ratna)
    for day in (None, TODAY, date(2024, 7, 4)):
        with pytest.raises(errors.OutsideTheWindow):
            take(hendra, found, Step.SUMMONED, meets_on=day)
    take(hendra, found, Step.SUMMONED, meets_on=SEVENTH)
    assert steps(found)[-1].meets_on == SEVENTH


def test_nobody_is_summoned_who_is_not_known(hendra: Member, ratna: Member, kadis: Member) -> None:
    found = recorded(hendra)
    with pytest.raises(errors.NobodyNamed):
        take(hendra, found, Step.SUMMONED, meets_on=SEVENTH)
    with pytest.raises(errors.NotOfYourUnit):
        take(hendra, found, Step.NAMED, suspect=kadis.person)
    take(hendra, found, Step.NAMED, suspect=ratna.person)
    take(hendra, found, Step.SUMMONED, meets_on=SEVENTH)


def test_two_calls_missed_leave_the_decision(
    hendra: Member, ratna: Member, depok: Institution
) -> None:
    found = recorded(hendra, ratna)
    take(hendra, found, Step.SUMMONED, meets_on=SEVENTH)
    with pytest.raises(errors.NotYet):
        take(hendra, found, Step.MISSED, days=1)
    take(hendra, found, Step.MISSED, days=9)
    (clock,) = running(seated(hendra.user, depok, days=9))
    assert (clock.next, clock.due) == (Next.SUMMON_AGAIN, date(2024, 7, 16))
    take(hendra, found, Step.SUMMONED, days=12, meets_on=date(2024, 7, 17))
    take(hendra, found, Step.MISSED, days=21)
    (clock,) = running(seated(hendra.user, depok, days=21))
    assert clock.next is Next.DECIDE
    with pytest.raises(errors.NotTheTurn):
        take(hendra, found, Step.SUMMONED, days=22, meets_on=date(2024, 8, 1))


def test_a_page_older_than_the_record_changes_nothing(
    hendra: Member, ratna: Member, depok: Institution
) -> None:
    found = recorded(hendra, ratna)
    old = Taking(step=Step.ENDED, seen=0, note="Tidak terbukti.")
    with pytest.raises(errors.NotTheTurn):
        take_step(knowledge=found, taking=old, seat=seated(hendra.user, depok))
    assert Knowledge.objects.get().closed_at is None


def test_what_has_ended_goes_nowhere(hendra: Member, ratna: Member, depok: Institution) -> None:
    found = recorded(hendra, ratna)
    take(hendra, found, Step.ENDED, note="Yang terlihat adalah brosur pajak.")
    assert running(seated(hendra.user, depok)) == []
    with pytest.raises(errors.NotTheTurn):
        take(hendra, found, Step.EXAMINED)


def test_the_next_head_takes_over_and_the_last_one_sees_nothing_more(
    hendra: Member, ratna: Member, tree: dict[str, Unit], depok: Institution
) -> None:
    found = recorded(hendra)
    baru = cast.employ(tree["32.76.06"], "Baru Contoh", 31)
    hand_over(term_of(hendra), baru)
    later = seated(baru.user, depok, days=3)
    assert [clock.slug for clock in running(later)] == [found.slug]
    with pytest.raises(errors.NotTheTurn):  # nothing is done by who has not opened it
        take(baru, found, Step.ENDED, days=3, note="x")
    open_knowledge(knowledge=found, seat=later)
    assert [each.step for each in steps(found)] == [Step.OPENED, Step.TAKEN_OVER]
    assert Knowledge.objects.get().known_at == found.known_at
    with pytest.raises(NotYours):
        knowledge_for(seated(hendra.user, depok, days=3), found.slug)


def hand_over(held: Holding, to: Member) -> None:
    offices.end_holding(holding=held, ends_on=date(2024, 6, 27), by=cast.BY, at=at(1))
    offices.hand_over(
        office=held.office,
        person=to.person,
        capacity=Capacity.DEFINITIVE,
        starts_on=date(2024, 6, 28),
        ends_on=None,
        basis="SK contoh",
        by=cast.BY,
        at=at(1),
    )


def test_a_suspect_who_becomes_the_head_sees_nothing_of_it(
    hendra: Member, ratna: Member, tree: dict[str, Unit], depok: Institution
) -> None:
    named = recorded(hendra, ratna)
    described = tell(cast.employ(tree["32.76.06"], "Budi Contoh", 32))
    hand_over(term_of(hendra), ratna)
    mine = seated(ratna.user, depok, days=3)
    assert [clock.slug for clock in running(mine)] == [described.slug]
    with pytest.raises(NotYours):
        knowledge_for(mine, named.slug)
    open_knowledge(knowledge=described, seat=mine)
    take(ratna, described, Step.ENDED, days=3, note="Salah lihat.")
    unit, since = tree["32.76.06"], date(2024, 6, 30)
    assert not has_running(unit, since, date(2024, 7, 30), reader=ratna.user)
    assert has_running(unit, since, date(2024, 7, 30), reader=hendra.user)


def test_a_nil_report_knows_what_ran_in_its_time(
    hendra: Member, ratna: Member, tree: dict[str, Unit]
) -> None:
    found = recorded(hendra, ratna)
    unit = tree["32.76.06"]
    spans = [(date(2024, 6, 1), TODAY), (TODAY, TODAY), (date(2024, 7, 1), date(2024, 7, 31))]
    assert [has_running(unit, *span, reader=hendra.user) for span in spans] == [True] * 3
    assert not has_running(unit, date(2024, 6, 1), date(2024, 6, 25), reader=hendra.user)
    take(hendra, found, Step.ENDED, note="Tidak terbukti.")
    assert [has_running(unit, *span, reader=hendra.user) for span in spans] == [True, True, False]
    assert not has_running(tree["disdik"], *spans[0], reader=hendra.user)


def test_another_city_and_another_head_find_nothing(
    hendra: Member, ratna: Member, kadis: Member, depok: Institution
) -> None:
    found = recorded(hendra, ratna)
    assert running(seated(kadis.user, depok)) == []
    with pytest.raises(NotYours):
        knowledge_for(seated(kadis.user, depok), found.slug)
    with pytest.raises(NotYours):
        knowledge_for(seated(ratna.user, depok), found.slug)


def test_damage_and_a_new_key_are_noticed(hendra: Member, ratna: Member, settings: object) -> None:
    found = recorded(hendra, ratna)
    sealed = bytes(found.sealed)
    found.sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(InvalidTag):
        told(found)
    found.sealed = sealed
    settings.NIK_KEY = "kunci lain yang sama panjangnya"  # type: ignore[attr-defined]
    with pytest.raises(InvalidTag):
        told(found)


def test_each_step_is_bound_in_one_history_under_a_blind_name(
    hendra: Member, ratna: Member
) -> None:
    found = recorded(hendra, ratna)
    take(hendra, found, Step.REPORTED, note="Diterima Panwascam Beji.")
    chain = Entry.objects.filter(ref=found.entry.ref).order_by("number")
    assert [each.act for each in chain] == ["knowledge.told", *["knowledge.stepped"] * 2]
    assert b"user:" not in b"".join(bytes(each.leaf) for each in chain)


def test_reports_are_due_by_the_law_of_the_election(depok: Institution) -> None:
    told_on = date(2024, 6, 12)
    today = date(2024, 6, 20)
    both = {limit.law: limit for limit in report_limits(depok, told_on, "", today)}
    assert both[Law.NATIONAL].by == date(2024, 6, 25)  # two holidays and two weekends are left out
    assert not both[Law.NATIONAL].is_late
    assert both[Law.REGIONAL].by == told_on + timedelta(days=7)
    assert both[Law.REGIONAL].is_late
    (one,) = report_limits(depok, told_on, "pilkada-2024", date(2024, 6, 19))
    assert (one.by, one.is_late) == (date(2024, 6, 19), False)


def test_a_role_without_the_office_answers_for_nothing(
    hendra: Member, ratna: Member, bima: Member, depok: Institution
) -> None:
    recorded(hendra, ratna)
    assert running(seated(bima.user, depok)) == []
    assert Role.OPERATOR in {power.role for power in seated(bima.user, depok).powers}
