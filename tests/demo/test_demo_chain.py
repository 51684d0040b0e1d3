"""The demonstration's chain of evidence verifies like every other."""

from pathlib import Path

import pytest
from pytest_django import Settings

from netral.demo.season import Loaded
from netral.duties.core.chain import Step
from netral.duties.models import ChainLook, Digest, Feed
from netral.duties.queries.chain_files import examined
from netral.signing.queries import sealed_bytes

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_chain_of_the_guest_in_depok_proves_itself(
    loaded: list[Loaded], sealed_folder: Path, settings: Settings
) -> None:
    settings.STORE = sealed_folder
    made = Digest.objects.get(kind="chain")
    assert made.institution.slug == "depok"
    pdf = sealed_bytes(made.paper)
    assert pdf is not None
    found = examined(pdf)
    assert found.good
    assert found.on_record
    steps = {each["step"]: each["standing"] for each in found.said["links"]}
    assert steps[Step.PUBLISHED] == steps[Step.REACHED] == "there"
    assert steps[Step.READ] == steps[Step.SIGNED] == "missing"
    assert ChainLook.objects.get().person.email == "pegawai@depok.example"


def test_one_head_has_a_calendar_whose_address_nobody_knows(loaded: list[Loaded]) -> None:
    made = Feed.objects.get()
    assert made.office.unit.code == "DISDIK"
    assert made.ended_at is None
