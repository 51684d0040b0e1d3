"""NIP, NI PPPK, NIK: what can be a number and what cannot."""

from contextlib import suppress
from datetime import date

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import assume, example, given
from hypothesis import strategies as st

from netral.orgs.core import PersonKind
from netral.orgs.core.identity import (
    check_national,
    check_nik,
    check_number,
    likely_kind,
    mask,
    shared,
    tidy,
)
from netral.orgs.core.oddities import REASON_WORDS, WARN_WORDS, Odd, Reason, Warn
from netral.orgs.core.vault import Vault

TODAY = date(2024, 6, 26)
PNS = "198609262015051000"
PPPK = "199403122022211000"
NIK = "3276012609860000"


def why(number: str, *, impossible: bool = True) -> Reason:
    with pytest.raises(Odd) as odd:
        check_national(number, today=TODAY, impossible=impossible)
    return odd.value.reason


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        pytest.param("'198609262015051000", PNS, id="a leading apostrophe"),
        pytest.param("’198609262015051000", PNS, id="a curly apostrophe"),
        pytest.param(" 19860926 201505 1 000 ", PNS, id="groups"),
        pytest.param("19860926-201505.1.000", PNS, id="dashes and dots"),
        pytest.param("198609262015051000\u200b\xa0", PNS, id="signs that nobody sees"),
        pytest.param(12345, "12345", id="a short figure"),
        pytest.param(12345.0, "12345", id="a short figure with a point"),
        pytest.param("12345.0", "12345", id="a short figure with a point, as text"),
        pytest.param("THL-0012", "THL-0012", id="a local number"),
        pytest.param("THL  0012", "THL 0012", id="a local number with spaces"),
        pytest.param("'K-0012'", "K-0012", id="a local number between apostrophes"),
        pytest.param("XL-12X", "XL-12X", id="letters at the ends"),
        pytest.param(0.5, "0.5", id="a fraction"),
        pytest.param(123456789012345, "123456789012345", id="the longest exact figure"),
        pytest.param(None, "", id="nothing"),
        pytest.param("", "", id="an empty cell"),
        pytest.param(True, "", id="a truth"),
    ],
)
def test_a_number_is_read_as_people_type_it(cell: object, number: str) -> None:
    assert tidy(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        1.98609262015051e17,
        198609262015051000,
        "1.98609262015051E+17",
        "1,98609262015051E+17",
        "1.98609262015051 E+17",
        "1.98609262015051e17",
        "198609262015051000.0",
        3276012609860000.0,
        "3.27601260986E+15",
    ],
)
def test_a_figure_too_long_has_lost_digits_and_says_so(cell: object) -> None:
    with pytest.raises(Odd) as odd:
        tidy(cell)
    assert odd.value.reason is Reason.NUMBER_LOST_DIGITS
    assert len(str(odd.value.facts["number"])) == 7  # never more than six digits of it


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param("19860926201505100", Reason.NUMBER_LENGTH, id="17 digits"),
        pytest.param("1986092620150510000", Reason.NUMBER_LENGTH, id="19 digits"),
        pytest.param("19860926201505100A", Reason.NUMBER_NOT_DIGITS, id="a letter"),
        pytest.param("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠٠", Reason.NUMBER_NOT_DIGITS, id="digits of another script"),
        pytest.param("198613262015051000", Reason.BIRTH_IMPOSSIBLE, id="month 13"),
        pytest.param("198602302015051000", Reason.BIRTH_IMPOSSIBLE, id="30 February"),
        pytest.param("000009262015051000", Reason.BIRTH_IMPOSSIBLE, id="year 0"),
        pytest.param("198609262015001000", Reason.APPOINTMENT_IMPOSSIBLE, id="month 0"),
        pytest.param("198609262015131000", Reason.APPOINTMENT_IMPOSSIBLE, id="13 is no month"),
        pytest.param("198609262015201000", Reason.APPOINTMENT_IMPOSSIBLE, id="20 is no round"),
        pytest.param("198609262002081000", Reason.APPOINTED_TOO_YOUNG, id="a month under 16"),
        pytest.param("199403122009211000", Reason.APPOINTED_TOO_YOUNG, id="PPPK under 16"),
        pytest.param("198609262024071000", Reason.APPOINTED_IN_FUTURE, id="next month"),
        pytest.param("199403122025211000", Reason.APPOINTED_IN_FUTURE, id="PPPK next year"),
        pytest.param("198609262015053000", Reason.SEX_IMPOSSIBLE, id="sex 3"),
        pytest.param("198609262015050000", Reason.SEX_IMPOSSIBLE, id="sex 0"),
    ],
)
def test_an_impossible_number_is_refused_with_its_reason(number: str, reason: Reason) -> None:
    assert why(number) is reason


