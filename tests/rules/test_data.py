"""The rule base that comes with the program, held to what its sources say."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

import pytest

from netral.rules import reader
from netral.rules.core import Confidence, Effect, Outcome
from netral.rules.core.base import ACT, NO, SUBJECT, YES, RuleBase
from netral.rules.core.cases import faults, unnoticed
from netral.rules.core.engine import Answer, BeforeAnyRule, Engine
from netral.rules.core.gate import parts
from netral.rules.core.space import survey
from netral.rules.reader.days import derived_facts

LATE: Final = date(2025, 6, 2)  # everything of the base is in force
PADANG: Final = "13.71"
# The last day before determination, campaign and quiet period, and the first day of each.
PHASE_DAYS: Final = {
    *("2024-09-21", "2024-09-22", "2024-09-24", "2024-09-25", "2024-11-23", "2024-11-24"),
    *("2023-11-02", "2023-11-03", "2023-11-12", "2023-11-13"),  # legislature, president
    *("2023-11-27", "2023-11-28", "2024-02-10", "2024-02-11"),
}


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return reader.read_base(reader.shipped_files())


@pytest.fixture(scope="module")
def engine(base: RuleBase) -> Engine:
    return Engine(base)


# ---- The whole


def test_every_worked_case_is_answered_as_its_source_says(base: RuleBase) -> None:
    assert faults(base) == []


def test_every_rule_is_missed_when_it_is_deleted_and_noticed_when_it_is_turned(
    base: RuleBase,
) -> None:
    assert unnoticed(base) == []


def test_nowhere_do_two_rules_conflict_and_every_rule_decides_something(engine: Engine) -> None:
    found = survey(engine)
    assert (found.conflicts, found.dead) == ((), ())
    assert found.outcomes[Outcome.CONFLICT] == 0
    assert found.size > 10_000


def test_the_label_is_one_that_can_grow(base: RuleBase) -> None:
    assert len(parts(base.version)) == 3


# ---- The forms


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the joint decree of 2022: an act, what must be so, and when it is banned."""

    code: str
    act: str
    stages: tuple[str, ...]
    sanction: str
    facts: tuple[tuple[str, str], ...] = ()


BEFORE: Final = ("before",)
AFTER: Final = ("after",)
ANY: Final = ("before", "after")
FORMS: Final = (
    Form("SKB22-KE-01", "apk.pasang", BEFORE, "moral"),
    Form("SKB22-KE-02", "medsos.kampanye", BEFORE, "moral"),
    Form("SKB22-KE-03", "deklarasi.hadir", BEFORE, "moral", (("support", YES),)),
    Form("SKB22-KE-04", "medsos.like", BEFORE, "moral"),
    Form("SKB22-KE-05", "foto.calon", BEFORE, "moral"),
    Form("SKB22-KE-06", "kampanye.ikut", BEFORE, "moral"),
    Form("SKB22-KE-07", "pasangan.kampanye", ANY, "moral", (("cltn", NO),)),
    Form("SKB22-DI-01", "apk.pasang", AFTER, "severe"),
    Form("SKB22-DI-02", "medsos.kampanye", AFTER, "severe"),
    Form("SKB22-DI-03", "calon.pendekatan", BEFORE, "moderate", (("cltn", NO),)),
    Form("SKB22-DI-04", "deklarasi.hadir", AFTER, "severe", (("support", YES),)),
    Form("SKB22-DI-05", "parpol.anggota", ANY, "dismissal"),
    Form("SKB22-DI-06", "medsos.like", AFTER, "severe"),
    Form("SKB22-DI-07", "foto.calon", AFTER, "severe", (("aim", YES),)),
    Form("SKB22-DI-08", "kegiatan.ajakan", ANY, "severe"),
    Form("SKB22-DI-09", "tim.masuk", BEFORE, "moderate"),
    Form("SKB22-DI-10", "tim.masuk", AFTER, "severe"),
    Form("SKB22-DI-11", "dukungan.ktp", BEFORE, "severe"),
    Form("SKB22-DI-12", "keputusan.pihak", ANY, "severe"),
)
# Who is bound by the list, and under which code.
BOUND: Final = {
    "pns": "",
    "cpns": "",
    "pejabat_asn": "",
    "pppk": "",
    "pppk_part": ".pppk_part",
    "non_asn": ".non_asn",
}
FREE: Final = ("bumd", "kepala_desa", "perangkat_desa", "kepala_daerah")
LIGHTEST_AND_HEAVIEST: Final = {
    ("moral", "pns"): ("moral_tertutup", "moral_terbuka"),
    ("moderate", "pns"): ("sedang_tukin_25_6", "sedang_tukin_25_12"),
    ("severe", "pns"): ("berat_turun_jabatan_12", "berat_pdhtaps"),
    ("dismissal", "pns"): ("ptdh", "ptdh"),
    ("moral", "pppk"): ("moral_tertutup", "moral_terbuka"),
    ("moderate", "pppk"): ("sedang_tukin_25_6", "sedang_tukin_25_12"),
    ("severe", "pppk"): ("berat_turun_jabatan_12", "pppk_phk"),
    ("dismissal", "pppk"): ("pppk_phk", "pppk_phk"),
    ("moral", "pppk_part"): ("moral_tertutup", "moral_terbuka"),
    ("moderate", "pppk_part"): ("kontrak_teguran_tertulis", "kontrak_tidak_puas"),
    ("severe", "pppk_part"): ("kontrak_putus", "kontrak_putus"),
    ("dismissal", "pppk_part"): ("kontrak_putus", "kontrak_putus"),
}


