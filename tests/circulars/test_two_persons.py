"""What a clause of a signed circular means: one person proposes it, another confirms it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from netral.access.core import Role
from netral.access.models import User
from netral.circulars.actions.meanings import (
    confirm_meaning,
    drop_proposal,
    propose_meaning,
    set_meaning,
)
from netral.circulars.core.meaning import Meaning
from netral.circulars.errors import (
    MeaningWaits,
    ProposalGone,
    ReasonMissing,
    SameHand,
    TooManyFacts,
    WrongStage,
)
from netral.circulars.models import Circular, Clause, ClauseMeaning, MeaningProposal
from netral.circulars.queries.gaps import check
from netral.circulars.queries.rules import engine_of
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.models import Unit
from netral.rules.core import Outcome
from netral.rules.queries import InForce
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import Member
from tests.circulars.law import LAW
from tests.together import together

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]
ONE, TWO = "user:7", "user:8"
WIDE = Meaning(acts=("kampanye.ikut",))


@pytest.fixture(autouse=True)
def law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every institution go by a small base."""
    kept = InForce(LAW.base.version, LAW.sha256, LAW.base, LAW)
    monkeypatch.setattr("netral.rules.queries.in_force", lambda _house, _at: kept)


def prohibition(circular: Circular) -> Clause:
    found: Clause = Clause.objects.get(circular=circular, order=2)
    return found


def proposed(circular: Circular, at: Moment, meaning: Meaning = WIDE) -> int:
    row = propose_meaning(clause=prohibition(circular), meaning=meaning, by=ONE, at=at)
    assert row is not None
    return int(row.entry_id)


def outcome(circular: Circular, at: Moment) -> Outcome:
    engine = engine_of(circular.institution, at.acted)
    facts = {"act": "kampanye.ikut", "subject": "pns", "stage": "after"}
    return engine.answer(facts, at.local().date()).outcome


def acts() -> list[str]:
    rows = Entry.objects.filter(act__startswith="circular.meaning_").order_by("pk")
    return [act.removeprefix("circular.meaning_") for act in rows.values_list("act", flat=True)]


def test_one_person_alone_changes_no_answer(
    client: Client, published: Circular, at: Moment
) -> None:
    before = check(published, published.institution, at.acted)
    public = f"/edaran/{published.slug}/"
    data = client.get(f"/edaran/{published.slug}.json").content
    proposed(published, at)
    with pytest.raises(WrongStage):
        set_meaning(clause=prohibition(published), meaning=WIDE, by=ONE, at=at)
    assert outcome(published, at) is Outcome.UNREGULATED
    assert check(published, published.institution, at.acted) == before
    assert client.get(f"/edaran/{published.slug}.json").content == data
    assert "ikut kegiatan kampanye" not in client.get(public).content.decode()
    assert not ClauseMeaning.objects.exists()


def test_before_the_signature_the_signatory_is_the_second_person(
    draft: Circular, at: Moment
) -> None:
    with pytest.raises(WrongStage):
        proposed(draft, at)
    set_meaning(clause=prohibition(draft), meaning=WIDE, by=ONE, at=at)
    assert acts() == ["set"]


@pytest.mark.parametrize("by", [ONE, "system"])
def test_who_proposed_it_cannot_confirm_it(published: Circular, at: Moment, by: str) -> None:
    seen = proposed(published, at)
    with pytest.raises(SameHand):
        confirm_meaning(clause=prohibition(published), seen=seen, by=by, at=at)
    assert outcome(published, at) is Outcome.UNREGULATED


def test_a_confirmed_meaning_changes_the_answer_at_that_moment(
    published: Circular, at: Moment
) -> None:
    seen = proposed(published, at)
    row = confirm_meaning(clause=prohibition(published), seen=seen, by=TWO, at=at)
    assert outcome(published, at) is Outcome.PROHIBITED
    assert acts() == ["proposed", "confirmed"]
    assert (row.set_by, row.set_at, row.of_text) == (TWO, at.acted, prohibition(published).text)
    refs = Entry.objects.filter(act__startswith="circular.meaning_").values_list("ref", flat=True)
    assert len({bytes(ref) for ref in refs}) == 1, "both acts stand in one history"


