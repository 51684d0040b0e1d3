"""The calendar of an office: what it holds, who can read it, and that nothing breaks its lines."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from netral.access.models import User
from netral.circulars.models import Circular
from netral.duties.actions.calendar_feed import end_feed, make_feed
from netral.duties.core.calendar_feed import Event, escaped, folded, written
from netral.duties.models import Feed, Obligation
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.errors import NotActing
from netral.orgs.models import Holding, Office
from netral.outreach.models import Session
from tests import cast
from tests.cast import Member

WHEN = datetime(2024, 6, 28, 9, tzinfo=UTC)
SignIn = Callable[[Client, User], None]


def event(**changes: object) -> Event:
    facts: dict[str, object] = {
        "uid": "x@depok.netral", "title": "Batas", "starts": WHEN, "ends": WHEN, "changed": WHEN,
    }  # fmt: skip
    return Event(**(facts | changes))  # type: ignore[arg-type]


def unfolded(octets: bytes) -> list[str]:
    """Read content lines back as a calendar does (RFC 5545 §3.1)."""
    assert octets.endswith(b"\r\n")
    return octets.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def values(octets: bytes, name: str) -> list[str]:
    """Return the text values of a property, unescaped by the rules of §3.3.11."""
    found = [line.partition(":")[2] for line in unfolded(octets) if line.startswith(f"{name}:")]
    plain = {"\\n": "\n", "\\N": "\n"}
    return [re.sub(r"\\(.)", lambda m: plain.get(m[0], m[1]), each) for each in found]


# ---- The format


@given(st.text())
def test_no_text_leaves_its_line_and_none_is_lost(text: str) -> None:
    octets = written("Kalender", [event(title=text, text=text, place=text, uid=text, url=text)])
    for line in octets.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no sign is cut in two
    assert octets.count(b"BEGIN:VEVENT") >= 1
    assert len([line for line in unfolded(octets) if line == "BEGIN:VEVENT"]) == 1
    assert b"\n" not in octets.replace(b"\r\n", b"")
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    (read,) = values(octets, "SUMMARY")
    assert read == "".join(s for s in kept if s == "\n" or escaped(s) != "")


def test_an_event_cannot_be_smuggled_in_by_a_title() -> None:
    bad = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:http://jahat.example\u2028ORGANIZER:y"
    octets = written("K", [event(title=bad)])
    assert [line for line in unfolded(octets) if line.startswith(("ATTACH", "ORGANIZER"))] == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300))
def test_folding_is_undone_by_unfolding(line: str) -> None:
    assert folded(line).decode().replace("\r\n ", "") == f"{line}\r\n"


def test_whole_days_end_on_the_first_day_without() -> None:
    lines = unfolded(written("K", [event(starts=date(2024, 11, 24), ends=date(2024, 11, 26))]))
    assert "DTSTART;VALUE=DATE:20241124" in lines
    assert "DTEND;VALUE=DATE:20241127" in lines


def test_what_has_ended_is_cancelled_and_keeps_its_name() -> None:
    lines = unfolded(written("K", [event(cancelled=True)]))
    assert {"UID:x@depok.netral", "STATUS:CANCELLED"} <= set(lines)


# ---- The address


@pytest.fixture
def office(hendra: Member) -> Office:
    found: Office = Office.objects.select_related("institution", "unit").get(title="Camat Beji")
    return found


def read(client: Client, token: str, **headers: str) -> tuple[int, bytes]:
    answer = client.get(reverse("duties:feed", args=[token]), headers=headers)
    return answer.status_code, answer.content


@pytest.mark.django_db
def test_only_the_hash_of_the_address_is_kept(office: Office, hendra: Member, at: Moment) -> None:
    token = make_feed(office=office, user=hendra.user, at=at)
    made = Feed.objects.get()
    assert len(token) >= 32
    assert token not in f"{vars(made)}"
    assert made.entry.act == "feed.made"
    assert make_feed(office=office, user=hendra.user, at=at) != token


@pytest.mark.django_db
def test_it_is_read_without_signing_in_and_a_new_address_ends_the_old(
    office: Office, hendra: Member, at: Moment, client: Client
) -> None:
    old = make_feed(office=office, user=hendra.user, at=at)
    assert read(client, old)[0] == 200
    new = make_feed(office=office, user=hendra.user, at=at)
    assert (read(client, old)[0], read(client, new)[0]) == (410, 200)
    end_feed(office=office, user=hendra.user, at=at)
    assert read(client, new)[0] == 410
    end_feed(office=office, user=hendra.user, at=at)  # nothing left to end
    assert Entry.objects.filter(act="feed.ended").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "é" * 20])
def test_a_guessed_address_is_not_there(token: str, client: Client) -> None:
    assert read(client, token)[0] == 404


@pytest.mark.django_db
def test_with_the_next_holder_the_address_of_the_last_falls_silent(
    office: Office, hendra: Member, at: Moment, client: Client
) -> None:
    token = make_feed(office=office, user=hendra.user, at=at)
    Holding.objects.filter(office=office).update(ends_on=at.local().date())
    assert read(client, token)[0] == 200
    with time_machine.travel(cast.SINCE + timedelta(days=2), tick=False):
        assert read(client, token)[0] == 410


@pytest.mark.django_db
def test_the_address_of_a_closed_account_falls_silent(
    office: Office, hendra: Member, client: Client, at: Moment
) -> None:
    token = make_feed(office=office, user=hendra.user, at=at)
    hendra.user.is_active = False
    hendra.user.save()
    assert read(client, token)[0] == 410


@pytest.mark.django_db
def test_nobody_else_makes_or_ends_it(
    office: Office, hendra: Member, bima: Member, at: Moment, client: Client, sign_in: SignIn
) -> None:
    token = make_feed(office=office, user=hendra.user, at=at)
    for act in (make_feed, end_feed):
        with pytest.raises(NotActing):
            act(office=office, user=bima.user, at=at)
    sign_in(client, bima.user)
    page = reverse("duties:tools")
    for wrong in (str(office.pk), "", "x", "9" * 30, "-1"):
        assert client.post(page, {"office": wrong}).status_code in {403, 404}
    assert read(client, token)[0] == 200


@pytest.mark.django_db
def test_the_page_tells_the_address_once(
    office: Office, hendra: Member, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    page = reverse("duties:tools")
    answer = client.post(page, {"office": office.pk})
    (token,) = set(re.findall(r"/kewajiban/kalender/([\w-]+)\.ics", answer.content.decode()))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert read(Client(), token)[0] == 200
    assert token not in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_calendar_that_has_not_changed_is_not_sent_again(
    office: Office, hendra: Member, at: Moment, client: Client
) -> None:
    token = make_feed(office=office, user=hendra.user, at=at)
    first = client.get(reverse("duties:feed", args=[token]))
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    tag = first.headers["ETag"]
    assert read(client, token, if_none_match=tag) == (304, b"")
    assert read(client, token, if_none_match='"other"')[0] == 200


# ---- What stands in it


@pytest.fixture
def filled(office: Office, hendra: Member, circular: Circular, at: Moment) -> str:
    """One obligation of each sort, one session; return the address."""
    house = office.institution
    entry = record(Act(act="x", actor="system"), institution=house, at=at)
    rows = [
        ("circular", "socialise", "due", 0), ("circular", "guide", "fulfilled", 1),
        ("circular", "supervise", "ended", 2), ("standing", "act_on_knowledge", "due", 3),
    ]  # fmt: skip
    for group, kind, state, n in rows:
        Obligation.objects.create(
            institution=house, office=office, unit=office.unit, group=group, kind=kind,
            source=f"clause:{n}", circular=circular, first_on=at.local().date(),
            last_on=at.local().date(), due_at=at.acted + timedelta(days=n), state=state,
            fulfilled_at=at.acted if state == "fulfilled" else None, entry=entry,
        )  # fmt: skip
    Session.objects.create(
        institution=house, slug="apel1", unit=office.unit, kind="apel", title="Apel, pagi; bersama",
        speaker="Pembicara Rahasia", link="https://rapat.example/rahasia", place="Halaman",
        starts_at=at.acted, ends_at=at.acted + timedelta(hours=1), code_key=b"0" * 32,
        planned_by="user:1", entry=entry,
    )  # fmt: skip
    return make_feed(office=office, user=hendra.user, at=at)


@pytest.mark.django_db
def test_deadlines_sessions_and_stages_are_in_it_and_no_names(filled: str, client: Client) -> None:
    _, octets = read(client, filled)
    titles = values(octets, "SUMMARY")
    assert "Apel, pagi; bersama" in titles
    assert len([each for each in titles if each.startswith("Batas: ")]) == 2
    assert len([each for each in titles if each.startswith("Selesai: ")]) == 1
    assert any("Pemilihan" in each and "Masa tenang" in each for each in titles)
    assert octets.count(b"STATUS:CANCELLED") == 1
    for secret in (b"Rahasia", b"rahasia", b"Hendra", b"Menindaklanjuti"):
        assert secret not in octets


@pytest.mark.django_db
def test_every_event_has_a_lasting_name_of_its_own(filled: str, client: Client) -> None:
    _, first = read(client, filled)
    _, again = read(client, filled)
    names = values(first, "UID")
    assert len(names) == len(set(names)) > 5
    assert again == first


def numbered(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith(("BEGIN:", "END:")):
            yield line


@pytest.mark.django_db
def test_what_begins_also_ends(filled: str, client: Client) -> None:
    _, octets = read(client, filled)
    open_parts: list[str] = []
    for line in numbered(unfolded(octets)):
        word, _, part = line.partition(":")
        if word == "BEGIN":
            open_parts.append(part)
        else:
            assert open_parts.pop() == part
    assert open_parts == []
