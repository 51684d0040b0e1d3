"""What became of messages in the demonstration: every fate in every city, and all of it played."""

from collections import Counter
from typing import Any

import pytest

from netral.demo.staff import ENDINGS
from netral.notices.core import Channel, State
from netral.notices.core.addresses import e164
from netral.notices.models import Message, Preference, Provider
from netral.orgs.models import Person
from netral.tenancy.models import Institution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SLUGS = ("depok", "padang", "bogor", "malang")


def fates(house: Institution) -> Counter[tuple[str, str]]:
    rows = Message.objects.of(house).exclude(channel=Channel.APP)
    found: Any = rows.order_by("pk").values_list("channel", "state")
    return Counter(found)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_city_shows_what_was_sent_refused_and_unsure(slug: str) -> None:
    found = fates(Institution.objects.get(slug=slug))
    assert found["mail", State.SENT] > 1
    assert found["whatsapp", State.SENT] > 0
    assert found["whatsapp", State.FAILED] > 0
    assert found["whatsapp", State.UNSURE] > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_what_whatsapp_refused_went_by_mail(slug: str) -> None:
    house = Institution.objects.get(slug=slug)
    refused = Message.objects.of(house).filter(channel="whatsapp", state=State.FAILED)
    mails = Message.objects.of(house).filter(channel="mail", key__in=refused.values("key"))
    assert mails.filter(state=State.SENT).count() == refused.count()


def test_no_provider_is_left_alone() -> None:
    assert [p.channel for p in Provider.objects.exclude(rest_until=None)] == []


def test_only_guests_have_telephones_and_none_is_anybodys() -> None:
    people = Person.objects.exclude(phone="")
    assert people.count() > 10 * len(SLUGS)
    assert not people.filter(email="").exists()
    numbers = {e164(person.phone) for person in people}
    assert numbers == {f"+6281200000{each[1:]}" for each in (*ENDINGS.values(), "0100")}
    assert Preference.objects.count() == 5 * len(SLUGS)
