from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from netral.tenancy.fields import FOUNDING_YEAR, DayField, LongText, MomentField


class Sheet(forms.Form):
    day = DayField()
    founded = DayField(first=FOUNDING_YEAR, required=False)
    moment = MomentField(required=False)
    text = LongText(longest=10, required=False)


def _errors(**given: str) -> dict[str, list[str]]:
    with translation.override("en"):
        errors = Sheet({"day": "2024-06-28", **given}).errors
        return {name: [str(each) for each in said] for name, said in errors.items()}


@pytest.mark.parametrize("typed", ["0202-06-28", "20266-06-28", "1999-12-31", "2101-01-01", "soon"])
def test_a_day_nobody_means_is_told_in_one_sentence(typed: str) -> None:
    said = "Write day, month and year, with a year between 2000 and 2100."
    assert _errors(day=typed) == {"day": [said]}


@pytest.mark.parametrize(
    "typed", ["0202-06-28T16:00", "20266-06-28T16:00", "9999-12-31T23:59", "x"]
)
def test_a_moment_nobody_means_is_told_in_one_sentence(typed: str) -> None:
    said = "Write day and hour in full, with a year between 2000 and 2100."
    assert _errors(moment=typed) == {"moment": [said]}


@pytest.mark.parametrize("typed", ["2000-01-01", "2100-12-31", "28/06/2024"])
def test_a_day_within_the_years_is_taken(typed: str) -> None:
    with translation.override("id"):
        assert Sheet({"day": typed}).is_valid()


def test_what_is_older_than_the_house_may_be_older() -> None:
    assert _errors(founded="1945-08-17") == {}
    assert _errors(founded="1944-12-31") != {}


def test_an_empty_day_is_asked_for_and_an_optional_one_is_not() -> None:
    assert _errors(day="") == {"day": ["This field is required."]}
    form = Sheet({"day": "2024-06-28"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2024, 6, 28)
    assert form.cleaned_data["moment"] is None


def test_a_browser_knows_the_years_and_does_not_cut_a_text() -> None:
    page = str(Sheet())
    assert 'min="2000-01-01" max="2100-12-31"' in page
    assert 'max="2100-12-31T23:59"' in page
    assert "maxlength" not in page


def test_a_text_that_is_too_long_is_told_with_both_figures() -> None:
    said = "Write at most 10 characters; there are 11 now."
    assert _errors(text="a" * 11) == {"text": [said]}
    assert _errors(text="a" * 10) == {}


def test_the_figures_of_a_long_text_are_written_as_the_reader_writes_them() -> None:
    field = LongText(longest=20_000)
    with translation.override("id"), pytest.raises(ValidationError, match=r"20\.000 .*20\.001"):
        field.clean("a" * 20_001)


def test_every_form_says_shortly_that_something_is_missing() -> None:
    with translation.override("id"), pytest.raises(ValidationError, match=r"Wajib diisi\."):
        forms.CharField().clean("")


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad"])
def test_signs_that_nobody_sees_are_dropped_from_a_text(unseen: str) -> None:
    field = LongText()
    assert field.clean(f"Dilarang{unseen}\nberpihak – selalu") == "Dilarang\nberpihak – selalu"