def test_a_wrong_length_says_which() -> None:
    for number, check in ((PNS[:-1], check_national), (NIK[:-2], lambda n, **_: check_nik(n))):
        with pytest.raises(Odd) as odd:
            check(number, today=TODAY)
        assert odd.value.facts == {"length": len(number)}


def test_nothing_impossible_is_admitted_unless_asked_for() -> None:
    with pytest.raises(Odd):
        check_national(PNS, today=TODAY)
    with pytest.raises(Odd):
        check_number(PNS, PersonKind.PNS, today=TODAY)
    with pytest.raises(Odd):
        check_nik(NIK)


def test_the_sequence_000_is_for_demonstrations_only() -> None:
    assert why(PNS, impossible=False) is Reason.SEQUENCE_IMPOSSIBLE
    assert check_national(PNS, today=TODAY, impossible=True).born_on == date(1986, 9, 26)


def test_the_edges_of_age_and_of_today_are_possible() -> None:
    check_national("198609262002091000", today=TODAY, impossible=True)  # 16 that month
    check_national("198609262024061000", today=TODAY, impossible=True)  # this month
    check_national("199403122010211000", today=TODAY, impossible=True)  # 16 that year
    check_national("199403122024211000", today=TODAY, impossible=True)  # PPPK of this year
    check_national("199403122024211000", today=date(2024, 1, 1), impossible=True)


def test_digits_13_and_14_tell_pppk_from_pns() -> None:
    assert check_national(PPPK, today=TODAY, impossible=True).of_pppk
    assert not check_national(PNS, today=TODAY, impossible=True).of_pppk
    assert likely_kind(PPPK) is PersonKind.PPPK
    assert likely_kind(PNS) is likely_kind("") is PersonKind.PNS


@pytest.mark.parametrize(
    ("number", "kind", "warned"),
    [
        (PNS, PersonKind.PNS, []),
        (PNS, PersonKind.CPNS, []),
        (PPPK, PersonKind.PPPK, []),
        (PPPK, PersonKind.PPPK_PART, []),
        (PPPK, PersonKind.PNS, [Warn.NUMBER_KIND]),
        (PNS, PersonKind.PPPK, [Warn.NUMBER_KIND]),
        ("199403122022991009", PersonKind.PPPK_PART, []),
        ("199413122022211000", PersonKind.PPPK_PART, [Warn.NUMBER_FORM]),
        ("THL-1", PersonKind.NON_ASN, []),
        ("7", PersonKind.BUMD, []),
        ("walikota", PersonKind.OFFICIAL, []),
    ],
)
def test_the_form_must_fit_the_kind(number: str, kind: PersonKind, warned: list[Warn]) -> None:
    assert check_number(number, kind, today=TODAY, impossible=True) == warned


def test_part_time_numbers_still_have_18_digits() -> None:
    with pytest.raises(Odd):
        check_number("123", PersonKind.PPPK_PART, today=TODAY)


def test_nobody_is_without_a_number_and_none_is_endless() -> None:
    for number, reason in (("", Reason.NUMBER_MISSING), ("x" * 41, Reason.NUMBER_TOO_LONG)):
        with pytest.raises(Odd) as odd:
            check_number(number, PersonKind.NON_ASN, today=TODAY)
        assert odd.value.reason is reason
    assert check_number("x" * 40, PersonKind.NON_ASN, today=TODAY) == []


