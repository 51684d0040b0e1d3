import pytest

from netral.notices.actions import tell_all
from netral.notices.core import Channel, Notice
from netral.notices.models import Message
from netral.tenancy.models import Institution
from tests.notices.conftest import AT
from tests.telling import tell


def notice(n: int = 1, *, address: str = "") -> Notice:
    return Notice(
        recipient=f"user:{n}",
        template="access/code",
        facts={"n": n},
        key=f"k:{n}",
        address=address,
    )


def test_a_message_with_an_address_goes_two_ways(depok: Institution) -> None:
    tell(
        institution=depok, recipient="user:1", template="access/code", facts={"n": 1}, key="k",
        at=AT, address="a@b.id",
    )  # fmt: skip
    assert {m.channel: m.address for m in Message.objects.all()} == {"app": "", "mail": "a@b.id"}


def test_the_same_key_is_queued_once(depok: Institution) -> None:
    tell_all([notice(1), notice(2), notice(1)], institution=depok, at=AT)
    tell_all([notice(2), notice(3)], institution=depok, at=AT)
    assert Message.objects.filter(channel=Channel.APP).count() == 3


def test_the_same_key_in_two_cities_is_two_messages(
    depok: Institution, malang: Institution
) -> None:
    for city in (depok, malang):
        tell_all([notice()], institution=city, at=AT)
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_thousands_are_queued_with_few_statements(
    depok: Institution, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        tell_all([notice(n) for n in range(2_000)], institution=depok, at=AT)
    assert Message.objects.count() == 2_000
