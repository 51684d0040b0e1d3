"""The rotating code: bound to one session and to the server's clock, whoever's phone says what."""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.outreach.core.codes import STEPS, Form, code, holds, seconds_left

KEY: Final = bytes(range(32))
START: Final = datetime(2024, 6, 26, 5, 0, tzinfo=UTC)  # a step begins here, for both lengths
SECONDS: Final = st.integers(0, 10**9)


@pytest.mark.parametrize("form", Form)
@given(at=SECONDS, age=st.floats(0, 2000))
def test_a_code_counts_in_its_step_and_the_next_and_never_after(
    form: Form, at: int, age: float
) -> None:
    shown = START + timedelta(seconds=at)
    given_at = shown + timedelta(seconds=age)
    steps = int(given_at.timestamp()) // STEPS[form] - int(shown.timestamp()) // STEPS[form]
    good = holds(KEY, "abc", form, code(KEY, "abc", form, shown), given_at)
    # Beyond, only chance can make six digits agree; a link never does.
    assert good or steps > 1
    if form is Form.LINK:
        assert good is (steps <= 1)


@given(at=SECONDS, ahead=st.integers(30, 10**6))
def test_a_code_of_the_future_is_none(at: int, ahead: int) -> None:
    now = START + timedelta(seconds=at)
    coming = code(KEY, "abc", Form.LINK, now + timedelta(seconds=ahead))
    assert not holds(KEY, "abc", Form.LINK, coming, now)


def drawn(form: str, step: int) -> bytes:
    """Return what the docs say a code is drawn from."""
    return hmac.new(KEY, f"netral/attendance/1/{form}/abc/{step}".encode(), "sha256").digest()


@pytest.mark.parametrize(("form", "seconds"), [(Form.SHOWN, 30), (Form.SPOKEN, 300)])
def test_digits_are_six_with_zeros_before_and_change_with_their_step(
    form: Form, seconds: int
) -> None:
    first, found = int(START.timestamp()) // seconds, []
    for n in range(100):
        number = int.from_bytes(drawn(form, first + n)[:8], "big") % 1_000_000
        found.append(code(KEY, "abc", form, START + timedelta(seconds=n * seconds)))
        assert found[-1] == f"{number:06}"
    assert any(each.startswith("0") for each in found)


def test_a_link_is_sixteen_hexadecimal_signs_for_half_a_minute() -> None:
    step = int(START.timestamp()) // 30
    assert code(KEY, "abc", Form.LINK, START) == drawn("link", step).hex()[:16]
    assert code(KEY, "abc", Form.LINK, START, back=1) == drawn("link", step - 1).hex()[:16]


@pytest.mark.parametrize(("form", "step"), [(Form.LINK, 30), (Form.SHOWN, 30), (Form.SPOKEN, 300)])
def test_a_code_is_shown_for_the_whole_of_its_step(form: Form, step: int) -> None:
    assert seconds_left(form, START) == step
    assert seconds_left(form, START + timedelta(seconds=step - 1)) == 1


def test_who_types_with_blanks_around_or_in_capitals_is_understood() -> None:
    link = code(KEY, "abc", Form.LINK, START)
    assert holds(KEY, "abc", Form.LINK, f" {link.upper()}\n", START)


def test_a_code_is_good_for_one_session_and_one_form_alone() -> None:
    link = code(KEY, "abc", Form.LINK, START)
    assert not holds(KEY, "abd", Form.LINK, link, START)
    assert not holds(bytes(32), "abc", Form.LINK, link, START)
    shown, spoken = (code(KEY, "abc", form, START) for form in (Form.SHOWN, Form.SPOKEN))
    assert shown != spoken
    assert not holds(KEY, "abc", Form.SHOWN, spoken, START)


def test_the_zone_in_which_an_instant_is_written_changes_nothing() -> None:
    """A phone in another zone, or a server in one, draws the same code."""
    there = START.astimezone(datetime.now().astimezone().tzinfo)
    assert code(KEY, "abc", Form.SHOWN, there) == code(KEY, "abc", Form.SHOWN, START)


@given(typed=st.text(max_size=60))
def test_what_people_type_never_breaks_it(typed: str) -> None:
    assert holds(KEY, "abc", Form.LINK, typed, START) is (
        typed.strip().lower() in {code(KEY, "abc", Form.LINK, START, back=back) for back in (0, 1)}
    )


@given(at=SECONDS)
def test_the_seconds_left_lead_to_the_next_code(at: int) -> None:
    now = START + timedelta(seconds=at)
    left = seconds_left(Form.LINK, now)
    assert 1 <= left <= 30
    last = now + timedelta(seconds=left - 1)
    assert code(KEY, "abc", Form.LINK, last) == code(KEY, "abc", Form.LINK, now)
    assert code(KEY, "abc", Form.LINK, now + timedelta(seconds=left)) != code(
        KEY, "abc", Form.LINK, now
    )
