"""The risk list: what weighs, that it never falls when things get worse, and who sees it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.orgs.core import UnitKind
from netral.orgs.models import Unit
from netral.supervision.actions.findings import mend
from netral.supervision.core.checklists import Phase
from netral.supervision.core.risks import Cause, Known, Level, assess
from netral.supervision.core.topics import Topic
from netral.supervision.models import Finding
from netral.supervision.queries.risks import assessed, of_unit
from netral.supervision.reader.risks import policy, read
from tests.cast import Member
from tests.supervision.scene import found, fresh, gone_through

SignIn = Callable[[Client, User], None]
KNOWN = st.builds(
    Known,
    kind=st.sampled_from(UnitKind),
    phase=st.sampled_from(Phase),
    open_findings=st.integers(0, 20),
    oldest_days=st.integers(0, 400),
    unchecked_days=st.none() | st.integers(0, 400),
    asked_to_sign=st.just(50),
    unsigned=st.integers(0, 50),
    facilities=st.frozensets(st.sampled_from(Topic)),
    found=st.dictionaries(st.sampled_from(Topic), st.integers(0, 9)),
)
QUIET = Known(kind=UnitKind.OPD, phase=Phase.BEFORE, unchecked_days=3)


@given(KNOWN)
def test_more_open_findings_or_unsigned_pacts_never_lower_the_risk(known: Known) -> None:
    score = assess(known, policy()).score
    assert assess(replace(known, open_findings=known.open_findings + 1), policy()).score >= score
    assert assess(replace(known, unsigned=min(50, known.unsigned + 1)), policy()).score >= score
    assert assess(replace(known, unchecked_days=None), policy()).score >= score


@given(KNOWN)
def test_every_risk_weighs_something_and_no_more_than_its_most(known: Known) -> None:
    risks = assess(known, policy()).risks
    assert all(0 < risk.weight <= policy().most[risk.cause] for risk in risks)
    assert len({risk.cause for risk in risks}) == len(risks)


def test_a_unit_in_order_has_no_risk() -> None:
    assert assess(QUIET, policy()).risks == ()
    assert assess(QUIET, policy()).level is Level.LOW


def test_cars_and_counters_weigh_only_while_the_election_is_near() -> None:
    cars = replace(QUIET, facilities=frozenset({Topic.CARS}), kind=UnitKind.VILLAGE)
    assert assess(cars, policy()).risks == ()
    near = assess(replace(cars, phase=Phase.CAMPAIGN), policy())
    assert {risk.cause for risk in near.risks} == {Cause.FACILITIES, Cause.PUBLIC}


def test_weights_that_forget_a_cause_are_refused() -> None:
    raw = {"weights": {"pacts": 1}, "most": {"pacts": 1}, "check_every": {}, "often": 1,
           "public": [], "near": [], "high": 2, "middle": 1}  # fmt: skip
    with pytest.raises(ValueError, match="every cause"):
        read(raw)


@pytest.mark.django_db
def test_what_is_mended_and_checked_no_longer_weighs(
    hendra: Member, tree: dict[str, Unit], at: Moment
) -> None:
    beji, by = fresh(tree["32.76.06"]), f"user:{hendra.user.pk}"
    assert [told.why for told in of_unit(beji, at).told] == ["Unit ini belum pernah diperiksa."]
    finding = found(beji, by, replace(at, acted=at.acted - timedelta(days=40)))
    whys = " ".join(told.why for told in of_unit(beji, at).told)
    assert "1 temuan belum ditutup" in whys
    assert "40 hari" in whys
    mend(finding=finding, remedy="Diturunkan.", by=by, at=at)
    gone_through(beji, by, at)
    assert of_unit(beji, at).told == ()


@pytest.mark.django_db
def test_the_list_asks_the_same_queries_for_one_unit_and_for_all(
    tree: dict[str, Unit], at: Moment
) -> None:
    units = [fresh(unit) for unit in tree.values()]
    counts = []
    for some in (units[:2], units):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assessed(some, at)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_riskiest_unit_stands_first_and_others_units_do_not(
    client: Client, hendra: Member, yusuf: Member, kadis: Member, tree: dict[str, Unit],
    at: Moment, sign_in: SignIn,
) -> None:  # fmt: skip
    found(tree["32.76.06.1004"], f"user:{hendra.user.pk}", at)
    gone_through(tree["32.76.06"], f"user:{hendra.user.pk}", at)
    sign_in(client, hendra.user)
    page = client.get("/pengawasan/risiko/").content.decode()
    assert page.index("Kelurahan Beji") < page.index("Kecamatan Beji</a>")
    assert "Dinas Pendidikan" not in page
    assert Finding.objects.get().what not in page
    sign_in(client, kadis.user)
    assert client.get(f"/pengawasan/risiko/{tree['32.76.06'].pk}/").status_code == 404
    sign_in(client, yusuf.user)
    assert "Kemiri Muka" not in client.get("/pengawasan/risiko/").content.decode()
