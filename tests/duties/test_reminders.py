"""One message a head and day; superiors get a list of what is late below them."""

import pytest

from netral.duties.actions.reckoning import reckon
from netral.duties.actions.reminding import remind_if_due
from netral.notices.models import Message
from netral.notices.queries import words
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.duties.scene import DEPOK, in_force, later

pytestmark = pytest.mark.django_db


def told(institution: Institution, days: float) -> list[Message]:
    at = later(days)
    reckon(institution=institution, at=at)
    before = set(Message.objects.values_list("pk", flat=True))
    remind_if_due(institution=institution, at=at)
    return list(Message.objects.exclude(pk__in=before).filter(channel="app"))


def test_a_head_gets_one_message_for_all_that_begins_on_a_day(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    found = told(depok, 0)
    assert [each.recipient for each in found] == [f"user:{hendra.user.pk}"]
    said = words(found[0], "id")
    assert said.subject == "5 kewajiban Kecamatan Beji menunggu"
    assert "Menyosialisasikan kepada pegawai, paling lambat" in said.body


def test_the_same_day_says_nothing_twice(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    assert told(depok, 0)
    assert told(depok, 0.1) == []


def test_a_superior_gets_the_list_of_what_is_late_below(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, *DEPOK)
    told(depok, 0)
    found = {each.recipient: each for each in told(depok, 6)}  # Tuesday: late since Monday
    assert set(found) == {f"user:{hendra.user.pk}", f"user:{wali.user.pk}"}
    said = words(found[f"user:{wali.user.pk}"], "id")
    assert "Kecamatan Beji: Menyatakan telah menerima edaran" in said.body
    assert "Hendra" not in said.body
