"""What the season shows of supervision in each city."""

import pytest

from netral.demo import facts
from netral.supervision.models import Check, Finding, Guidance, NilReport
from netral.tenancy.models import Institution

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.mark.parametrize("slug", facts.SLUGS)
def test_every_city_has_checked_found_mended_and_guided(slug: str) -> None:
    house = Institution.objects.get(slug=slug)
    kinds = set(Check.objects.of(house).values_list("kind", flat=True))
    assert kinds == {"self", "field"}
    assert set(Finding.objects.of(house).values_list("state", flat=True)) == {"open", "mended"}
    guided = Guidance.objects.of(house)
    assert guided.exclude(reply="").exists()
    assert guided.filter(seen_at=None).exists()


def test_bogor_whose_circular_asks_for_reports_states_most_nil_reports() -> None:
    counts = {
        slug: NilReport.objects.of(Institution.objects.get(slug=slug)).count()
        for slug in facts.SLUGS
    }
    assert min(counts.values()) > 0
    assert max(counts, key=lambda slug: counts[slug]) == "bogor"


def test_nothing_that_was_acted_lies_after_the_morning() -> None:
    for city in facts.cities():
        house = Institution.objects.get(slug=city.slug)
        assert not Check.objects.of(house).filter(done_at__gt=city.starts_at).exists()
        assert not Guidance.objects.of(house).filter(given_at__gt=city.starts_at).exists()
        assert not Finding.objects.of(house).filter(mended_at__gt=city.starts_at).exists()
        assert not NilReport.objects.of(house).filter(stated_at__gt=city.starts_at).exists()
