"""WhatsApp and SMS, through real HTTP to a provider on this machine."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from netral.notices.actions import follow_up, note_receipts, send_due
from netral.notices.carriers import wire
from netral.notices.core import Channel, State
from netral.notices.core.receipts import Fate, Receipt
from netral.notices.models import Message, Provider
from netral.tenancy.models import Institution
from tests.notices.conftest import NOW, queue, row
from tests.notices.fake_provider import FakeProvider, Mood
from tests.notices.sink import Sink

PHONE = "0812-0000-0001"
WA = Channel.WHATSAPP


def text(depok: Institution, n: int = 1, **more: Any) -> None:
    """Queue something for a phone, with a mailbox only where it is given."""
    queue(depok, n, **({"address": "", "phone": PHONE} | more))


def test_a_whatsapp_message_is_a_template_with_the_subject_and_a_link(
    depok: Institution, provider: FakeProvider
) -> None:
    text(depok, language="en")
    assert send_due(now=NOW).sent == 1
    assert send_due(now=NOW).sent == 0
    (body,) = provider.taken
    assert provider.faults == []
    assert (body["to"], body["template"]["language"]) == ("6281200000001", {"code": "en"})
    assert provider.texts() == [
        ["Pemerintah Kota Depok", "Your account was changed", "http://localhost:8000/akun/"]
    ]
    sent = row(1, WA)
    assert (sent.state, sent.reference, sent.facts, sent.url) == (State.SENT, "wamid.1", {}, "")


def test_an_sms_is_one_line_with_the_link_whole(depok: Institution, gateway: FakeProvider) -> None:
    text(depok, url=f"/akun/{'x' * 120}/", language="en")
    assert send_due(now=NOW).sent == 1
    (body,) = gateway.taken
    assert gateway.faults == []
    assert body["to"] == "+6281200000001"
    assert body["text"].endswith(f" http://localhost:8000/akun/{'x' * 120}/")
    assert "Your account was changed" in body["text"]


def test_one_channel_leaves_the_house_and_the_others_wait_in_case(
    depok: Institution, provider: FakeProvider, settings: Settings
) -> None:
    settings.EMAIL_HOST, settings.CHANNELS = "127.0.0.1", ["whatsapp", "mail"]
    text(depok, address="orang1@example.id")
    found = {m.channel: m.ways for m in Message.objects.all()}
    assert found == {"app": [], "whatsapp": [["mail", "orang1@example.id"]]}


def test_a_link_that_opens_an_account_never_goes_to_a_phone(
    depok: Institution, provider: FakeProvider, settings: Settings
) -> None:
    settings.EMAIL_HOST, settings.CHANNELS = "127.0.0.1", ["whatsapp", "mail"]
    text(depok, address="orang1@example.id", only_mail=True)
    assert [(m.channel, m.ways) for m in Message.objects.all()] == [("mail", [])]


def test_what_is_confidential_says_only_that_something_waits(
    depok: Institution, provider: FakeProvider, sink: Sink, settings: Settings
) -> None:
    text(depok, 1, confidential=True, facts={"what": "Rahasia."})
    queue(depok, 2, confidential=True, facts={"what": "Rahasia."})
    send_due(now=NOW)
    assert provider.taken[0]["template"]["name"] == "netral_waiting"
    assert provider.texts() == [["Pemerintah Kota Depok", "http://localhost:8000/akun/"]]
    (mail,) = sink.mails
    assert "Rahasia" not in str(mail)
    inside = Message.objects.filter(channel=Channel.APP).values_list("template", "facts__what")
    assert set(inside) == {("access/means", "Rahasia.")}


# ---- What the provider answers


def test_an_unknown_number_is_given_up_and_the_mailbox_is_tried_once(
    depok: Institution, provider: FakeProvider, sink: Sink, settings: Settings
) -> None:
    settings.CHANNELS = ["whatsapp", "mail"]
    text(depok, address="orang1@example.id", language="en")
    provider.mood = Mood.UNKNOWN
    done = send_due(now=NOW)
    assert (done.failed, row(1, WA).state, row(1, WA).problem) == (
        1, State.FAILED, "HTTP 400 131026",
    )  # fmt: skip
    send_due(now=NOW + timedelta(minutes=1))
    (mail,) = sink.mails
    assert mail["Subject"] == "Your account was changed"
    assert "Your password was changed." in mail.get_payload()
    assert row(1).ways == []


def test_a_busy_provider_is_asked_again_later(depok: Institution, provider: FakeProvider) -> None:
    text(depok)
    provider.mood = Mood.BUSY
    assert send_due(now=NOW).put_off == 1
    provider.mood = Mood.ACCEPT
    assert send_due(now=NOW + timedelta(seconds=50)).sent == 0
    assert send_due(now=NOW + timedelta(seconds=70)).sent == 1


def test_a_provider_that_does_not_know_us_loses_nothing_and_is_left_alone(
    depok: Institution, provider: FakeProvider
) -> None:
    for n in range(3):
        text(depok, n)
    provider.mood = Mood.STRANGER
    assert send_due(now=NOW).sent == 0
    assert provider.asked == 1
    rows = Message.objects.filter(channel=WA)
    assert {(m.state, m.tries) for m in rows} == {(State.QUEUED, 0)}
    provider.mood = Mood.ACCEPT
    assert send_due(now=NOW + timedelta(seconds=59)).sent == 0
    assert send_due(now=NOW + timedelta(seconds=61)).sent == 3
    assert Provider.objects.get(channel=WA).troubles == 0


def test_a_provider_out_of_reach_loses_nothing(
    depok: Institution, provider: FakeProvider, settings: Settings
) -> None:
    settings.WHATSAPP_URL = "http://127.0.0.1:9"
    text(depok)
    assert send_due(now=NOW).sent == 0
    assert (row(1, WA).state, row(1, WA).tries) == (State.QUEUED, 0)


@pytest.mark.parametrize("mood", [Mood.BREAK, Mood.HANG, Mood.CUT, Mood.NOTHING])
def test_an_answer_that_says_nothing_leaves_a_message_unsure_and_never_repeats_it(
    depok: Institution,
    provider: FakeProvider,
    mood: Mood,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.3)
    text(depok)
    provider.mood = mood
    assert send_due(now=NOW).unsure == 1
    provider.mood = Mood.ACCEPT
    for hours in (1, 13, 200):
        assert send_due(now=NOW + timedelta(hours=hours)).sent == 0
    assert row(1, WA).state == State.UNSURE
    assert len(provider.taken) == (0 if mood is Mood.NOTHING else 1)


def test_after_three_unclear_answers_a_provider_is_left_alone(
    depok: Institution, provider: FakeProvider
) -> None:
    for n in range(9):
        text(depok, n)
    provider.mood = Mood.BREAK
    assert send_due(now=NOW).unsure == 3
    assert Message.objects.filter(channel=WA, state=State.QUEUED).count() == 6
    assert send_due(now=NOW + timedelta(seconds=50)).unsure == 0
    provider.mood = Mood.ACCEPT
    assert send_due(now=NOW + timedelta(seconds=70)).sent == 6


def test_a_redirect_is_not_followed_with_our_token(
    depok: Institution, provider: FakeProvider
) -> None:
    text(depok)
    provider.mood = Mood.ELSEWHERE
    assert send_due(now=NOW).sent == 0
    assert provider.asked == 1


def test_a_provider_is_given_no_more_a_minute_than_agreed(
    depok: Institution, provider: FakeProvider, settings: Settings
) -> None:
    settings.WHATSAPP_PER_MINUTE = 4
    for n in range(10):
        text(depok, n)
    sent = [send_due(now=NOW + timedelta(seconds=16 * n)).sent for n in range(8)]
    assert sent == [4, 1, 1, 1, 1, 1, 1, 0]


# ---- What becomes of it afterwards


def test_a_provider_that_says_yes_and_does_nothing_is_found_out_and_another_way_is_tried_once(
    depok: Institution, provider: FakeProvider, sink: Sink, settings: Settings
) -> None:
    settings.CHANNELS = ["whatsapp", "mail"]
    text(depok, address="orang1@example.id", language="en")
    send_due(now=NOW)
    assert follow_up(NOW + timedelta(hours=5)) == 0
    later = NOW + timedelta(hours=6, minutes=1)
    assert (follow_up(later), follow_up(later)) == (1, 0)
    assert row(1, WA).state == State.UNDELIVERED
    assert send_due(now=later + timedelta(minutes=1)).sent == 1
    assert sink.mails[0]["Subject"] == "Your account was changed"
    assert follow_up(later + timedelta(days=9)) == 0
    assert send_due(now=later + timedelta(days=9)).sent == 0


def test_word_of_delivery_ends_the_wait(depok: Institution, provider: FakeProvider) -> None:
    text(depok)
    send_due(now=NOW)
    said = [Receipt("wamid.1", "", fate) for fate in (Fate.READ, Fate.DELIVERED, Fate.SENT)]
    assert note_receipts(WA, said, NOW + timedelta(minutes=1)) == 2
    first = row(1, WA)
    assert first.delivered_at == first.seen_at == NOW + timedelta(minutes=1)
    assert note_receipts(WA, said, NOW + timedelta(days=1)) == 2
    assert row(1, WA).delivered_at == first.delivered_at
    assert follow_up(NOW + timedelta(days=2)) == 0


def test_a_failed_delivery_is_tried_another_way_once_however_often_it_is_reported(
    depok: Institution, provider: FakeProvider, settings: Settings
) -> None:
    settings.EMAIL_HOST, settings.CHANNELS = "127.0.0.1", ["whatsapp", "mail"]
    text(depok, address="orang1@example.id")
    send_due(now=NOW)
    for _ in range(3):
        note_receipts(WA, [Receipt("wamid.1", "", Fate.FAILED, "131049")], NOW)
    assert (row(1, WA).state, row(1, WA).problem) == (State.UNDELIVERED, "131049")
    assert Message.objects.filter(channel=Channel.MAIL).count() == 1


def test_late_word_of_delivery_corrects_what_was_given_up(
    depok: Institution, provider: FakeProvider
) -> None:
    text(depok)
    send_due(now=NOW)
    follow_up(NOW + timedelta(hours=7))
    note_receipts(WA, [Receipt("wamid.1", "", Fate.DELIVERED)], NOW + timedelta(hours=8))
    assert row(1, WA).state == State.SENT
    note_receipts(WA, [Receipt("wamid.1", "", Fate.FAILED)], NOW + timedelta(hours=9))
    assert row(1, WA).state == State.SENT


def test_a_report_under_our_own_name_settles_what_was_unsure(
    depok: Institution, provider: FakeProvider
) -> None:
    text(depok)
    provider.mood = Mood.BREAK
    send_due(now=NOW)
    (name,) = provider.keys()
    note_receipts(WA, [Receipt("wamid.77", name, Fate.SENT)], NOW)
    assert (row(1, WA).state, row(1, WA).reference) == (State.SENT, "wamid.77")
    note_receipts(WA, [Receipt("wamid.77", "", Fate.READ)], NOW)
    assert row(1, WA).seen_at == NOW


def test_a_report_on_a_strangers_message_changes_nothing(
    depok: Institution, provider: FakeProvider, gateway: FakeProvider
) -> None:
    text(depok)
    send_due(now=NOW)
    pk = row(1, WA).pk
    guesses = ("wamid.999", f"{pk}.{'0' * 24}", str(pk))
    assert note_receipts(WA, [Receipt(g, g, Fate.FAILED) for g in guesses], NOW) == 0
    assert note_receipts(Channel.SMS, [Receipt("wamid.1", "", Fate.FAILED)], NOW) == 0
    assert row(1, WA).state == State.SENT
