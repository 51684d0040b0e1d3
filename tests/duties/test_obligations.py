"""Obligations as they are stored: made from circulars, moved by days and deeds, counted."""

import pytest

from netral.circulars.actions.cascade import acknowledge
from netral.circulars.actions.publishing import revoke
from netral.circulars.models import CascadeItem
from netral.duties import queries
from netral.duties.core import COUNTED, Group, Kind, State
from netral.duties.models import DailyFigure, Obligation, ObligationEvent
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member
from tests.duties.scene import DEPOK, in_force, later, owed, reckoned
from tests.supervision.scene import gone_through

pytestmark = pytest.mark.django_db


def states(rows: list[Obligation]) -> list[str]:
    return [row.state for row in rows]


def test_each_duty_of_a_clause_becomes_dated_obligations_of_the_heads_office(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    first = owed(depok, Kind.SOCIALISE)[0]
    assert first.office.title == "Camat Beji"
    assert first.state == State.DUE
    assert first.group == Group.CIRCULAR
    assert str(first.last_on) == "2024-07-10"  # ten working days after Wednesday 26 June
    kinds = set(Obligation.objects.values_list("kind", flat=True))
    assert kinds == {"socialise", "guide", "supervise", "acknowledge", "derive"}


def test_reckoning_twice_changes_nothing_the_second_time(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    before = Obligation.objects.count(), ObligationEvent.objects.count(), Entry.objects.count()
    reckoned(depok)
    after = Obligation.objects.count(), ObligationEvent.objects.count(), Entry.objects.count()
    assert after == before


def test_what_a_head_does_fulfils_what_was_asked(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    item = CascadeItem.objects.get(unit=tree["32.76.06"])
    acknowledge(item=item, user=hendra.user, at=later(1))
    reckoned(depok, 2)
    row = owed(depok, Kind.ACKNOWLEDGE)[0]
    assert (row.state, row.fulfilled_at) == (State.FULFILLED, later(1).acted)
    assert row.evidence == [f"item:{item.pk}"]


def test_a_clock_that_goes_back_takes_back_nothing_that_was_done(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    item = CascadeItem.objects.get(unit=tree["32.76.06"])
    acknowledge(item=item, user=hendra.user, at=later(3))
    reckoned(depok, 3)
    reckoned(depok, 2)
    row = owed(depok, Kind.ACKNOWLEDGE)[0]
    assert (row.state, row.fulfilled_at) == (State.DUE, None)  # read from the cascade each time
    reckoned(depok, 3)
    assert owed(depok, Kind.ACKNOWLEDGE)[0].state == State.FULFILLED
    gone_through(tree["32.76.06"], BY, later(3))
    reckoned(depok, 4)
    reckoned(depok, 2)
    assert owed(depok, Kind.SUPERVISE)[0].state == State.FULFILLED


def test_silence_is_a_recorded_fact_at_its_own_instant(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    reckoned(depok, 20)  # the worker stood still meanwhile
    row = owed(depok, Kind.ACKNOWLEDGE)[0]
    assert row.state == State.LATE
    late = ObligationEvent.objects.get(obligation=row, after=State.LATE)
    assert late.at == row.due_at
    assert late.holding is not None
    assert late.holding.person == hendra.person


def test_a_revoked_circular_ends_what_was_not_done_and_keeps_what_was(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    made = in_force(tree["32.76"], wali, *DEPOK)
    item = CascadeItem.objects.get(unit=tree["32.76.06"])
    acknowledge(item=item, user=hendra.user, at=AT)
    reckoned(depok)
    revoke(circular=made, reason="Diganti.", by=BY, at=later(1))
    reckoned(depok, 1)
    assert set(states(owed(depok, Kind.SOCIALISE))) == {State.ENDED}
    assert states(owed(depok, Kind.ACKNOWLEDGE)) == [State.FULFILLED]


def test_boards_count_what_the_rows_say(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    rows = Obligation.objects.of(depok)
    figures = queries.board(depok, tree["32.76"]).figures
    begun = rows.filter(state__in=[State.DUE, State.LATE, State.FULFILLED]).count()
    assert figures.owed == begun
    assert figures.late == rows.filter(state=State.LATE).count() > 0
    by_kind = queries.board(depok, tree["32.76"], part=Kind.SOCIALISE).figures
    assert by_kind.owed == 1
    for group in Group:
        part = queries.board(depok, tree["32.76"], part=group).figures
        mine = rows.filter(group=group)
        assert part.owed == mine.filter(state__in=COUNTED).count()
        late = queries.late(depok, [tree["32.76"].path], later(20).acted, part=group)
        assert len(late) == part.late == mine.filter(state=State.LATE).count()
    day = DailyFigure.objects.get(unit=tree["32.76"], day=later(20).local().date())
    assert (day.owed, day.late) == (figures.owed, figures.late)


def test_the_late_list_begins_with_the_oldest_and_names_no_person(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    found = queries.late(depok, [tree["32.76"].path], later(20).acted)
    assert [each.due_at for each in found] == sorted(each.due_at for each in found)
    assert found[0].days == 10  # Monday 1 July 16.00 to Tuesday 16 July 12.00: that day is not full
    assert "Hendra" not in repr(found)
    assert queries.late(depok, [tree["disdik"].path], later(20).acted) == []
