"""The gap check on small cases, expected by hand."""

import pytest

from netral.circulars import reader
from netral.circulars.core import ClauseKind
from netral.circulars.core.gap import Added, Clash, Gap, Silence, Theme, gap
from netral.circulars.core.meaning import Duty, LocalCircular
from netral.orgs.core import PersonKind
from netral.rules.core import Outcome, Principle, Rank
from netral.rules.core.engine import Engine
from tests.circulars.law import ACTS, ASN, DECIDE, LAW, base, circular, clause, rule

MEDIA = Theme(code="media", indonesian="Media", english="Media", rules=("SKB22-KE-04",), share=30.4)
PARTY = Theme(
    code="two", indonesian="Dua", english="Two", rules=("SKB22-KE-06", "SKB22-DI-12"), share=None
)
THEMES = (PARTY, MEDIA)
YIELDS = True


def checked(*clauses: object, law: Engine = LAW, **more: object) -> Gap:
    told: LocalCircular = circular(*clauses, **more)  # type: ignore[arg-type]
    return gap(law, (told,), THEMES)


def test_a_form_is_restated_by_each_clause_that_names_it() -> None:
    found = checked(
        clause(1, restates=("SKB22-DI-12",)), clause(2, restates=("SKB22-DI-12", "SKB22-KE-06"))
    )
    assert found.restated == {
        "SKB22-DI-12": (("SE.1", 1), ("SE.1", 2)), "SKB22-KE-06": (("SE.1", 2),),
    }  # fmt: skip


def test_the_most_frequent_silence_is_told_first() -> None:
    assert checked(clause()).silent == (
        Silence(MEDIA, ("SKB22-KE-04",)),
        Silence(PARTY, ("SKB22-KE-06", "SKB22-DI-12")),
    )


def test_half_a_theme_is_half_a_silence() -> None:
    media, half = checked(clause(restates=("SKB22-DI-12",))).silent
    assert (half.missing, half.whole, media.whole) == (("SKB22-KE-06",), False, True)


def test_what_the_base_lacks_is_no_silence_and_told_apart() -> None:
    found = checked(clause(restates=("HILANG",)), law=Engine(base(DECIDE)))
    assert [each.missing for each in found.silent] == [("SKB22-DI-12",)]
    assert found.unknown == {"HILANG": (("SE.1", 1),)}
    assert found.restated == {}


def test_unread_and_general_clauses_are_told_apart() -> None:
    found = checked(clause(1, read=False), clause(2), clause(3, duties=(Duty.REPORT,)))
    assert (found.unread, found.general) == ((("SE.1", 1),), (("SE.1", 2),))


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        (("pns", "bumd"), (PersonKind.NON_ASN,)),
        (("pns", "non_asn"), (PersonKind.BUMD,)),
        (("pns",), (PersonKind.NON_ASN, PersonKind.BUMD)),
        ((), ()),
    ],
)
def test_whom_it_does_not_bind(kinds: tuple[str, ...], left: tuple[PersonKind, ...]) -> None:
    assert checked(clause(kinds=kinds)).unbound == left


def test_what_it_does_not_ask() -> None:
    found = checked(
        clause(1, ClauseKind.DUTY, duties=(Duty.SUPERVISE, Duty.REPORT)), said=(Duty.SANCTION,)
    )
    assert found.unasked == (Duty.CHANNEL,)
    assert found.duties == {
        Duty.SUPERVISE: (("SE.1", 1),), Duty.REPORT: (("SE.1", 1),), Duty.SANCTION: (("SE.1", 0),),
    }  # fmt: skip


def test_what_it_adds_is_whom_it_alone_binds() -> None:
    found = checked(clause(restates=("SKB22-DI-12",)))
    (added,) = found.adds
    # Pilkada only; no rule on the act looks at the stage, so the people are all there is.
    assert added == Added(
        ("bumd",), ("keputusan.pihak",), Outcome.UNREGULATED, Outcome.PROHIBITED, (("SE.1", 1),), 1
    )
    assert found.clashes == ()


def test_alike_people_and_acts_are_told_together() -> None:
    found = checked(clause(kinds=("non_asn", "bumd"), acts=("keputusan.pihak", "kampanye.ikut")))
    (added,) = found.adds
    assert added.subjects == ("non_asn", "bumd")
    assert added.acts == ("kampanye.ikut", "keputusan.pihak")


def test_restating_for_asn_alone_adds_nothing() -> None:
    assert checked(clause(restates=("SKB22-DI-12",), kinds=("pns",))).adds == ()


def test_a_clause_that_permits_what_the_decree_forbids_yields_to_it() -> None:
    found = checked(clause(kind=ClauseKind.PERMISSION, acts=("keputusan.pihak",), kinds=("pns",)))
    assert found.adds == ()
    assert found.clashes == (
        Clash(("SE.1", 1), "SKB22-DI-12", Principle.SUPERIOR, YIELDS, ("keputusan.pihak",), 2),
    )


@pytest.mark.parametrize(
    ("subjects", "principle"), [(ASN, Principle.SPECIAL), ({"pns", "pejabat_asn"}, None)]
)
def test_of_one_rank_and_day_the_narrower_goes_first_and_equals_conflict(
    subjects: set[str], principle: Principle | None
) -> None:
    other = rule(
        "LAIN", "kampanye.ikut", rank=Rank.LOCAL_CIRCULAR, starts=circular().starts,
        when={"subject": subjects, "election": ["pilkada"]},
    )  # fmt: skip
    found = checked(
        clause(kind=ClauseKind.PERMISSION, acts=("kampanye.ikut",), kinds=("pns",)),
        law=Engine(base(other)),
    )
    assert [(c.rule, c.principle, c.yields) for c in found.clashes] == [("LAIN", principle, False)]


def test_every_form_stands_in_exactly_one_theme() -> None:
    forms = [code for theme in reader.themes() for code in theme.rules]
    decree = [f"SKB22-KE-{n:02}" for n in range(1, 8)] + [f"SKB22-DI-{n:02}" for n in range(1, 13)]
    acts = [f"PP94-N{n}" for n in range(2, 8)]  # n.1 has no sanction and is contested
    assert sorted(forms) == sorted(decree + acts)


def test_a_share_says_where_it_comes_from() -> None:
    assert {bool(theme.share): bool(theme.source) for theme in reader.themes()} == {
        True: True, False: False,
    }  # fmt: skip
    assert [t.share for t in reader.themes() if t.share] == [30.4, 22.4, 12.6, 10.9, 5.6]


def test_the_small_law_has_all_its_acts() -> None:
    assert set(LAW.dimensions["act"]) == set(ACTS)
