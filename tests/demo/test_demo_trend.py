"""How the season's cities came so far: days, a sealed recap, open figures, somebody late."""

import pytest

from netral.demo import facts
from netral.duties.core import State
from netral.duties.core.published import of_record
from netral.duties.models import DailyFigure, Digest, ObligationEvent, PublishedTable
from netral.duties.queries import board, late
from netral.orgs.queries import root
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment
from tests.demo.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.mark.parametrize("slug", facts.SLUGS)
def test_every_city_has_a_trend_a_sealed_recap_and_open_figures(slug: str) -> None:
    house = Institution.objects.get(slug=slug)
    top = root(house)
    days = DailyFigure.objects.of(house).filter(unit=top)
    assert days.count() >= 2
    assert all(day.fulfilled + day.late <= day.owed for day in days)
    now = board(house, top).figures
    assert now.owed > 0
    today = days.latest("day")
    kept = (today.owed, today.fulfilled, today.late, today.excused)
    assert kept == (now.owed, now.fulfilled, now.late, now.excused)
    begun = ObligationEvent.objects.of(house).filter(after=State.EXCUSED).earliest("at").at
    assert not days.filter(day__lt=begun.date(), excused__gt=0).exists()
    recap = Digest.objects.of(house).select_related("paper").get(kind="recap")
    assert recap.paper.sealed_at is not None
    assert recap.facts["whole"]["owed"] == board(house, top).figures.owed
    assert of_record(PublishedTable.objects.of(house).get().figures).measures


def test_in_depok_somebody_is_late_and_stands_on_the_recap() -> None:
    house = Institution.objects.get(slug="depok")
    found = late(house, [root(house).path], moment(house, NOW).acted)
    recap = Digest.objects.of(house).get(kind="recap")
    assert found
    assert {each["unit"] for each in recap.facts["late"]} >= {each.unit_name for each in found[:5]}
