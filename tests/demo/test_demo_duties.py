"""What each city's heads owe on its day: what the circular states, no more, and some of it late."""

import re
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from netral.demo import facts
from netral.demo.season import Loaded
from netral.duties import queries
from netral.duties.core import KIND_WORDS, Group, Kind, State
from netral.duties.models import Digest, Obligation
from netral.orgs.queries import root
from netral.outreach.core import SessionState
from netral.outreach.models import Attendance, CourseResult, Session
from netral.signing.queries import sealed_bytes
from netral.supervision.models import NilReport
from netral.tenancy.models import Institution
from tools.duties_table.page import FILE_OF

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
each_city = pytest.mark.parametrize("slug", facts.SLUGS)

# What the four circulars were reported to ask of heads. What begins with a breach has no date,
# and so no row: Bogor's reports to the election supervisors, and its sanctions.
STATED: Final = {
    "depok": {Kind.SOCIALISE, Kind.GUIDE, Kind.SUPERVISE},
    "padang": {Kind.SOCIALISE, Kind.SUPERVISE},
    "bogor": {Kind.CLIMATE, Kind.SUPERVISE, Kind.NIL_REPORT},
    "malang": {Kind.SOCIALISE, Kind.EDUCATE, Kind.IMPLEMENT, Kind.SUPERVISE},
}
UNDATED: Final = {"bogor": {Kind.REPORT, Kind.SANCTION}}


def house(slug: str) -> Institution:
    return Institution.objects.get(slug=slug)


def table(slug: str) -> set[str]:
    """Return the kinds that the table of the docs lists for a city."""
    text = FILE_OF.read_text(encoding="utf-8")
    part = text.partition(f"\n## {facts.city(slug).place}: ")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| (?!kind)([A-Z][^|]*) \|", part, re.MULTILINE))


@each_city
def test_heads_owe_what_the_circular_states_and_the_table_lists_and_nothing_else(slug: str) -> None:
    rows = Obligation.objects.of(house(slug)).filter(group=Group.CIRCULAR)
    assert set(rows.values_list("kind", flat=True)) == STATED[slug]
    assert table(slug) == {KIND_WORDS[k] for k in STATED[slug] | UNDATED.get(slug, set())}


@each_city
def test_units_are_late_with_a_duty_of_the_circular_that_others_have_done(slug: str) -> None:
    institution, morning = house(slug), facts.city(slug).starts_at
    found = queries.late(institution, [root(institution).path], morning, limit=1000)
    late = {each.unit for each in found if each.group is Group.CIRCULAR}
    assert late
    assert max(each.days for each in found if each.unit in late) > 0
    done = Obligation.objects.of(institution).filter(
        group=Group.CIRCULAR, state=State.FULFILLED, kind__in={each.kind for each in found}
    )
    assert done.exists()


@each_city
def test_sessions_quizzes_nil_reports_and_a_weekly_recap_are_there(slug: str) -> None:
    institution = house(slug)
    held = Session.objects.of(institution).filter(state=SessionState.HELD)
    assert Attendance.objects.of(institution).filter(session__in=held).exists()
    assert CourseResult.objects.of(institution).filter(passed=True).exists()
    assert NilReport.objects.of(institution).exists()
    assert Digest.objects.of(institution).filter(kind="recap").exists()


def test_nil_reports_fulfil_what_bogor_asks() -> None:
    asked = Obligation.objects.of(house("bogor")).filter(kind=Kind.NIL_REPORT)
    fulfilled = asked.filter(state=State.FULFILLED)
    assert fulfilled.exists()
    stated = NilReport.objects.of(house("bogor")).filter(unit__in=fulfilled.values("unit"))
    assert stated.exists()


def test_depoks_chain_verifies_with_the_command_and_one_changed_octet_does_not(
    loaded: list[Loaded], sealed_folder: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.STORE = sealed_folder
    pdf = sealed_bytes(Digest.objects.of(house("depok")).get(kind="chain").paper)
    assert pdf is not None
    file = tmp_path / "rantai.pdf"
    file.write_bytes(pdf)
    out = StringIO()
    call_command("periksa_rantai", str(file), stdout=out)
    assert "Rantai ini utuh." in out.getvalue()
    middle = len(pdf) // 2
    file.write_bytes(pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :])
    with pytest.raises(CommandError):
        call_command("periksa_rantai", str(file), stdout=out)
