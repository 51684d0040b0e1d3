"""Opening the first institution from the command line."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.signing.models import SealKey
from netral.tenancy.models import Institution

pytestmark = pytest.mark.django_db
AMBON = {
    "slug": "ambon",
    "name": "Pemerintah Kota Ambon",
    "place": "Ambon",
    "head_title": "Wali Kota Ambon",
    "zone": "WIT",
}


def opened(code: str = "81.71", **changed: Any) -> str:
    out = StringIO()
    call_command("buka_lembaga", code, stdout=out, **(AMBON | changed))
    return out.getvalue()


def test_it_opens_an_institution_with_its_top_unit_and_its_seal() -> None:
    said = opened()
    institution = Institution.objects.get(code="81.71")
    assert institution.zone == "Asia/Jayapura"
    assert institution.demo_starts_at is None
    assert Unit.objects.of(institution).get().name == "Pemerintah Kota Ambon"
    seal = SealKey.objects.of(institution).get()
    assert seal.fingerprint in said
    acts = set(Entry.objects.of(institution).values_list("act", flat=True))
    assert acts == {"institution.opened", "seal.made"}


@pytest.mark.parametrize("twice", [{"slug": "lain"}, {"code": "81.72"}])
def test_the_same_code_or_short_name_twice_is_refused_and_changes_nothing(
    twice: dict[str, str],
) -> None:
    opened()
    with pytest.raises(CommandError, match="already exists"):
        opened(**twice)
    assert Institution.objects.count() == 1
    assert SealKey.objects.count() == 1


def renewed(slug: str = "ambon") -> str:
    out = StringIO()
    call_command("ganti_segel", slug, reason="masa berlaku hampir habis", stdout=out)
    return out.getvalue()


def test_a_new_seal_takes_the_place_of_the_old_one() -> None:
    opened()
    old = SealKey.objects.get()
    said = renewed()
    new = SealKey.objects.get(retired_at=None)
    old.refresh_from_db()
    assert old.retired_at is not None
    assert old.fingerprint in said
    assert new.fingerprint in said
    assert new.fingerprint != old.fingerprint
    acts = Entry.objects.of(old.institution_id).order_by("pk").values_list("act", flat=True)
    assert list(acts)[-2:] == ["seal.retired", "seal.made"]


def test_an_institution_without_a_seal_is_given_one() -> None:
    opened()
    SealKey.objects.all().delete()
    assert "Retired" not in renewed()
    assert SealKey.objects.get().retired_at is None


def test_the_seal_of_nobody_is_not_renewed() -> None:
    with pytest.raises(CommandError, match="no institution 'ambon'"):
        renewed()
