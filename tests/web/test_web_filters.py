"""Tags and filters say the same thing the right way in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from netral.tenancy.models import Institution
from netral.web.icons import ICONS

CLOSING = datetime(2024, 6, 28, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).replace("\N{NO-BREAK SPACE}", " ")


def in_zone(zone: str) -> Institution:
    return Institution(zone=zone)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "Jumat, 28 Juni 2024 pukul 16.00 WIB"),
        ("Asia/Makassar", "Jumat, 28 Juni 2024 pukul 17.00 WITA"),
        ("Asia/Jayapura", "Jumat, 28 Juni 2024 pukul 18.00 WIT"),
    ],
)
def test_an_instant_is_shown_in_the_zone_of_the_institution(zone: str, said: str) -> None:
    assert render("{{ when|at:place }}", when=CLOSING, place=in_zone(zone)) == said
    assert render("{{ when|at:zone }}", when=CLOSING, zone=zone) == said


def test_english_pages_say_it_in_english() -> None:
    with translation.override("en"):
        assert render("{{ when|at:'Asia/Makassar' }}", when=CLOSING) == (
            "Friday, 28 June 2024 at 17:00 WITA"
        )
        assert render("{{ 7012|number }} {{ 17.2|percent }}") == "7,012 17%"


def test_indonesian_pages_say_it_in_indonesian() -> None:
    assert render("{{ 7012|number }} {{ 17.2|percent }}") == "7.012 17 %"
    assert render("{{ d|day }}", d=date(2024, 6, 24)) == "Senin, 24 Juni 2024"
    assert render("{{ d|short_day }}", d=date(2024, 6, 24)) == "24 Juni 2024"
    assert render("{{ when|clock:'Asia/Jayapura' }}", when=CLOSING) == "18.00 WIT"


def test_an_instant_becomes_a_day_in_the_zone_not_in_utc() -> None:
    late = datetime(2024, 6, 28, 23, 30, tzinfo=UTC)
    assert render("{{ when|day:'Asia/Jakarta' }}", when=late) == "Sabtu, 29 Juni 2024"


def test_without_an_institution_the_capital_counts() -> None:
    assert render("{{ when|at }}", when=CLOSING).endswith("16.00 WIB")


@pytest.mark.parametrize(
    "name", ["day", "at", "clock", "stamp", "number", "percent", "rupiah", "size", "short_day"]
)
def test_nothing_is_shown_as_nothing(name: str) -> None:
    assert render(f"{{{{ gap|{name} }}}}", gap=None) == ""


def test_a_stamp_speaks_to_machines_too() -> None:
    assert render("{{ when|stamp:'Asia/Jakarta' }}", when=CLOSING) == (
        '<time datetime="2024-06-28T09:00+00:00">Jumat, 28 Juni 2024 pukul 16.00 WIB</time>'
    )


def test_the_width_of_a_bar_never_has_a_decimal_comma() -> None:
    drawn = render('{% include "web/parts/bar.html" with share=17.25 %}')
    assert 'width="17.25"' in drawn
    assert 'width="100"' in render('{% include "web/parts/bar.html" with share=140 %}')
    assert 'width="0"' in render('{% include "web/parts/bar.html" with share=None %}')


def test_paragraphs_are_parted_and_markup_is_disarmed() -> None:
    assert render("{{ t|paragraphs }}", t="satu\r\n\r\ndua\n<b>tiga") == (
        "<p>satu</p>\n<p>dua<br>&lt;b&gt;tiga</p>"
    )
    assert render("{{ t|paragraphs }}", t="") == ""


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_silent_for_screen_readers(name: str) -> None:
    drawn = render(f'{{% icon "{name}" %}}')
    assert 'aria-hidden="true"' in drawn
    assert "<title" not in drawn


@pytest.mark.parametrize("name", ["done", "due", "late", "later", "mark", "proof", "down", "minus",
                                  "plus", "search", "print", "upload", "lock", "ban", "check",
                                  "question", "person", "building", "letter", "pen"])  # fmt: skip
def test_the_promised_icons_are_there(name: str) -> None:
    assert name in ICONS


class Form(forms.Form):
    subject = forms.CharField(
        help_text="As in the letter", widget=forms.TextInput({"class": "code"})
    )
    how = forms.ChoiceField(choices=[("1", "a"), ("2", "b")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    scan = forms.FileField(required=False)


FIELD = '{% include "web/parts/field.html" with field=field %}'


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    form = Form({"subject": ""})
    drawn = render(FIELD, field=form["subject"])
    assert '<label for="id_subject">' in drawn
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in drawn
    assert 'id="id_subject_helptext"' in drawn
    assert 'id="id_subject_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'class="input code"' in drawn


def test_choices_are_a_fieldset_with_a_legend() -> None:
    drawn = render(FIELD, field=Form()["how"])
    assert "<legend>" in drawn
    assert drawn.count('type="radio"') == 2
    assert drawn.count("<label") == 2


def test_a_tick_and_a_file_are_laid_out_by_their_kind() -> None:
    assert 'class="tick"' in render(FIELD, field=Form()["agreed"])
    assert 'type="file"' in render(FIELD, field=Form()["scan"])


def test_the_summary_of_errors_links_each_to_its_field() -> None:
    drawn = render('{% include "web/parts/errors.html" with form=form %}', form=Form({}))
    assert 'href="#id_subject"' in drawn
    assert 'href="#id_how"' in drawn  # the fieldset's own id: radio buttons have no first
    assert "3 hal perlu diperbaiki" in drawn
    assert render('{% include "web/parts/errors.html" with form=form %}', form=Form()).strip() == ""


def test_leafing_keeps_the_other_parameters() -> None:
    request = RequestFactory().get("/", {"cari": "beji", "page": "3"})
    page = Paginator(range(7012), 50).page(3)
    drawn = Template('{% include "web/parts/pages.html" %}').render(
        RequestContext(request, {"page": page})
    )
    assert "cari=beji&amp;page=2" in drawn
    assert "101 sampai 150 dari 7.012" in drawn
