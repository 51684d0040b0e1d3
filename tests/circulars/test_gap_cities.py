"""The gaps of the four cities as law.md §7 tells them; nothing here was read off the engine."""

from datetime import date, timedelta
from functools import cache

import pytest

from netral.circulars import reader
from netral.circulars.core import ClauseKind
from netral.circulars.core.gap import Gap, gap, joined
from netral.circulars.core.meaning import Duty, LocalCircular, LocalClause, said_in
from netral.demo import facts
from netral.orgs.core import PersonKind
from netral.rules.core import Confidence, Outcome, Principle
from netral.rules.core.engine import Answer
from netral.rules.queries import shipped

CITIES = ("depok", "padang", "bogor", "malang")
ALWAYS_SILENT = {"social-media", "photo", "spouse"}  # law.md §7.6, last sentence


@cache
def told(slug: str) -> LocalCircular:
    """Return a city's circular as the demonstration has it."""
    known = facts.city(slug).circular
    place = {kind: n for n, kind in enumerate(ClauseKind)}
    clauses = sorted(known.clauses, key=lambda each: place[each.kind])
    return LocalCircular(
        code=f"SE.{slug}", indonesian=slug, english=slug, title=known.subject,
        laws=frozenset(code.partition("-")[0] for code in known.elections),
        starts=known.published_at.date(), ends=None, source="press", confidence=Confidence.PRESS,
        said=said_in(f"{known.opening}\n{known.closing}"),
        clauses=tuple(
            LocalClause(
                number=n, kind=each.kind, text=each.text, conditions=each.conditions,
                kinds=each.kinds or tuple(kind.value for kind in known.kinds),
                phase=each.phase, meaning=each.meaning,
            )
            for n, each in enumerate(clauses, 1)
        ),
    )  # fmt: skip


def found(slug: str) -> Gap:
    return gap(shipped().engine, (told(slug),), reader.themes())


def silent(slug: str) -> set[str]:
    return {each.theme.code for each in found(slug).silent if each.whole}


def asked(slug: str, act: str, subject: str, **more: str) -> Answer:
    circular = told(slug)
    known = {"act": act, "subject": subject, "election": "pilkada", "stage": "before",
             "campaign": "before", **more}  # fmt: skip
    return joined(shipped().engine, (circular,)).answer(known, circular.starts + timedelta(days=1))


@pytest.mark.parametrize("slug", CITIES)
def test_the_most_frequent_forms_are_left_out_by_all(slug: str) -> None:
    assert silent(slug) >= ALWAYS_SILENT
    assert found(slug).silent[0].theme.share == 30.4
    assert Duty.CHANNEL in found(slug).unasked


@pytest.mark.parametrize(
    ("theme", "mentioned"),
    [
        ("facilities", {"bogor", "malang"}),  # Padang's own ban is in another, earlier circular
        ("support-letter", {"malang"}),
        ("party", {"depok", "padang"}),
        ("decisions", set(CITIES)),
        ("partisan", set(CITIES)),
        ("campaign", {"bogor", "malang"}),
        ("attributes", {"malang"}),
        ("mobilising", set()),
        ("team", set()),
        ("approach", set()),
        ("props", set()),
        ("declaration", set()),
    ],
)
def test_who_mentions_what(theme: str, mentioned: set[str]) -> None:
    assert {slug for slug in CITIES if theme not in silent(slug)} == mentioned


@pytest.mark.parametrize(
    ("slug", "codes"),
    [
        ("depok", {"SKB22-DI-05", "SKB22-DI-08", "SKB22-DI-12"}),
        ("padang", {"SKB22-DI-05", "SKB22-DI-08", "SKB22-DI-12"}),
        ("bogor", {"SKB22-KE-06", "SKB22-DI-08", "SKB22-DI-12"}),
        ("malang", {"SKB22-KE-06", "SKB22-DI-08", "SKB22-DI-11", "SKB22-DI-12"}),
    ],
)
def test_which_forms_of_the_decree_each_restates(slug: str, codes: set[str]) -> None:
    assert {code for code in found(slug).restated if code.startswith("SKB22")} == codes


@pytest.mark.parametrize(
    ("slug", "left"),
    [
        ("depok", (PersonKind.BUMD,)),
        ("padang", (PersonKind.BUMD,)),
        ("bogor", (PersonKind.NON_ASN,)),
        ("malang", (PersonKind.BUMD,)),
    ],
)
def test_whom_each_leaves_out(slug: str, left: tuple[PersonKind, ...]) -> None:
    assert found(slug).unbound == left


