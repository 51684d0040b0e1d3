"""Two at once: two deciders, a double click, two workers at the roster."""

from datetime import timedelta
from functools import partial

import pytest

from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import PersonEvent, Unit
from netral.permits.actions.asking import ask
from netral.permits.actions.deciding import Ruled, decide
from netral.permits.actions.ending import end
from netral.permits.actions.roster import follow
from netral.permits.core import Kind
from netral.permits.models import Permit
from netral.signing.models import Paper
from tests import cast
from tests.cast import Member
from tests.permits.conftest import again, asked, fresh, granted, hand, leave, service
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
YES = Ruled(granted=True, reason="Ya.")
NO = Ruled(granted=False, reason="Tidak.")


def test_of_two_deciders_one_decides(
    ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    pk = asked(ratna, at)
    works = [
        partial(decide, permit=again(pk), ruled=ruled, hand=hand(who), turn=0, at=at)
        for who, ruled in ((hendra, YES), (wali, NO))
    ]
    assert sorted(map(str, together(works))) == ["None", "permits.moved"]
    assert Paper.objects.count() == Entry.objects.filter(act="permit.decided").count() == 1


def test_many_clicks_send_one_request(ratna: Member, hendra: Member, at: Moment) -> None:
    by = f"user:{ratna.user.pk}"
    works = [partial(ask, person=fresh(ratna), wish=service(), by=by, at=at) for _ in range(4)]
    assert len({made.pk for made in together(works)}) == 1  # type: ignore[attr-defined]
    assert Permit.objects.count() == 1


def test_decisions_at_once_have_different_numbers(
    hendra: Member, tree: dict[str, Unit], at: Moment
) -> None:
    staff = [cast.employ(tree["32.76.06"], f"Sari Contoh {n}", 40 + n) for n in range(4)]
    permits = [asked(each, at) for each in staff]
    together(
        [partial(decide, permit=p, ruled=YES, hand=hand(hendra), turn=0, at=at) for p in permits]
    )
    assert set(Permit.objects.values_list("serial", flat=True)) == {1, 2, 3, 4}


def test_two_workers_put_a_person_on_leave_and_shorten_it_once(
    ratna: Member, wali: Member, at: Moment
) -> None:
    wish = leave(starts_on=at.local().date())
    permit = granted(asked(ratna, at, wish), hand(wali, "Wali Kota Depok"), at)
    assert permit.kind == Kind.CLTN
    done = together([partial(follow, institution=permit.institution, at=at) for _ in range(3)])
    assert sorted(done) == [0, 0, 1]  # type: ignore[type-var]
    assert PersonEvent.objects.filter(what="leave").count() == 1
    last = at.local().date() + timedelta(days=3)
    end(permit=again(permit), last_on=last, turn=permit.turn, at=at)
    done = together([partial(follow, institution=permit.institution, at=at) for _ in range(3)])
    assert sorted(done) == [0, 0, 1]  # type: ignore[type-var]
