"""What clauses mean to the engine: whom they reach, how long they hold, to what they yield."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.core import ClauseKind
from netral.circulars.core.gap import joined
from netral.circulars.core.meaning import Duty, clause_of, join, rules_of, said_in, subjects_of
from netral.circulars.core.suggest import choices, rank, rule_words, stem, stems
from netral.orgs.core import PersonKind
from netral.rules.core import Outcome, Principle, Rank
from netral.rules.core.base import ACT, CAMPAIGN, ELECTION, STAGE, SUBJECT, Words
from netral.rules.core.engine import Answer, Engine
from tests.circulars.law import (
    ACTS,
    ASN,
    ATTEND,
    DECIDE,
    FORCE,
    JOIN,
    LAW,
    LIKE,
    PASSIVE,
    SERVE,
    SKB,
    base,
    circular,
    clause,
    rule,
)

FULL = {"election": "pilkada", "stage": "before", "campaign": "before"}


def asked(act: str, subject: str, on: date = FORCE, *clauses: object, **more: str) -> Answer:
    """Ask an engine that knows one circular of these clauses."""
    engine = joined(LAW, (circular(*clauses),))  # type: ignore[arg-type]
    return engine.answer({"act": act, "subject": subject, **FULL, **more}, on)


def test_asn_kinds_bring_the_officials_along() -> None:
    assert subjects_of(["pns", "bumd"]) == {"pns", "bumd", "pejabat_asn"}
    assert subjects_of(["bumd"]) == {"bumd"}
    assert subjects_of(["pppk"]) == {"pppk", "pejabat_asn"}


def test_an_audience_of_everybody_is_everybodys_staff_but_no_elected_head() -> None:
    assert subjects_of([]) == {*(k.value for k in PersonKind if k != "official"), "pejabat_asn"}


def test_a_restated_rule_reaches_the_people_of_the_clause() -> None:
    (made,) = rules_of(circular(clause(restates=("SKB22-KE-06",))), base())
    assert made.code == "SE.1.1"
    assert made.when[SUBJECT] == ASN | {"bumd"}
    assert made.when[STAGE] == {"before"}, "no longer than what it restates"
    assert made.when[ELECTION] == {"pilkada"}
    assert (made.rank, made.starts, made.ends) == (Rank.LOCAL_CIRCULAR, FORCE, None)
    assert [c.instrument for c in made.cites] == ["SE.1", "SKB-2022"]
    assert made.cites[0].at == "butir 1"


def test_a_clause_of_several_rules_makes_one_of_each() -> None:
    made = rules_of(circular(clause(restates=("SKB22-KE-06", "SKB22-DI-12"))), base())
    assert [r.code for r in made] == ["SE.1.1.1", "SE.1.1.2"]
    assert {clause_of(r.code) for r in made} == {("SE.1", 1)}


@pytest.mark.parametrize("code", ["SKB22-KE-06", "PERM-ADHOC", "SE", "SE.1", "SE.1.x"])
def test_other_codes_come_from_no_clause(code: str) -> None:
    assert clause_of(code) is None


@pytest.mark.parametrize(
    ("phase", "campaign"),
    [
        ("", None),
        ("before_during_after", None),
        ("before", {"before"}),
        ("campaign", {"during"}),
        ("quiet", {"quiet"}),
    ],
)
def test_the_phase_of_a_clause_limits_it(phase: str, campaign: set[str] | None) -> None:
    (made,) = rules_of(circular(clause(restates=("SKB22-DI-12",), phase=phase)), base())
    assert made.when.get(CAMPAIGN) == campaign


def test_acts_of_its_own_stand_for_themselves() -> None:
    told = clause(acts=("kampanye.ikut",), circumstances=(("support", "yes"),), stages=("after",))
    (made,) = rules_of(circular(told), base())
    assert made.when[ACT] == {"kampanye.ikut"}
    assert made.when["support"] == {"yes"}
    assert made.when[STAGE] == {"after"}


def test_what_the_base_no_longer_knows_adds_nothing() -> None:
    gone = (
        clause(1, acts=("hilang",)),
        clause(2, restates=("HILANG",)),
        clause(3, acts=("kampanye.ikut",), circumstances=(("hilang", "yes"),)),
    )
    assert rules_of(circular(*gone), base()) == []


def test_a_duty_and_an_unread_clause_add_no_rule() -> None:
    told = (
        clause(1, ClauseKind.DUTY, restates=("PERM-ADHOC",), duties=(Duty.REPORT,)),
        clause(2, read=False),
        clause(3),
    )
    assert rules_of(circular(*told), base()) == []


def test_a_prohibition_restates_no_permission() -> None:
    assert rules_of(circular(clause(restates=("PERM-ADHOC",))), base()) == []


def test_a_permission_with_conditions_carries_its_own() -> None:
    told = clause(
        kind=ClauseKind.PERMISSION, restates=("PERM-ADHOC",), conditions=("Tugas jalan.",)
    )
    (made,) = rules_of(circular(told), base())
    assert made.effect == "conditional"
    assert made.conditions == (Words("Tugas jalan.", "Tugas jalan."),)


def test_company_staff_are_forbidden_only_because_of_the_circular() -> None:
    told = clause(restates=("SKB22-DI-12",))
    assert asked("keputusan.pihak", "bumd").outcome is Outcome.UNREGULATED
    found = asked("keputusan.pihak", "bumd", FORCE, told)
    assert (found.outcome, found.rules) == (Outcome.PROHIBITED, ("SE.1.1",))
    both = asked("keputusan.pihak", "pns", FORCE, told)
    assert both.rules == ("SKB22-DI-12", "SE.1.1")
    assert asked("keputusan.pihak", "non_asn", FORCE, told).outcome is Outcome.UNREGULATED


def test_it_holds_from_its_first_day_to_its_last() -> None:
    told = circular(clause(restates=("SKB22-DI-12",)), ends=date(2024, 6, 30))
    engine = joined(LAW, (told,))
    facts = {"act": "keputusan.pihak", "subject": "bumd", **FULL}
    days = [FORCE - timedelta(1), FORCE, date(2024, 6, 30), date(2024, 7, 1)]
    outcomes = [engine.answer(facts, day).outcome for day in days]
    none, forbidden = Outcome.UNREGULATED, Outcome.PROHIBITED
    assert outcomes == [none, forbidden, forbidden, none]


def test_who_restates_a_rule_restates_its_exceptions() -> None:
    """A statement stands below a circular; still, passive attendance stays what it was."""
    told = clause(restates=("PP94-N1",))
    found = asked("kampanye.hadir", "pns", FORCE, told, support="no")
    assert (found.outcome, found.rules) == (Outcome.CONDITIONAL, ("PERM-PASSIVE-ATTEND",))
    assert {(d.rule, d.by) for d in found.defeated} == {
        ("PP94-N1", Principle.EXCEPTION),
        ("SE.1.1", Principle.EXCEPTION),
    }


def test_a_prohibition_of_its_own_prevails_over_a_mere_statement() -> None:
    told = clause(acts=("kampanye.hadir",))
    found = asked("kampanye.hadir", "pns", FORCE, told, support="no")
    assert (found.outcome, found.rules) == (Outcome.PROHIBITED, ("SE.1.1",))


def test_a_permission_yields_to_the_decree() -> None:
    told = clause(kind=ClauseKind.PERMISSION, acts=("keputusan.pihak",))
    found = asked("keputusan.pihak", "pns", FORCE, told)
    assert found.outcome is Outcome.PROHIBITED
    assert [(d.rule, d.to, d.by) for d in found.defeated] == [
        ("SE.1.1", "SKB22-DI-12", Principle.SUPERIOR)
    ]


def test_an_engine_is_made_once_and_kept() -> None:
    told = (circular(clause(restates=("SKB22-DI-12",))),)
    assert joined(LAW, told) is joined(LAW, (circular(clause(restates=("SKB22-DI-12",))),))
    assert joined(LAW, ()) is LAW
    assert joined(LAW, told).sha256 != LAW.sha256


CODES = st.sampled_from(["SKB22-KE-04", "SKB22-KE-06", "SKB22-DI-12", "PP94-N1"])
CLAUSES = st.builds(
    clause,
    st.integers(1, 3),
    restates=st.lists(CODES, unique=True, max_size=3).map(tuple),
    phase=st.sampled_from(["", "before", "campaign", "quiet", "before_during_after"]),
    kinds=st.lists(st.sampled_from(["pns", "pppk", "non_asn", "bumd"]), unique=True).map(tuple),
)
FACTS = st.fixed_dictionaries(
    {"act": st.sampled_from(list(ACTS)), "subject": st.sampled_from(["pns", "non_asn", "bumd"])},
    optional={
        "stage": st.sampled_from(["before", "after"]),
        "campaign": st.sampled_from(["before", "during", "quiet", "after"]),
        "election": st.sampled_from(["pemilu", "pilkada"]),
        "support": st.sampled_from(["yes", "no"]),
    },
)


@given(clauses=st.lists(CLAUSES, max_size=2, unique_by=lambda c: c.number), facts=FACTS)
def test_restating_never_changes_an_answer_about_asn(
    clauses: list[object], facts: dict[str, str]
) -> None:
    law, ours = LAW, Engine(join(base(), [circular(*clauses)]))  # type: ignore[arg-type]
    on = date(2024, 6, 1)
    before, after = law.answer(facts, on), ours.answer(facts, on)
    if facts["subject"] == "pns":
        assert after.outcome is before.outcome or after.outcome is Outcome.NEEDS_FACT
        assert set(before.rules) <= set(after.rules) or after.outcome is Outcome.NEEDS_FACT
    elif before.outcome is Outcome.UNREGULATED:
        assert after.outcome in {
            Outcome.UNREGULATED, Outcome.PROHIBITED, Outcome.NEEDS_FACT,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Pelanggaran dikenai sanksi.", (Duty.SANCTION,)),
        ("Pakta integritas telah dibuat.", (Duty.PACT,)),
        ("Laporkan melalui SP4N-LAPOR!", (Duty.CHANNEL,)),
        ("Demikian.", ()),
    ],
)
def test_running_text_announces_by_its_words(text: str, said: tuple[Duty, ...]) -> None:
    assert said_in(text) == said


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("menguntungkan", "untung"),
        ("keputusan", "keputus"),
        ("kampanye", "kampanye"),
        ("dukungan", "dukung"),
        ("mendukung", "dukung"),
        ("asn", "asn"),
    ],
)
def test_words_lose_their_affixes(word: str, left: str) -> None:
    assert stem(word) == left


def test_words_that_say_little_are_left_out() -> None:
    assert stems("Dilarang untuk dan yang") == set()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Membuat keputusan yang menguntungkan calon.", "SKB22-DI-12"),
        ("Melibatkan diri dalam kegiatan kampanye.", "SKB22-KE-06"),
        ("Menyukai unggahan di media sosial.", "SKB22-KE-04"),
    ],
)
def test_the_likeliest_rule_comes_first(text: str, first: str) -> None:
    known = rule_words(choices(base(), ClauseKind.PROHIBITION, FORCE), base())
    assert rank(text, known)[0] == first


def test_a_text_without_a_word_in_common_suggests_nothing() -> None:
    assert rank("Demikian.", rule_words(base().rules, base())) == []


def test_a_clause_is_offered_what_does_the_same_and_holds() -> None:
    law = base(
        LIKE,
        JOIN,
        ATTEND,
        DECIDE,
        PASSIVE,
        SERVE,
        rule("X", "medsos.like"),
        rule("X.bumd", "medsos.like"),
        rule("LAMA", "medsos.like", ends=SKB),
    )
    offered = {kind: {r.code for r in choices(law, kind, FORCE)} for kind in ClauseKind}
    assert offered[ClauseKind.PERMISSION] == {"PERM-PASSIVE-ATTEND", "PERM-ADHOC"}
    assert offered[ClauseKind.PROHIBITION] & offered[ClauseKind.PERMISSION] == set()
    assert len(offered[ClauseKind.DUTY]) == 7