def test_until_confirmed_the_old_meaning_holds(published: Circular, at: Moment) -> None:
    seen = proposed(published, at)
    confirm_meaning(clause=prohibition(published), seen=seen, by=TWO, at=at)
    seen = proposed(published, at, Meaning())
    assert outcome(published, at) is Outcome.PROHIBITED
    confirm_meaning(clause=prohibition(published), seen=seen, by=TWO, at=at)
    assert outcome(published, at) is Outcome.UNREGULATED


def test_only_the_proposal_that_was_seen_is_confirmed(published: Circular, at: Moment) -> None:
    clause, first = prohibition(published), proposed(published, at)
    drop_proposal(clause=clause, seen=first, reason="", by=ONE, at=at)
    second = proposed(published, at, Meaning(acts=("medsos.like",)))
    for seen in (first, 0):
        with pytest.raises(ProposalGone):
            confirm_meaning(clause=clause, seen=seen, by=TWO, at=at)
        with pytest.raises(ProposalGone):
            drop_proposal(clause=clause, seen=seen, reason="Keliru.", by=TWO, at=at)
    confirm_meaning(clause=clause, seen=second, by=TWO, at=at)
    assert ClauseMeaning.objects.get().acts == ["medsos.like"]
    with pytest.raises(ProposalGone):
        confirm_meaning(clause=clause, seen=second, by=TWO, at=at)


def test_one_proposal_waits_for_a_clause(published: Circular, at: Moment) -> None:
    clause, seen = prohibition(published), proposed(published, at)
    assert proposed(published, at) == seen, "a second click is the same proposal"
    with pytest.raises(MeaningWaits):
        propose_meaning(clause=clause, meaning=Meaning(), by=TWO, at=at)
    with pytest.raises(MeaningWaits):
        propose_meaning(clause=clause, meaning=WIDE, by=TWO, at=at)
    confirm_meaning(clause=clause, seen=seen, by=TWO, at=at)
    assert propose_meaning(clause=clause, meaning=WIDE, by=ONE, at=at) is None
    assert acts() == ["proposed", "confirmed"]


def test_a_proposal_is_sent_back_with_a_reason(published: Circular, at: Moment) -> None:
    clause, seen = prohibition(published), proposed(published, at)
    with pytest.raises(ReasonMissing):
        drop_proposal(clause=clause, seen=seen, reason=" ", by=TWO, at=at)
    drop_proposal(clause=clause, seen=seen, reason="Terlalu luas.", by=TWO, at=at)
    row = MeaningProposal.objects.get()
    assert (row.waiting, row.reason, acts()) == (False, "Terlalu luas.", ["proposed", "sent_back"])
    assert outcome(published, at) is Outcome.UNREGULATED


