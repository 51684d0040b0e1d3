from datetime import UTC, datetime

import pytest

from netral.kernel.moment import Moment
from netral.tenancy.models import Institution

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
AT = Moment.real(NOW)


def city(code: str, place: str) -> Institution:
    return Institution.objects.create(
        code=code,
        slug=place.lower(),
        name=f"Pemerintah Kota {place}",
        place=place,
        kind="city",
        head_title=f"Wali Kota {place}",
        zone="Asia/Jakarta",
    )


@pytest.fixture
def depok(db: None) -> Institution:
    return city("32.76", "Depok")


@pytest.fixture
def malang(db: None) -> Institution:
    return city("35.73", "Malang")
