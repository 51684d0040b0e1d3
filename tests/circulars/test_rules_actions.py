"""Saying what clauses mean, and what the institution's engine makes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from netral.circulars.actions import drafts, publishing
from netral.circulars.actions.meanings import set_meaning
from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Meaning
from netral.circulars.core.text import ClauseText
from netral.circulars.errors import ClauseGone, OfTheParent, TooManyFacts, UnknownCode
from netral.circulars.models import Circular, Clause, ClauseMeaning
from netral.circulars.queries.meanings import acts_of, local_circulars, meaning_of
from netral.circulars.queries.rules import engine_of
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.models import Unit
from netral.rules.core import Outcome
from netral.rules.queries import InForce
from tests.cast import Member
from tests.circulars.law import LAW
from tests.circulars.scene import agreed, restated
from tests.circulars.scene import published as in_force

pytestmark = pytest.mark.django_db
BY = "user:7"
DECIDES = Meaning(restates=("SKB22-DI-12",))
FACTS = {
    "act": "keputusan.pihak", "election": "pilkada", "stage": "before", "campaign": "before",
}  # fmt: skip


@pytest.fixture(autouse=True)
def law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every institution go by a small base."""
    kept = InForce(LAW.base.version, LAW.sha256, LAW.base, LAW)
    monkeypatch.setattr("netral.rules.queries.in_force", lambda _house, _at: kept)


def prohibition(circular: Circular) -> Clause:
    found: Clause = circular.clauses.get(order=2)
    return found


def acts() -> list[str]:
    return list(Entry.objects.filter(act="circular.meaning_set").values_list("act", flat=True))


def test_setting_a_meaning_is_one_act_that_says_what_was_read(draft: Circular, at: Moment) -> None:
    row = set_meaning(clause=prohibition(draft), meaning=DECIDES, by=BY, at=at)
    assert (meaning_of(row), row.of_text) == (DECIDES, "Dilarang terlibat politik praktis.")
    assert (row.set_by, row.set_at, row.version) == (BY, at.acted, "1")
    told = fields(row.entry)["detail"]
    assert (told["circular"], told["clause"], told["restates"]) == (draft.slug, 2, ["SKB22-DI-12"])


def test_the_same_reading_twice_is_one_act(draft: Circular, at: Moment) -> None:
    for _ in range(2):
        set_meaning(clause=prohibition(draft), meaning=DECIDES, by=BY, at=at)
    assert len(acts()) == 1


def test_a_correction_continues_the_history(draft: Circular, at: Moment) -> None:
    first = set_meaning(clause=prohibition(draft), meaning=DECIDES, by=BY, at=at)
    ref = bytes(first.entry.ref)
    second = set_meaning(clause=prohibition(draft), meaning=Meaning(), by="user:8", at=at)
    assert (bytes(second.entry.ref), second.entry.number, second.set_by) == (ref, 1, "user:8")
    assert ClauseMeaning.objects.count() == 1


def test_a_signed_text_stays_while_its_reading_changes(published: Circular, at: Moment) -> None:
    text = published.text_sha256
    agreed(prohibition(published), DECIDES, at)
    agreed(prohibition(published), Meaning(), at)
    published.refresh_from_db()
    assert (published.text_sha256, ClauseMeaning.objects.count()) == (text, 1)


def test_a_clause_is_about_its_own_acts_or_those_of_the_rules_that_it_restates(
    draft: Circular, at: Moment
) -> None:
    clause, base = prohibition(draft), LAW.base
    assert acts_of(clause, base) == ()
    clause.meaning = set_meaning(clause=clause, meaning=DECIDES, by=BY, at=at)
    of_rule = next(rule.when["act"] for rule in base.rules if rule.code in DECIDES.restates)
    assert acts_of(clause, base) == tuple(sorted(of_rule))
    named = Meaning(restates=DECIDES.restates, acts=("keputusan.pihak",))
    clause.meaning = set_meaning(clause=clause, meaning=named, by=BY, at=at)
    assert acts_of(clause, base) == ("keputusan.pihak",)
    below = Clause(institution=clause.institution, circular=draft, restates=clause)
    assert acts_of(below, base) == ("keputusan.pihak",)


@pytest.mark.parametrize(
    "meaning",
    [
        Meaning(restates=("TIDAK-ADA",)),
        Meaning(acts=("tidak.ada",)),
        Meaning(stages=("during",)),
        Meaning(circumstances=(("support", "maybe"),)),
        Meaning(circumstances=(("tidak", "yes"),)),
    ],
)
def test_what_the_base_does_not_have_is_refused(
    draft: Circular, at: Moment, meaning: Meaning
) -> None:
    with pytest.raises(UnknownCode):
        set_meaning(clause=prohibition(draft), meaning=meaning, by=BY, at=at)
    assert acts() == []


