"""Two who excuse the same obligation at the same moment, each in a transaction of the own."""

from functools import partial

import pytest

from netral.duties.actions.excusing import Hand, excuse, withdraw_excuse
from netral.duties.actions.reckoning import reckon
from netral.duties.core import Kind, State
from netral.duties.errors import NotExcused, NothingToExcuse
from netral.duties.models import Obligation, ObligationEvent
from netral.duties.queries import board
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tallies.actions import fold
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.duties.scene import DEPOK, in_force, later, owed, reckoned
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_postgres]


@pytest.fixture
def late(depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member) -> Obligation:
    in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok, 20)
    return owed(depok, Kind.SOCIALISE)[0]


def seen(row: Obligation) -> Obligation:
    """Return the row as each of the two read it before the other acted."""
    return Obligation.objects.get(pk=row.pk)


def test_two_who_excuse_at_once_leave_one_record_and_the_second_is_told(
    late: Obligation, depok: Institution, tree: dict[str, Unit], wali: Member, dewi: Member
) -> None:
    before = board(depok, tree["32.76"]).figures
    hands = [Hand(wali.user, "Banjir di kecamatan."), Hand(dewi.user, "Kantor terbakar.")]
    answers = together(
        [partial(excuse, obligation=seen(late), hand=hand, at=later(20)) for hand in hands]
    )
    assert sorted(str(each) for each in answers if isinstance(each, str)) == [NothingToExcuse.code]
    event = ObligationEvent.objects.get(obligation=late, after=State.EXCUSED)
    assert event.reason in {hand.reason for hand in hands}
    assert Entry.objects.filter(act="obligation.excused").count() == 1
    fold()
    after = board(depok, tree["32.76"]).figures
    assert (after.late, after.excused) == (before.late - 1, before.excused + 1)


def test_two_who_take_an_excuse_back_at_once_leave_one_record(
    late: Obligation, wali: Member, dewi: Member
) -> None:
    excuse(obligation=late, hand=Hand(wali.user, "Banjir."), at=later(20))
    answers = together(
        [
            partial(
                withdraw_excuse, obligation=seen(late), hand=Hand(each.user, "Surut."), at=later(21)
            )
            for each in (wali, dewi)
        ]
    )
    assert [each for each in answers if isinstance(each, str)] == [NotExcused.code]
    assert Entry.objects.filter(act="obligation.excuse_withdrawn").count() == 1


def test_an_excuse_while_the_night_reckons_is_kept(
    late: Obligation, depok: Institution, wali: Member
) -> None:
    hand = Hand(wali.user, "Banjir.")
    together(
        [
            partial(excuse, obligation=seen(late), hand=hand, at=later(21)),
            partial(reckon, institution=depok, at=later(21)),
        ]
    )
    late.refresh_from_db()
    assert late.state == State.EXCUSED
    assert ObligationEvent.objects.filter(obligation=late, after=State.EXCUSED).count() == 1