def test_a_nik_of_a_man_and_of_a_woman_are_possible() -> None:
    check_nik(NIK, impossible=True)
    check_nik("3276016609860000", impossible=True)
    check_nik("5476016609860001")  # East Timor: a region that was


@pytest.mark.parametrize(
    ("nik", "reason"),
    [
        ("327601260986000", Reason.NIK_LENGTH),
        ("32760126098600000", Reason.NIK_LENGTH),
        ("327601260986000x", Reason.NIK_LENGTH),
        ("2076012609860001", Reason.NIK_REGION),
        ("3200012609860001", Reason.NIK_REGION),
        ("3276002609860001", Reason.NIK_REGION),
        ("3276013209860001", Reason.NIK_BIRTH),
        ("3276014009860001", Reason.NIK_BIRTH),
        ("3276017209860001", Reason.NIK_BIRTH),
        ("3276010009860001", Reason.NIK_BIRTH),
        ("3276012613860001", Reason.NIK_BIRTH),
        ("3276013002860001", Reason.NIK_BIRTH),
        ("3276012609860000", Reason.NIK_SEQUENCE),
    ],
)
def test_an_impossible_nik_is_refused_with_its_reason(nik: str, reason: Reason) -> None:
    with pytest.raises(Odd) as odd:
        check_nik(nik)
    assert odd.value.reason is reason


def test_29_february_needs_only_one_century_with_it() -> None:
    check_nik("3276012902000001")  # 2000
    with pytest.raises(Odd):
        check_nik("3276012902010001")


def test_a_mask_shows_six_and_two_digits() -> None:
    assert mask(NIK) == "327601••••••••00"
    assert mask("123") == ""


@given(st.text(alphabet="0123456789", min_size=16, max_size=16))
def test_a_mask_never_shows_more(nik: str) -> None:
    assert sum(sign.isdigit() for sign in mask(nik)) == 8


@given(
    st.dates(date(1950, 1, 1), date(2005, 12, 31)), st.integers(1, 12), st.sampled_from("12"),
    st.integers(0, 999),
)  # fmt: skip
@example(date(1968, 2, 29), 1, "2", 1)
def test_every_number_composed_by_the_rules_is_possible(
    born: date, month: int, sex: str, sequence: int
) -> None:
    year = born.year + 18
    assume((year, month) <= (TODAY.year, TODAY.month))
    number = f"{born:%Y%m%d}{year}{month:02d}{sex}{sequence:03d}"
    claims = check_national(number, today=TODAY, impossible=True)
    assert (claims.born_on, claims.of_pppk) == (born, False)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans(), st.dates()))
def test_any_cell_is_read_or_refused_never_worse(cell: object) -> None:
    with suppress(Odd):
        check_number(tidy(cell), PersonKind.PNS, today=TODAY)


def test_every_reason_and_warning_has_words() -> None:
    assert set(REASON_WORDS) == set(Reason)
    assert set(WARN_WORDS) == set(Warn)


def test_shared_numbers_are_those_that_come_twice() -> None:
    assert shared(["a", "b", "a", "", ""]) == {"a"}


def test_a_vault_keeps_finds_and_separates() -> None:
    vault, other = Vault("one" * 20), Vault("two" * 20)
    sealed = vault.seal(NIK.encode())
    assert NIK.encode() not in sealed
    assert vault.open(sealed) == NIK.encode()
    assert vault.seal(NIK.encode()) != sealed
    assert vault.mark(NIK) == Vault("one" * 20).mark(NIK) != other.mark(NIK)
    assert vault.mark("") == ""
    assert vault.local_number(NIK) == vault.local_number(NIK) != other.local_number(NIK)
    assert NIK[:6] not in vault.local_number(NIK)
    with pytest.raises(InvalidTag):
        other.open(sealed)
    with pytest.raises(InvalidTag):
        vault.open(sealed, b"roster")