def ask(engine: Engine, form: Form, subject: str, stage: str, election: str) -> Answer:
    facts = {
        ACT: form.act,
        SUBJECT: subject,
        "stage": stage,
        "election": election,
        "campaign": "before",
        **dict(form.facts),
    }
    return engine.answer(facts, LATE)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_binds_whom_its_list_names_in_its_stage_only(engine: Engine, form: Form) -> None:
    for subject, stage, election in product(BOUND, ANY, ("pemilu", "pilkada")):
        answer = ask(engine, form, subject, stage, election)
        code = form.code + BOUND[subject]
        if stage in form.stages:
            assert answer.outcome is Outcome.PROHIBITED, (subject, stage)
            assert code in answer.rules
            assert form.sanction in answer.classes
        else:
            assert code not in answer.rules


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_binds_nobody_else(engine: Engine, form: Form) -> None:
    for subject, stage, election in product(FREE, ANY, ("pemilu", "pilkada")):
        answer = ask(engine, form, subject, stage, election)
        assert not any(rule.startswith("SKB22") for rule in answer.rules)
        assert answer.outcome in {Outcome.PROHIBITED, Outcome.UNREGULATED}


@pytest.mark.parametrize(("level", "ends"), LIGHTEST_AND_HEAVIEST.items())
def test_the_same_level_ends_differently_for_different_people(
    base: RuleBase, level: tuple[str, str], ends: tuple[str, str]
) -> None:
    kinds = base.sanctions(*level)
    assert (kinds[0], kinds[-1]) == ends
    for sanction in ("moral", "moderate", "severe", "dismissal"):
        assert base.sanctions(sanction, "non_asn") == ("non_asn_graded",)
        for subject in FREE:
            assert base.sanctions(sanction, subject) == ()


def test_a_cut_of_the_allowance_has_its_transitional_substitute(base: RuleBase) -> None:
    interim = {kind.code: kind.interim for kind in base.sanction_types if kind.interim}
    assert interim == {
        "sedang_tukin_25_6": "sedang_tunda_kgb_1th",
        "sedang_tukin_25_9": "sedang_tunda_kp_1th",
        "sedang_tukin_25_12": "sedang_turun_pangkat_1th",
    }


@pytest.mark.parametrize(
    ("number", "act", "effect", "sanction"),
    [
        (1, "kampanye.hadir", Effect.CONDITIONAL, ""),
        (2, "kampanye.atribut", Effect.PROHIBITED, "moderate"),
        (3, "kampanye.kerahkan", Effect.PROHIBITED, "severe"),
        (4, "kampanye.fasilitas", Effect.PROHIBITED, "severe"),
        (5, "keputusan.pihak", Effect.PROHIBITED, "severe"),
        (6, "kegiatan.ajakan", Effect.PROHIBITED, "severe"),
        (7, "dukungan.surat", Effect.PROHIBITED, "severe"),
    ],
)
def test_the_seven_acts_of_discipline_carry_the_sanctions_of_the_map(
    base: RuleBase, number: int, act: str, effect: Effect, sanction: str
) -> None:
    for suffix in ("", ".pppk", ".pppk_part"):
        rule = base.rule(f"PP94-N{number}{suffix}")
        assert (rule.effect, rule.sanction) == (effect, sanction)
        assert act in rule.when[ACT]
        assert rule.contested is (number == 1)


# ---- Days


@pytest.mark.parametrize(
    ("day", "rule", "reason"),
    [(21, "SKB22-KE-04", "before"), (22, "SKB22-DI-06", "after"), (23, "SKB22-DI-06", "after")],
)
def test_a_like_in_padang_weighs_more_from_the_day_of_determination(
    engine: Engine, day: int, rule: str, reason: str
) -> None:
    on = date(2024, 9, day)
    derived = derived_facts(PADANG, "pilkada-2024", on)
    answer = engine.answer({ACT: "medsos.like", SUBJECT: "pns", **derived}, on)
    assert answer.rules == (rule,)
    assert answer.facts["stage"] == reason


def test_the_days_around_every_change_of_the_law_have_cases(base: RuleBase, engine: Engine) -> None:
    first, *later = engine.days()
    assert first == base.starts == date(2020, 9, 10)
    tried = {case.on for case in base.cases}
    assert first in tried
    assert [day for day in later if day not in tried] == []
    assert [day for day in later if day - timedelta(days=1) not in tried] == []


def test_the_days_around_every_phase_have_cases(base: RuleBase) -> None:
    assert {case.on.isoformat() for case in base.cases} >= PHASE_DAYS