def test_a_meaning_with_more_facts_than_anybody_could_look_through_is_refused(
    draft: Circular, at: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = Meaning(acts=("keputusan.pihak",), circumstances=(("support", "yes"),))
    monkeypatch.setattr("netral.rules.core.space.LARGEST", 1)
    with pytest.raises(TooManyFacts):
        set_meaning(clause=prohibition(draft), meaning=wide, by=BY, at=at)
    assert acts() == []
    assert not ClauseMeaning.objects.exists()


def test_a_clause_rewritten_meanwhile_is_gone(
    draft: Circular, facts: Callable[..., drafts.Facts], at: Moment
) -> None:
    old = prohibition(draft)
    drafts.change(circular=draft, facts=facts(), by=BY, at=at)
    with pytest.raises(ClauseGone):
        set_meaning(clause=old, meaning=DECIDES, by=BY, at=at)


def test_a_derived_circular_is_read_as_its_parent(
    published: Circular, tree: dict[str, Unit], at: Moment
) -> None:
    facts = drafts.Facts(
        unit=tree["32.76.06"], subject="Turunan",
        clauses=[restated(each) for each in published.clauses.all()],
    )  # fmt: skip
    child = drafts.draft(
        institution=published.institution, facts=facts, parent=published, by=BY, at=at
    )
    with pytest.raises(OfTheParent):
        set_meaning(clause=prohibition(child), meaning=DECIDES, by=BY, at=at)


# ---- A draft is written anew; what was read of it stays


def rewritten(*texts: str) -> list[ClauseText]:
    return [ClauseText(kind=ClauseKind.PROHIBITION, text=text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (("Dilarang terlibat politik praktis.",), {1: True}),  # moved up
        (("Lain.", "Dilarang terlibat politik praktis."), {2: True}),
        (("Lain.", "Dilarang berpolitik."), {2: False}),  # reworded in its place
        (("Lain.",), {}),
    ],
)
def test_a_meaning_follows_its_clause(
    draft: Circular, facts: Callable[..., drafts.Facts], at: Moment, texts: tuple[str, ...],
    kept: dict[int, bool],
) -> None:  # fmt: skip
    set_meaning(clause=prohibition(draft), meaning=DECIDES, by=BY, at=at)
    drafts.change(circular=draft, facts=facts(clauses=rewritten(*texts)), by=BY, at=at)
    found = {row.clause.order: row.of_text == row.clause.text
             for row in ClauseMeaning.objects.select_related("clause")}  # fmt: skip
    assert found == kept
    assert len(acts()) == 1


# ---- The institution's engine


def test_a_circular_in_force_answers_along(published: Circular, at: Moment) -> None:
    house, today = published.institution, at.local().date()
    agreed(prohibition(published), DECIDES, at)
    engine = engine_of(house, at.acted)
    answer = engine.answer({**FACTS, "subject": "pns"}, today)
    assert answer.rules == ("SKB22-DI-12", "SE.270-343-Huk.2")
    rule = engine.rule("SE.270-343-Huk.2")
    assert (rule.starts, rule.ends) == (today, None)
    assert engine_of(house, at.acted) is engine


def test_a_meaning_changed_after_signing_changes_the_answer(
    published: Circular, at: Moment
) -> None:
    def outcome() -> Outcome:
        engine = engine_of(published.institution, at.acted)
        facts = {"act": "kampanye.ikut", "subject": "pns", "stage": "after"}
        return engine.answer(facts, at.local().date()).outcome

    assert outcome() is Outcome.UNREGULATED
    wide = Meaning(acts=("kampanye.ikut",))
    agreed(prohibition(published), wide, at)
    assert outcome() is Outcome.PROHIBITED
    agreed(prohibition(published), Meaning(), at)
    assert outcome() is Outcome.UNREGULATED


def test_a_draft_and_a_signed_circular_bind_nobody_yet(signed: Circular, at: Moment) -> None:
    agreed(prohibition(signed), DECIDES, at)
    assert local_circulars(signed.institution, at.acted) == ()


def test_before_its_publication_nobody_knew_it(published: Circular, at: Moment) -> None:
    earlier = at.acted - timedelta(seconds=1)
    assert local_circulars(published.institution, earlier) == ()


def test_a_revoked_circular_holds_to_the_day_before(published: Circular, at: Moment) -> None:
    agreed(prohibition(published), DECIDES, at)
    later = Moment(at.acted + timedelta(days=3), at.logged + timedelta(days=3), at.zone)
    publishing.revoke(circular=published, reason="Keliru.", by=BY, at=later)
    house, today = published.institution, at.local().date()
    (known,) = local_circulars(house, later.acted)
    assert known.ends == today + timedelta(days=2)
    (then,) = local_circulars(house, at.acted)
    assert then.ends is None, "on the day itself nobody knew of its end"


def test_a_circular_that_ended_on_its_own_day_never_held(published: Circular, at: Moment) -> None:
    publishing.revoke(circular=published, reason="Keliru.", by=BY, at=at)
    assert local_circulars(published.institution, at.acted) == ()


def test_a_superseded_circular_yields_to_its_successor(
    tree: dict[str, Unit], wali: Member, published: Circular, at: Moment
) -> None:
    new = in_force(tree["32.76"], wali, "270/344-Huk", supersedes=published)
    assert new.supersedes == published
    (known,) = local_circulars(published.institution, at.acted)  # the other ended on its own day
    assert known.code == "SE.270-344-Huk"


def test_what_binds_some_units_only_adds_nothing_for_all(
    tree: dict[str, Unit], wali: Member, at: Moment
) -> None:
    some = {"kinds": ["pns"], "units": [tree["32.76.06"].path]}
    made = in_force(tree["32.76"], wali, "1/X", audience=some)
    assert local_circulars(made.institution, at.acted) == ()


def test_two_circulars_of_one_number_are_told_apart(
    tree: dict[str, Unit], wali: Member, at: Moment
) -> None:
    for number in ("270/1-Huk", "270-1/Huk"):
        in_force(tree["32.76"], wali, number)
    codes = [each.code for each in local_circulars(tree["32.76"].institution, at.acted)]
    assert codes[0] == "SE.270-1-Huk"
    assert codes[1].startswith("SE.270-1-Huk-")


def test_another_institution_knows_nothing_of_it(published: Circular, at: Moment) -> None:
    padang = open_institution(
        facts=InstitutionFacts(
            code="13.71", slug="padang", name="Pemerintah Kota Padang", place="Padang",
            head_title="Wali Kota Padang",
        ),
        by=BY,
        at=at,
    )  # fmt: skip
    agreed(prohibition(published), DECIDES, at)
    assert engine_of(padang, at.acted) is LAW