@pytest.mark.parametrize(
    ("duty", "asking"),
    [
        (Duty.SUPERVISE, set(CITIES)),
        (Duty.GUIDE, {"depok"}),
        (Duty.EDUCATE, {"malang"}),
        (Duty.IMPLEMENT, {"malang"}),
        (Duty.CLIMATE, {"bogor"}),
        (Duty.SOCIALISE, {"depok", "padang", "malang"}),
        (Duty.REPORT, {"bogor"}),
        (Duty.SANCTION, {"bogor"}),  # in general terms
        (Duty.CHANNEL, set()),
        (Duty.PACT, {"malang"}),  # Depok's followed three weeks later
    ],
)
def test_who_asks_what_of_heads(duty: Duty, asking: set[str]) -> None:
    assert {slug for slug in CITIES if duty in found(slug).duties} == asking


@pytest.mark.parametrize("slug", CITIES)
def test_every_clause_has_been_read(slug: str) -> None:
    assert (found(slug).unread, found(slug).unknown) == ((), {})


def test_practical_politics_alone_and_support_alone_name_no_form() -> None:
    texts = {
        clause.text
        for slug in CITIES
        for clause in told(slug).clauses
        if clause.meaning and clause.meaning.general
    }
    assert len(texts) == 2
    assert "Melakukan kegiatan politik praktis." in texts


# ---- Bogor: BUMD staff, and a permission for ASN alone


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("kampanye.ikut", {}),
        ("keputusan.pihak", {"stage": "after", "campaign": "during"}),
        ("kegiatan.ajakan", {}),
        ("kampanye.fasilitas", {"stage": "after", "campaign": "during"}),
    ],
)
def test_company_staff_are_bound_in_bogor_and_not_in_depok(act: str, more: dict[str, str]) -> None:
    assert asked("bogor", act, "bumd", **more).outcome is Outcome.PROHIBITED
    assert asked("depok", act, "bumd", **more).outcome is Outcome.UNREGULATED


def test_decisions_of_company_staff_are_forbidden_during_the_campaign_only() -> None:
    assert asked("bogor", "keputusan.pihak", "bumd").outcome is Outcome.UNREGULATED


def test_only_bumd_staff_are_told_as_newly_bound_where_the_decree_binds_asn() -> None:
    added = [each for each in found("bogor").adds if each.acts != ("kampanye.ikut",)]
    assert {each.subjects for each in added} == {("bumd",)}
    acts = {act for each in added for act in each.acts}
    assert acts == {
        "kampanye.fasilitas", "keputusan.pihak", "keputusan.program", "kegiatan.pertemuan",
        "kegiatan.ajakan", "kegiatan.barang",
    }  # fmt: skip


@pytest.mark.parametrize("subject", ["pns", "cpns", "pppk", "pejabat_asn"])
def test_asn_of_bogor_may_serve_on_conditions(subject: str) -> None:
    answer = asked("bogor", "adhoc.anggota", subject, permit="yes")
    assert answer.outcome is Outcome.CONDITIONAL
    assert "SE.bogor.8" in answer.rules


@pytest.mark.parametrize("permit", ["yes", "no"])
def test_company_staff_of_bogor_have_no_such_permission(permit: str) -> None:
    answer = asked("bogor", "adhoc.anggota", "bumd", permit=permit)
    assert answer.outcome is Outcome.UNREGULATED
    (permitted,) = found("bogor").permissions
    assert (permitted.without, permitted.conditions) == (("bumd",), 4)


@pytest.mark.parametrize("slug", ["depok", "padang", "malang"])
def test_the_others_permit_nothing(slug: str) -> None:
    assert found(slug).permissions == ()


def test_listening_stays_allowed_where_a_circular_forbids_campaigning() -> None:
    """Article 5 letter n.1 stands above a circular (law.md §0.2): it yields, and this is told."""
    more = {"stage": "after", "campaign": "during", "support": "no"}
    assert asked("bogor", "kampanye.ikut", "pns", **more).outcome is Outcome.CONDITIONAL
    told = {(c.clause, c.rule, c.principle, c.yields) for c in found("bogor").clashes}
    assert told == {(("SE.bogor", 4), "PP94-N1", Principle.SUPERIOR, True)}


# ---- Malang: the support letter with a copy of the identity card


@pytest.mark.parametrize("subject", ["pns", "non_asn"])
@pytest.mark.parametrize("act", ["dukungan.surat", "dukungan.ktp"])
def test_support_letters_are_forbidden_in_malang(act: str, subject: str) -> None:
    answer = asked("malang", act, subject)
    assert answer.outcome is Outcome.PROHIBITED
    assert any(code.startswith("SE.malang.5") for code in answer.rules)


@pytest.mark.parametrize("slug", ["depok", "padang"])
def test_the_circulars_of_depok_and_padang_change_no_answer(slug: str) -> None:
    assert (found(slug).adds, found(slug).clashes) == ((), ())


def test_a_circular_changes_nothing_before_its_day() -> None:
    law, bogor = shipped().engine, told("bogor")
    known = {"act": "kampanye.ikut", "subject": "bumd", "election": "pilkada", "stage": "before",
             "campaign": "before"}  # fmt: skip
    day = date(2024, 5, 13)
    assert joined(law, (bogor,)).answer(known, day).outcome is law.answer(known, day).outcome