def test_days_before_the_first_written_rules_get_no_answer(engine: Engine) -> None:
    facts = {ACT: "medsos.like", SUBJECT: "pns"}
    with pytest.raises(BeforeAnyRule):
        engine.answer(facts, date(2020, 9, 9))
    assert engine.answer(facts, date(2020, 9, 10)).outcome is Outcome.NEEDS_FACT


@pytest.mark.parametrize(
    ("on", "handler"), [(date(2024, 8, 23), ["KASN"]), (date(2024, 8, 24), ["BKN"])]
)
def test_one_body_at_a_time_passes_cases_on(base: RuleBase, on: date, handler: list[str]) -> None:
    in_charge = [
        each.code
        for each in base.handlers
        if (each.starts or date.min) <= on <= (each.ends or date.max)
    ]
    assert in_charge == handler


@pytest.mark.parametrize(
    ("old", "new"),
    [("UU-5-2014", "UU-20-2023"), ("PP-53-2010", "PP-94-2021"), ("SKB-2020", "SKB-2022")],
)
def test_a_successor_begins_the_day_after(base: RuleBase, old: str, new: str) -> None:
    known = {each.code: each for each in base.instruments}
    first, then = known[old], known[new]
    assert first.successor == new
    assert first.ends is not None
    assert then.starts is not None
    assert (then.starts - first.ends).days == 1


# ---- Whether the parts fit together


def test_every_prohibition_with_a_level_has_a_sanction_for_all_whom_it_binds(
    base: RuleBase,
) -> None:
    for rule in base.rules:
        if rule.sanction:
            assert SUBJECT in rule.when
            assert all(base.sanctions(rule.sanction, s) for s in rule.when[SUBJECT]), rule.code


def test_every_circumstance_is_asked_by_a_rule_and_every_act_but_silent_ones_is_ruled(
    base: RuleBase,
) -> None:
    named = {name for rule in base.rules for name in rule.when}
    assert {c.code for c in base.vocabulary.circumstances} <= named
    ruled = {act for rule in base.rules for act in rule.when[ACT] if rule.ends is None}
    silent = {"medsos.baca", "foto.berpose", "narasumber.parpol"}
    assert {act.code for act in base.vocabulary.acts} - ruled == silent


def test_silence_is_said_for_everybody_and_never_sounds_like_a_yes(base: RuleBase) -> None:
    subjects = base.vocabulary.subjects
    assert {s.code for s in subjects if not s.verified} == set(FREE)
    for subject in subjects:
        assert "tanyakan" in subject.silence.indonesian
        assert ("Belum diverifikasi" in subject.silence.indonesian) is not subject.verified


def test_what_is_carried_over_is_no_surer_than_its_origin(base: RuleBase) -> None:
    weak = base.rule("SKB22-DI-01")
    assert weak.confidence is Confidence.CONFLICT
    for suffix in ("non_asn", "pppk_part"):
        carried = base.rule(f"SKB22-DI-01.{suffix}")
        assert carried.confidence is Confidence.CONFLICT
        assert weak.note
        assert carried.note
        assert weak.note.indonesian in carried.note.indonesian


def test_the_older_list_leads_to_what_took_each_item_over(base: RuleBase) -> None:
    assert len(base.predecessors) == 16
    assert [each.code for each in base.predecessors if not each.now] == ["SKB20-04"]
    for each in base.predecessors:
        assert base.rule(each.code).ends == date(2022, 9, 21)


def test_criminal_provisions_only_warn_and_name_their_penalty(base: RuleBase) -> None:
    crimes = [rule for rule in base.rules if rule.effect is Effect.CRIMINAL]
    assert len(crimes) == 9
    assert all(rule.penalty and not rule.sanction for rule in crimes)


@pytest.mark.parametrize(
    ("word", "act"),
    [
        ("ngelike", "medsos.like"),
        ("foto bareng", "foto.calon"),
        ("posting", "medsos.posting"),
        ("japri", "medsos.share"),
        ("kaos paslon", "kampanye.atribut"),
        ("mobil dinas", "kampanye.fasilitas"),
        ("sembako", "kegiatan.barang"),
        ("bansos", "keputusan.program"),
        ("golput", "suara.pakai"),
        ("kpps", "adhoc.anggota"),
        ("nyaleg", "calon.daftar"),
        ("timses", "tim.masuk"),
        ("himbauan", "kegiatan.ajakan"),
        ("fotocopy", "dukungan.ktp"),
    ],
)
def test_people_find_acts_by_the_words_they_use(base: RuleBase, word: str, act: str) -> None:
    (found,) = (a for a in base.vocabulary.acts if a.code == act)
    assert word in found.searched


def test_texts_are_sentences_where_they_are_shown_as_such(base: RuleBase) -> None:
    for rule in base.rules:
        assert not rule.title.indonesian.endswith(".")
        told = [rule.reason, *rule.conditions, *(w for w in (rule.note, rule.penalty) if w)]
        for words in told:
            assert words.indonesian.endswith("."), rule.code
            assert words.english.endswith("."), rule.code
    for act in base.vocabulary.acts:
        assert act.name.indonesian[0].islower()
