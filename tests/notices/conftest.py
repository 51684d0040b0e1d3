import pytest

from netral.tenancy.models import Institution


@pytest.fixture
def depok(db: None) -> Institution:
    return Institution.objects.create(
        code="32.76",
        slug="depok",
        name="Pemerintah Kota Depok",
        place="Depok",
        kind="city",
        head_title="Wali Kota Depok",
        zone="Asia/Jakarta",
    )


@pytest.fixture
def malang(db: None) -> Institution:
    return Institution.objects.create(
        code="35.73",
        slug="malang",
        name="Pemerintah Kota Malang",
        place="Malang",
        kind="city",
        head_title="Wali Kota Malang",
        zone="Asia/Jakarta",
    )
