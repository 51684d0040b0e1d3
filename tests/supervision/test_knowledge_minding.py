"""What happens by itself: reminders that say nothing, and clocks whose head may not see them."""

from datetime import date

import pytest

from netral.access.core import Role
from netral.notices.models import Message
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Holding, Unit
from netral.supervision.actions.knowledge_minding import mind
from netral.supervision.core import Desk
from netral.supervision.core.knowledge import Step
from netral.supervision.models import Knowledge, Referral
from netral.supervision.queries.referral_vault import sent, steps
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import Member
from tests.supervision.suspicions import at, officer, recorded, referred, term_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def indra(tree: dict[str, Unit]) -> Member:
    """An inspector."""
    return officer(tree["hukum"], "Indra Periksa", 42, Role.INSPECTOR)


def recipients() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("recipient", flat=True))


def test_a_head_is_reminded_the_day_before_and_each_late_week_once(
    hendra: Member, ratna: Member, depok: Institution
) -> None:
    recorded(hendra, ratna)  # the summons is due on Wednesday 3 July
    head = f"user:{hendra.user.pk}"
    for days, count in ((0, 0), (5, 0), (6, 1), (7, 1), (8, 2), (9, 2), (14, 3), (14, 3)):
        assert mind(depok, at(days)) == 0
        assert recipients() == [head] * count, days
    assert all(not message.facts for message in Message.objects.all())


def test_late_referrals_remind_the_desk_and_the_inspectorate_but_not_the_suspect(
    sari: Member, ratna: Member, indra: Member, tree: dict[str, Unit], depok: Institution
) -> None:
    petra = officer(tree["bkpsdm"], "Petra Perkara", 41, Role.CASE_OFFICER)
    cast.entrust(ratna.user, Role.INSPECTOR, depok)
    referred(sari, ratna)
    Message.objects.all().delete()
    mind(depok, at(5))
    assert recipients() == []
    mind(depok, at(6))
    mind(depok, at(6))
    assert set(recipients()) == {f"user:{petra.user.pk}", f"user:{indra.user.pk}"}
    assert len(recipients()) == 2


def follow(held: Holding, successor: Member | None) -> None:
    offices.end_holding(holding=held, ends_on=date(2024, 6, 27), by=cast.BY, at=at(1))
    if successor:
        offices.hand_over(
            office=held.office, person=successor.person, capacity=Capacity.DEFINITIVE,
            starts_on=date(2024, 6, 28), ends_on=None, basis="SK contoh", by=cast.BY, at=at(1),
        )  # fmt: skip


def test_what_concerns_the_next_head_goes_to_the_inspectorate_by_itself(
    hendra: Member, ratna: Member, indra: Member, depok: Institution
) -> None:
    recorded(hendra, ratna)
    follow(term_of(hendra), ratna)
    assert mind(depok, at(3)) == 1
    found, known = Referral.objects.get(), Knowledge.objects.get()
    assert (found.desk, found.knowledge_id) == (Desk.INSPECTORATE, known.pk)
    assert sent(found).suspect == ratna.person.pk
    assert steps(known)[-1].step is Step.REFERRED
    assert known.closed_at is not None
    assert mind(depok, at(4)) == 0
    assert f"user:{ratna.user.pk}" not in recipients()


def test_an_office_vacant_for_a_month_hands_on_what_is_late_and_not_before(
    hendra: Member, ratna: Member, indra: Member, depok: Institution
) -> None:
    recorded(hendra, ratna)
    follow(term_of(hendra), None)
    assert mind(depok, at(3)) == 0
    assert not Referral.objects.exists()
    assert mind(depok, at(30)) == 1
    assert Referral.objects.get().desk == Desk.INSPECTORATE


def test_where_nobody_may_take_it_the_clock_goes_on(
    hendra: Member, ratna: Member, depok: Institution
) -> None:
    recorded(hendra, ratna)
    follow(term_of(hendra), ratna)
    assert mind(depok, at(3)) == 0
    assert Knowledge.objects.get().closed_at is None
    assert not Referral.objects.exists()