def test_too_many_facts_are_refused_at_both_steps(
    published: Circular, at: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = proposed(published, at)
    monkeypatch.setattr("netral.rules.core.space.LARGEST", 1)
    with pytest.raises(TooManyFacts):
        confirm_meaning(clause=prohibition(published), seen=seen, by=TWO, at=at)
    drop_proposal(clause=prohibition(published), seen=seen, reason="", by=ONE, at=at)
    with pytest.raises(TooManyFacts):
        proposed(published, at)
    assert acts() == ["proposed", "withdrawn"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does(published: Circular, at: Moment) -> None:
    seen = proposed(published, at)

    def confirm(by: str) -> Callable[[], object]:
        return lambda: (
            confirm_meaning(clause=prohibition(published), seen=seen, by=by, at=at).set_by
        )

    done = together([confirm(TWO), confirm("user:9")])
    assert "circulars.proposal_gone" in done
    assert acts() == ["proposed", "confirmed"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_at_once_one_does(published: Circular, at: Moment) -> None:
    def propose(by: str, act: str) -> Callable[[], object]:
        meaning = Meaning(acts=(act,))
        return lambda: propose_meaning(clause=prohibition(published), meaning=meaning, by=by, at=at)

    done = together([propose(ONE, "kampanye.ikut"), propose(TWO, "medsos.like")])
    assert "circulars.meaning_waits" in done
    assert acts() == ["proposed"]


# ---- The pages


@pytest.fixture
def dewi(tree: dict[str, Unit], depok: Institution) -> Member:
    """A second drafter."""
    dewi = cast.employ(tree["hukum"], "Dewi Contoh", 8)
    cast.entrust(dewi.user, Role.DRAFTER, depok)
    return dewi


def address(circular: Circular) -> str:
    return f"/edaran/meja/{circular.slug}/makna/2/"


def test_two_drafters_change_a_meaning_on_the_page(
    client: Client, sign_in: SignIn, published: Circular, laras: Member, dewi: Member
) -> None:
    sign_in(client, laras.user)
    assert client.post(address(published), {"acts": ["kampanye.ikut"]}).status_code == 302
    own = client.get(address(published)).content.decode()
    assert 'name="withdraw"' in own
    assert 'name="confirm"' not in own
    seen = MeaningProposal.objects.get().entry_id
    assert client.post(address(published), {"seen": seen, "confirm": "1"}).status_code == 403

    sign_in(client, dewi.user)
    work = client.get(f"/edaran/meja/{published.slug}/").content.decode()
    for shown in (work, client.get(address(published)).content.decode()):
        assert str(laras.user) in shown
        assert "Belum ada makna" in shown
        assert "ikut kegiatan kampanye" in shown
        assert shown.count("button primary") == 1
    assert client.post(address(published), {"seen": seen, "confirm": "1"}).status_code == 302
    assert ClauseMeaning.objects.get().set_by == f"user:{dewi.user.pk}"
    assert 'name="confirm"' not in client.get(address(published)).content.decode()


def test_who_proposed_it_reads_why_it_came_back(
    client: Client, sign_in: SignIn, published: Circular, laras: Member, dewi: Member
) -> None:
    sign_in(client, laras.user)
    client.post(address(published), {"acts": ["kampanye.ikut"]})
    seen = MeaningProposal.objects.get().entry_id
    sign_in(client, dewi.user)
    assert "has-error" in client.post(address(published), {"seen": seen}).content.decode()
    client.post(address(published), {"seen": seen, "reason": "Terlalu luas."})
    sign_in(client, laras.user)
    shown = client.get(address(published)).content.decode()
    assert "Terlalu luas." in shown
    assert "Usulkan makna ini" in shown
    assert not ClauseMeaning.objects.exists()


def test_a_city_neither_sees_nor_confirms_what_another_proposes(
    client: Client, sign_in: SignIn, published: Circular, at: Moment
) -> None:
    padang = open_institution(
        facts=InstitutionFacts(
            code="13.71", slug="padang", name="Pemerintah Kota Padang", place="Padang",
            head_title="Wali Kota Padang",
        ),
        by=ONE,
        at=at,
    )  # fmt: skip
    stranger = cast.account(padang, "PDG-1", "Jauh Contoh")
    cast.entrust(stranger, Role.DRAFTER, padang)
    seen = proposed(published, at)
    sign_in(client, stranger)
    assert client.get(address(published)).status_code == 404
    for given in ({"confirm": "1"}, {"reason": "Keliru."}, {"withdraw": "1"}):
        assert client.post(address(published), {"seen": seen, **given}).status_code == 404
    assert MeaningProposal.objects.get().waiting


@pytest.mark.parametrize("who", ["wali", "hendra", "ratna"])
def test_only_drafters_confirm(
    client: Client, sign_in: SignIn, published: Circular, at: Moment, who: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    seen = proposed(published, at)
    sign_in(client, request.getfixturevalue(who).user)
    assert client.post(address(published), {"seen": seen, "confirm": "1"}).status_code == 404
    assert not ClauseMeaning.objects.exists()


def test_a_revoked_circular_is_read_by_two_as_well(signed: Circular, at: Moment) -> None:
    Circular.objects.filter(pk=signed.pk).update(stage="revoked", ended_at=at.acted)
    later = Moment(at.acted + timedelta(days=1), at.logged + timedelta(days=1), at.zone)
    with pytest.raises(Refusal):
        set_meaning(clause=prohibition(signed), meaning=WIDE, by=ONE, at=later)
    assert proposed(signed, later)
