"""Self-assessment: evidence links itself, ceases to count, and gaps have names."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.models import Circular
from netral.duties.actions.assessing import freeze_assessment
from netral.duties.actions.digests import pdf_of
from netral.duties.actions.reckoning import reckon
from netral.duties.assessing import read_requirements, requirements
from netral.duties.core.assessment import (
    Confidence,
    Deed,
    Fact,
    Need,
    Requirement,
    Verdict,
    assess,
)
from netral.duties.models import Digest
from netral.duties.queries.assessment import assessment
from netral.kernel.evidence import Evidence, Proof
from netral.kernel.moment import Moment
from netral.kernel.tables import BadTable
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member
from tests.circulars.conftest import draft, facts, office, published, signed
from tests.together import together

__all__ = ["draft", "facts", "office", "published", "signed"]  # fixtures lent by circulars
SignIn = Callable[[Client, object], None]
ONE = """
[[requirement]]
need = "{need}"
bar = {bar}
days = {days}
source = "Kebijakan instansi"
confidence = "house"
"""


def asked(bar: int) -> Requirement:
    return Requirement(
        need=Need.SESSIONS, bar=bar, days=90, source="x", confidence=Confidence.HOUSE,
        bar_confidence=Confidence.HOUSE,
    )  # fmt: skip


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 100))
def test_the_missing_are_just_enough(part: int, more: int, bar: int) -> None:
    whole = part + more
    (line,) = assess([asked(bar)], {Need.SESSIONS: Fact(part=part, whole=whole)}).lines
    assert (line.verdict is Verdict.NOT_ASKED) is (whole == 0)
    if whole:
        assert (line.verdict is Verdict.MET) is (line.missing == 0)
        met = Fact(part=part + line.missing, whole=whole)
        assert assess([asked(bar)], {Need.SESSIONS: met}).met == 1
        if line.missing:
            short = Fact(part=part + line.missing - 1, whole=whole)
            assert assess([asked(bar)], {Need.SESSIONS: short}).met == 0


def test_nearly_enough_is_not_enough() -> None:
    found = assess([asked(95)], {Need.SESSIONS: Fact(part=9499, whole=10_000)})
    assert found.lines[0].verdict is Verdict.PARTLY


def test_the_first_evidence_to_expire_is_named() -> None:
    on = date(2024, 6, 1)
    deeds = [
        Deed(title="b", unit="b", on=on, until=on + timedelta(days=9)),
        Deed(title="a", unit="a", on=on, until=on + timedelta(days=3)),
        Deed(title="c", unit="c", on=on, until=None),
    ]
    found = assess([asked(80)], {Need.SESSIONS: Fact(part=3, whole=3, deeds=deeds)})
    assert found.lines[0].expires == date(2024, 6, 4)


def test_every_need_has_its_requirement_with_a_source() -> None:
    assert {each.need for each in requirements()} == set(Need)
    assert all(each.source for each in requirements())


@pytest.mark.parametrize(
    "text",
    [
        ONE.format(need="nonsense", bar=80, days=1),
        ONE.format(need="pacts", bar=0, days=1),
        ONE.format(need="pacts", bar=101, days=1),
        ONE.format(need="pacts", bar=80, days=-1),
        ONE.format(need="pacts", bar="true", days=1),
        ONE.format(need="pacts", bar=80, days=1) * 2,
        ONE.format(need="pacts", bar=80, days=1) + "more = 1\n",
    ],
    ids=["need", "nothing", "too much", "days", "true", "twice", "strange"],
)
def test_a_wrong_file_is_refused(text: str) -> None:
    with pytest.raises(BadTable):
        read_requirements(text)


@pytest.fixture
def city(published: Circular, hendra: Member) -> Institution:
    reckon(institution=published.institution, at=AT)
    return published.institution


def shown_at(monkeypatch: pytest.MonkeyPatch, unit: Unit, days: int) -> None:
    """Let the house show one session of a unit, so many days ago."""
    deed = Evidence(
        unit_id=unit.pk, proof=Proof.SESSION, at=AT.acted - timedelta(days=days), key="session:x",
        title="Apel",
    )  # fmt: skip
    monkeypatch.setattr(
        "netral.duties.queries.assessment.shown", lambda *_a, **_k: {unit.pk: [deed]}
    )


@pytest.mark.parametrize(("days", "counts"), [(0, True), (90, True), (91, False)])
def test_a_session_counts_for_ninety_days(
    city: Institution, tree: dict[str, Unit], monkeypatch: pytest.MonkeyPatch, days: int,
    counts: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    unit = tree["32.76.06"]
    shown_at(monkeypatch, unit, days)
    found = {line.requirement.need: line for line in assessment(unit, AT).lines}[Need.SESSIONS]
    assert found.fact.whole == 1
    assert bool(found.fact.part) is counts
    if not counts:
        (gap,) = found.fact.gaps
        assert gap.unit == unit.name
        assert gap.expired == AT.local().date() - timedelta(days=1)


def test_a_city_without_anything_is_assessed_too(depok: Institution, tree: dict[str, Unit]) -> None:
    found = assessment(tree["32.76"], AT)
    assert found.met == 0
    verdicts = {line.requirement.need: line.verdict for line in found.lines}
    assert verdicts[Need.CIRCULAR] is Verdict.UNMET
    assert verdicts[Need.PACTS] is Verdict.NOT_ASKED


def test_a_head_freezes_the_own_unit_and_no_other(
    client: Client, sign_in: SignIn, city: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    sign_in(client, hendra.user)
    own, other = tree["32.76.06"], tree["disdik"]
    page = client.get(f"/kewajiban/penilaian/{own.pk}/").text
    assert "Unit telah menyosialisasikan kepada pegawai" in page
    assert "belum diverifikasi" in page  # where a source is from memory
    assert client.get(f"/kewajiban/penilaian/{other.pk}/").status_code == 404
    assert client.post(f"/kewajiban/penilaian/{other.pk}/simpan/").status_code == 404
    assert client.post(f"/kewajiban/penilaian/{own.pk}/simpan/").status_code == 302
    assert Digest.objects.get(kind="assessment").unit_id == own.pk


def test_a_frozen_assessment_is_a_pdf_without_names(
    city: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    made = freeze_assessment(unit=tree["32.76"], by=BY, at=AT)
    assert pdf_of(digest=made, at=AT).startswith(b"%PDF")
    assert hendra.person.name not in str(made.facts)
    assert {line["need"] for line in made.facts["lines"]} == {need.value for need in Need}


def test_a_unit_keeps_one_assessment_a_day_and_asking_again_gives_that_one(
    client: Client, sign_in: SignIn, city: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    unit = tree["32.76.06"]
    first = freeze_assessment(unit=unit, by=BY, at=AT)
    entries = Entry.objects.count()
    evening = Moment(acted=AT.acted + timedelta(hours=11, minutes=59), logged=AT.logged)
    assert freeze_assessment(unit=unit, by=BY, at=evening) == first
    assert Entry.objects.count() == entries
    other = freeze_assessment(unit=tree["32.76"], by=BY, at=AT)
    midnight = Moment(acted=AT.acted + timedelta(hours=12), logged=AT.logged)
    assert freeze_assessment(unit=unit, by=BY, at=midnight).pk not in {first.pk, other.pk}
    assert Digest.objects.filter(kind="assessment").count() == 3
    sign_in(client, hendra.user)
    page = client.get(f"/kewajiban/penilaian/{unit.pk}/").text
    assert "Penilaian hari ini sudah disimpan" in page
    assert f"/kewajiban/penilaian/{unit.pk}/simpan/" not in page
    answer = client.post(f"/kewajiban/penilaian/{unit.pk}/simpan/")
    assert answer.headers["Location"].endswith(f"/penilaian/{first.pk}.pdf")


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_keep_one(
    depok: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    press = partial(freeze_assessment, unit=tree["32.76.06"], by=BY, at=AT)
    first, second = together([press, press])
    assert first == second
    assert Digest.objects.get(kind="assessment") == first
