"""A person's own choice of channels: respected when a message is queued, and when one fails."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from netral.ledger.models import Entry
from netral.notices.actions import choose_channels, note_receipts, send_due, tell_all
from netral.notices.core import OUTSIDE, Channel, Notice, State
from netral.notices.core.addresses import e164, mailbox, masked
from netral.notices.core.reach import amended, order
from netral.notices.core.receipts import Fate, Receipt
from netral.notices.models import Message, Preference
from netral.notices.queries import tried
from netral.tenancy.models import Institution
from tests.notices.conftest import AT, NOW, queue, row
from tests.notices.fake_provider import FakeProvider, Mood
from tests.notices.sink import Sink

MAIL, WA, SMS = Channel.MAIL, Channel.WHATSAPP, Channel.SMS
PHONE = "0812-0000-0001"
channels = st.lists(st.sampled_from(OUTSIDE), unique=True)


@pytest.fixture
def everything(settings: Settings) -> None:
    """All channels are installed; nothing is sent."""
    settings.EMAIL_HOST, settings.WHATSAPP_NUMBER_ID, settings.SMS_URL = (
        "127.0.0.1",
        "1",
        "http://x",
    )
    settings.CHANNELS = ["mail", "whatsapp", "sms"]


def choose(house: Institution, *wanted: Channel, n: int = 1, **more: Any) -> None:
    given: dict[str, Any] = {"offered": OUTSIDE, "institution": house, "at": AT} | more
    choose_channels(recipient=f"user:{n}", channels=list(wanted), **given)


def text(house: Institution, n: int = 1, **more: Any) -> None:
    queue(house, n, **({"phone": PHONE} | more))


def left(n: int = 1) -> list[tuple[str, list[str]]]:
    """Return what waits to leave for somebody: the channel, and the channels after it."""
    rows = Message.objects.filter(recipient=f"user:{n}").exclude(channel="app")
    return [(m.channel, [c for c, _ in m.ways]) for m in rows.order_by("pk")]


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    ("wanted", "first", "then"),
    [
        ([MAIL, WA, SMS], "mail", ["whatsapp", "sms"]),
        ([SMS, MAIL], "sms", ["mail"]),
        ([WA], "whatsapp", []),
    ],
)
def test_messages_take_the_chosen_way_in_the_chosen_order(
    depok: Institution, wanted: list[Channel], first: str, then: list[str]
) -> None:
    choose(depok, *wanted)
    text(depok)
    assert left() == [(first, then)]


@pytest.mark.usefixtures("everything")
def test_who_turns_everything_off_still_has_the_page_of_messages(depok: Institution) -> None:
    choose(depok)
    text(depok)
    assert left() == []
    assert row(1, Channel.APP).state == State.SENT


@pytest.mark.usefixtures("everything")
def test_the_choice_of_one_is_not_the_choice_of_another(
    depok: Institution, malang: Institution
) -> None:
    choose(depok, WA)
    text(depok, 2)
    text(malang, 1)
    assert left(2) == left(1) == [("mail", ["whatsapp", "sms"])]


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("more", [{"only_mail": True}, {"guards_account": True}])
def test_no_choice_silences_what_was_asked_for_or_guards_the_account(
    depok: Institution, more: dict[str, bool]
) -> None:
    choose(depok)
    queue(depok, **more)
    assert left() == [("mail", [])]


def test_a_mail_waits_for_a_mail_server_only_for_those_who_want_mails(depok: Institution) -> None:
    choose(depok, WA, n=1)
    for n in (1, 2):
        queue(depok, n)
    assert (left(1), left(2)) == ([], [("mail", [])])


@pytest.mark.usefixtures("everything")
def test_a_channel_that_the_installation_no_longer_has_is_not_tried(
    depok: Institution, settings: Settings
) -> None:
    choose(depok, SMS, WA)
    settings.SMS_URL = ""
    text(depok)
    assert left() == [("whatsapp", [])]


def test_what_was_turned_off_meanwhile_is_not_fallen_back_on(
    depok: Institution, provider: FakeProvider, sink: Sink, settings: Settings
) -> None:
    settings.CHANNELS = ["whatsapp", "mail"]
    text(depok, 1)
    text(depok, 2)
    send_due(now=NOW)
    choose(depok, WA, n=1)
    for n, reference in enumerate(
        Message.objects.filter(channel=WA).order_by("recipient").values_list("reference", flat=True)
    ):
        note_receipts(WA, [Receipt(reference, "", Fate.FAILED, str(n))], NOW)
    send_due(now=NOW + timedelta(minutes=1))
    assert [mail["To"] for mail in sink.mails] == ["orang2@example.id"]


def test_what_waits_for_the_morning_takes_the_way_chosen_in_the_evening(
    depok: Institution, provider: FakeProvider, sink: Sink, settings: Settings
) -> None:
    settings.CHANNELS = ["mail", "whatsapp"]
    night = NOW.replace(hour=15)  # ten in the evening
    text(depok)
    assert send_due(now=night).sent == 0
    choose(depok, WA)
    assert left() == [("whatsapp", [])]
    send_due(now=night + timedelta(hours=12))
    assert (len(provider.taken), sink.mails) == (1, [])
    assert row(1, WA).state == State.SENT


@pytest.mark.usefixtures("everything")
def test_what_cannot_wait_is_not_taken_back(depok: Institution) -> None:
    queue(depok, 1, only_mail=True)
    choose(depok)
    assert left() == [("mail", [])]


@pytest.mark.usefixtures("everything")
def test_a_choice_is_one_entry_and_the_same_choice_none(depok: Institution) -> None:
    for _ in range(2):
        choose(depok, WA, MAIL)
    entry = Entry.objects.get(act="channels.chosen")
    assert Preference.objects.get().entry == entry
    assert tried(depok, "user:1") == [WA, MAIL]
    choose(depok, MAIL)
    assert Entry.objects.filter(act="channels.chosen").count() == 2
    assert Preference.objects.count() == 1


@pytest.mark.usefixtures("everything")
def test_what_was_not_offered_stays_as_it_was(depok: Institution) -> None:
    choose(depok, MAIL, offered=[MAIL])
    assert tried(depok, "user:1") == [MAIL, WA, SMS]
    choose(depok, offered=[SMS])
    assert tried(depok, "user:1") == [MAIL, WA]


@pytest.mark.usefixtures("everything")
def test_choices_cost_one_query_however_many_are_told(depok: Institution) -> None:
    choose(depok, WA, n=700)
    counts = []
    for begin, end in ((0, 10), (100, 800)):
        notices = [
            Notice(
                f"user:{n}", "access/means", {}, f"k:{n}", address=f"o{n}@example.id", phone=PHONE
            )
            for n in range(begin, end)
        ]
        with CaptureQueriesContext(connection) as asked:
            tell_all(notices, institution=depok, at=AT)
        counts.append(sum("notices_preference" in each["sql"] for each in asked))
    assert counts == [1, 1]
    assert (left(700), left(701)) == ([("whatsapp", [])], [("mail", ["whatsapp", "sms"])])


def test_a_refused_message_falls_back_in_the_chosen_order(
    depok: Institution,
    provider: FakeProvider,
    gateway: FakeProvider,
    sink: Sink,
    settings: Settings,
) -> None:
    settings.CHANNELS = ["mail", "whatsapp", "sms"]
    choose(depok, WA, SMS, MAIL)
    provider.mood = Mood.UNKNOWN
    text(depok)
    for minute in range(2):
        send_due(now=NOW + timedelta(minutes=minute))
    assert (len(gateway.taken), sink.mails) == (1, [])
    note_receipts(SMS, [Receipt("sms-1", "", Fate.FAILED, "1")], NOW)
    for minute in range(2, 5):
        send_due(now=NOW + timedelta(minutes=minute))
    assert (len(gateway.taken), len(sink.mails)) == (1, 1)


# ---- The core


@given(channels, channels)
def test_only_what_is_there_is_tried_and_in_the_own_order(
    wish: list[Channel], there: list[Channel]
) -> None:
    assert order(None, there) == there
    found = order([each.value for each in wish], there)
    assert set(found) == set(wish) & set(there)
    assert found == [each for each in wish if each in found]


@given(st.none() | channels, channels, st.data())
def test_a_choice_changes_nothing_that_was_not_offered(
    before: list[Channel] | None, offered: list[Channel], data: st.DataObject
) -> None:
    wish = data.draw(st.permutations(offered)) if offered else []
    chosen = wish[: data.draw(st.integers(0, len(wish)))]
    kept = amended(before, chosen, offered)
    was = set(OUTSIDE if before is None else before)
    assert set(kept) == set(chosen) | (was - set(offered))
    assert len(kept) == len(set(kept))
    assert kept[: len(chosen)] == chosen


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("siti.aminah@contoh.id", "s•••@contoh.id"),
        ("0812-3456-7890", "0812•••890"),
        ("+62 812 3456 7890", "0812•••890"),
        ("+4915112345678", "+491•••678"),
        ("021-7720 1234", ""),
        ("", ""),
        ("a@b.id,c@d.id", ""),
    ],
)
def test_an_address_is_shown_so_that_only_its_owner_knows_it(address: str, shown: str) -> None:
    assert masked(address) == shown


@given(st.text(max_size=30) | st.emails() | st.from_regex(r"08[0-9]{8,12}", fullmatch=True))
def test_no_shown_address_is_one(address: str) -> None:
    shown = masked(address)
    assert bool(shown) == bool(mailbox(address) or e164(address))
    assert shown == "" or (address not in shown and not e164(shown))
